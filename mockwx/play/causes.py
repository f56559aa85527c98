"""Causes: what a whole run shows to be wrong with a backend, each told once, the most harmful first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from mockwx.core.text.bilingual import Text
from mockwx.play.circumstances import NOT_ASKED
from mockwx.play.flaws import Flaw, FlawKind
from mockwx.play.results import PlayResult
from mockwx.scenario import compiled, ready_scenarios

MOST_NAMED = 8
MOST_ADVICE = 3
_ABOUT = {
    FlawKind.LEAK: "secrets-stay-inside",
    FlawKind.HANG: "wechat-hangs",
    FlawKind.CODE_AGAIN: "connection-reset",
    FlawKind.ACCOUNTS: "two-codes-at-once",
    FlawKind.PAGE: "gateway-502",
    FlawKind.PARSE_ERROR: "gateway-502",
    FlawKind.TOKENS: "token-cached",
}
"""Flaws that may show anywhere, with the ready scenario that is about them and says what to do."""
_UNCLEAR = Text(
    "Say in the backend's file what such an answer means, under outcomes.",
    "请在后端文件的 outcomes 里说明这种应答的含义。",
)
_UID = Text(
    "Either the backend makes an account at every login, or its file saves something else as uid.",
    "要么后端每次登录都新建账号，要么后端文件把别的值存成了 uid。",
)
_NO_ROUTE = Text(
    "Say in the backend's file at which path it is asked (`request`); leave out of the file what the backend does not "
    "have, and the scenarios that need it are skipped.",
    "请在后端文件里写明该动作的路径（`request`）；后端没有的动作就从文件里去掉，用到它的场景会被跳过。",
)
_STEP = Text(
    "This is no flaw of the backend: look at the step, and at the backend's file.",
    "这不是后端的缺陷：请检查该步骤和后端文件。",
)
_ENDS = Text(
    "Catch what a failed call to WeChat throws, also in asynchronous code (in Express 4 it must reach next), and "
    "answer “try later”: one person's bad login must not end the process for everybody.",
    "捕获调用微信失败时抛出的异常，异步代码也不例外（Express 4 里要交给 next），并回答“请稍后再试”："
    "一个人登录失败，不能让整个进程退出。",
)
_OWN_WORDS = {
    FlawKind.ENDS: _ENDS,
    FlawKind.NO_ROUTE: _NO_ROUTE,
    FlawKind.UNCLEAR: _UNCLEAR,
    FlawKind.UID: _UID,
    FlawKind.STEP: _STEP,
}
_UNREACHED = Text(
    "The backend must use {url} in place of https://api.weixin.qq.com; where that is written into its code, add "
    "--intercept (with -- COMMAND at the end), and its calls arrive here.",
    "后端必须用 {url} 代替 https://api.weixin.qq.com；若地址写死在代码里，请加 --intercept（并在最后写 -- COMMAND），"
    "它的请求就会到这里。",
)
_LED = {
    "proxy": Text(
        "Its calls are led here by a proxy. Either it never gets so far as to call, or its HTTP client ignores proxies "
        "(as Apache HttpClient does by default): then write --intercept=hosts.",
        "它的请求经代理导向这里。要么它根本没有走到调用这一步，要么它的 HTTP 客户端不理会代理"
        "（例如默认的 Apache HttpClient）：那就改用 --intercept=hosts。",
    ),
    "hosts": Text(
        "WeChat's own hosts lead here, so it never gets so far as to call, or it asks another host.",
        "微信的域名都指向这里，所以它要么没有走到调用这一步，要么请求的是别的主机。",
    ),
}
_FAILS_BEFORE = Text(
    "It fails before it asks: put the code into the URL escaped, and refuse what cannot be a code.",
    "它在询问微信之前就出错了：把 code 放进 URL 时要转义，不可能是 code 的值要拒绝。",
)


class Cause(Struct, frozen=True):
    flaw: Flaw
    scenarios: tuple[str, ...]
    """In which it showed, by their short names."""
    count: int
    """How often it showed."""
    advice: tuple[Text, ...]
    """What to do. Of several scenarios that want different things, what each wants, behind its name."""
    refusal: Text | None = None
    """What WeChat refused a good request with each time."""

    @property
    def headline(self) -> Text:
        """«answers 500 where WeChat is down: 2 scenarios (gateway-502, outage)»."""
        many = len(self.scenarios)
        named = ", ".join(self.scenarios[:MOST_NAMED]) + (", …" if many > MOST_NAMED else "")
        title = self.flaw.title
        often = self.count > many
        times_en, times_zh = (f", {self.count} times", f"，共 {self.count} 次") if often else ("", "")
        why_en, why_zh = (f" ({self.refusal.en})", f"（{self.refusal.zh}）") if self.refusal is not None else ("", "")
        return Text(
            f"{title.en}{why_en}: {many} scenario{'' if many == 1 else 's'}{times_en} ({named})",
            f"{title.zh}{why_zh}：{many} 个场景{times_zh}（{named.replace(', ', '、')}）",
        )


def causes(results: Sequence[PlayResult]) -> list[Cause]:
    shown = [(difference, result) for result in results for difference in result.every_difference]
    is_unasked = any(_unasked(difference.flaw) for difference, _ in shown)
    if is_unasked and not any(result.calls for result in results):
        # All the rest is a consequence of it.
        flaw = Flaw(FlawKind.UNREACHED)
        failed = [result for result in results if result.verdict == "failed"]
        return [Cause(flaw, _names(failed), len(failed), (how_to_reach(failed[0].wechat, failed[0].via),))]
    results_of: dict[Flaw, list[PlayResult]] = {}
    refusals_of: dict[Flaw, set[Text]] = {}
    for difference, result in shown:
        results_of.setdefault(difference.flaw, []).append(result)
        refusals_of.setdefault(difference.flaw, set()).update(filter(None, (difference.refusal,)))
    causes = [
        Cause(flaw, _names(among), len(among), _advice(flaw, among), _only(refusals_of[flaw]))
        for flaw, among in results_of.items()
    ]
    return sorted(causes, key=lambda cause: (cause.flaw.rank, -len(cause.scenarios)))


def how_to_reach(wechat: str, via: str | None = None) -> Text:
    """What to do where nothing called the mockwx at this URL."""
    if via is not None:
        return _LED[via]
    return Text(*(text.replace("{url}", wechat) for text in (_UNREACHED.en, _UNREACHED.zh)))


def _unasked(flaw: Flaw) -> bool:
    return flaw.kind in (FlawKind.UNASKED, FlawKind.LETS_IN)


def _only(refusals: set[Text]) -> Text | None:
    """None where there are several, or none."""
    return next(iter(refusals)) if len(refusals) == 1 else None


def _names(results: Iterable[PlayResult]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(result.short_name for result in results))


def _advice(flaw: Flaw, results: Sequence[PlayResult]) -> tuple[Text, ...]:
    """The words of the scenarios that are about it."""
    if flaw.kind in _OWN_WORDS:
        return (_OWN_WORDS[flaw.kind],)
    if flaw.kind in _ABOUT:
        return (compiled.load(ready_scenarios.ready(_ABOUT[flaw.kind])).about.advice,)
    if flaw.kind is FlawKind.CRASH and flaw.where == NOT_ASKED:
        return (_FAILS_BEFORE,)
    wanted: dict[Text, str] = {}
    for result in results:
        if result.about.advice.en:
            wanted.setdefault(result.about.advice, result.short_name)
    if len(wanted) <= 1:
        return tuple(wanted)
    named = [Text(f"{name}: {text.en}", f"{name}：{text.zh}") for text, name in wanted.items()]
    if (more := len(named) - MOST_ADVICE) > 0:
        others = Text(
            f"and {more} more, in the files of the other scenarios (`mockwx scenarios NAME`)",
            f"另有 {more} 条，见其余场景的文件（`mockwx scenarios NAME`）",
        )
        named[MOST_ADVICE:] = [others]
    return tuple(named)
