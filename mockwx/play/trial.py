"""A trial of a backend's file: a login with a good code, one with a bad code, and what each is taken for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from mockwx.client import JournalEntry
from mockwx.core.text.bilingual import Language, Text
from mockwx.core.text.chinese_reasons import reason_text
from mockwx.core.text.output_escaping import printable
from mockwx.play.backend import BackendSettings
from mockwx.play.causes import how_to_reach
from mockwx.play.clients import UserClients
from mockwx.play.results import Difference, ShownAnswer
from mockwx.play.step_runner import CannotBePlayed, StepRunner
from mockwx.play.wechat_side import WechatSide
from mockwx.scenario.backend_actions import outcomes_in
from mockwx.scenario.scenario import Scenario
from mockwx.scenario.steps import Expectation, Step

BAD_CODE = "0a1mockwxNoPhoneMadeThisCode0000"
TRIED = Scenario(
    name="a trial of the backend's file",
    steps=(
        Step("phone.login", {"user": "alice"}, "code"),
        Step("backend.login", {"code": "$code"}),
        Step("backend.login", {"user": "bob", "code": BAD_CODE}),
    ),
)


class TriedLogin(Struct, frozen=True):
    shown: ShownAnswer
    saved: Mapping[str, Any]
    unsaved: tuple[str, ...]
    """What the file says is to be kept, and the answer does not hold."""


class Trial(Struct, frozen=True):
    good: TriedLogin | None = None
    bad: TriedLogin | None = None
    errcodes: tuple[int, ...] = ()
    """What WeChat answered to code2session; 0 is success."""
    refusals: tuple[Text, ...] = ()
    """Why WeChat refused what the backend asked."""
    differences: tuple[Difference, ...] = ()
    """That WeChat was not asked."""
    reason: Text | None = None
    """Why nothing could be tried."""
    wechat: str = ""
    """Where the mockwx is that the backend should ask."""
    via: str | None = None
    """How its calls to WeChat's own hosts are led there; None: they are not."""
    ended: Text | None = None
    """How the backend's process ended, if it did."""

    @property
    def crashed(self) -> bool:
        return any(login is not None and login.shown.outcome == "crashed" for login in (self.good, self.bad))

    @property
    def warnings(self) -> tuple[Text, ...]:
        return tuple(_warnings(self))

    @property
    def is_sound(self) -> bool:
        return not (self.reason or self.warnings or self.differences)

    def lines(self, language: Language = "both") -> Iterator[str]:
        """For people; secrets are masked."""
        return (before + printable(line.told(language)) for before, line in self._lines())

    def _lines(self) -> Iterator[tuple[str, Text]]:
        """What stands before each line, and the line."""
        if self.reason is not None:
            yield "", self.reason
        for title, login in (
            (Text("a login with a good code", "用有效的 code 登录"), self.good),
            (Text("a login with a code that no phone made", "用并非手机生成的 code 登录"), self.bad),
        ):
            if login is None:
                continue
            yield "", title
            yield "    ", login.shown.shown
            yield "    ", Text(f"taken for: {login.shown.outcome}", f"视为：{login.shown.outcome}")
            if login.saved:
                saved = list(login.saved)
                yield "    ", Text(f"saved: {', '.join(saved)}", f"已保存：{'、'.join(saved)}")
        if self.errcodes:
            codes = list(map(str, self.errcodes))
            yield "", Text(f"code2session was answered: {', '.join(codes)}", f"code2session 的应答：{'、'.join(codes)}")
        if self.good is not None and self.good.shown.outcome != "ok":
            yield from (("    ", refusal) for refusal in self.refusals)
        if self.differences:
            advice = how_to_reach(self.wechat, self.via)
            yield "! ", Text(f"nothing called mockwx. {advice.en}", f"没有任何请求到达 mockwx。{advice.zh}")
        for warning in self.warnings:
            yield "! ", warning


async def try_login(settings: BackendSettings, wechat: WechatSide) -> Trial:
    """:raises LookupError: nobody says where the backend is."""
    backend = settings.for_scenario(TRIED)
    if (reason := backend.why_missing("login")) is not None:
        return Trial(reason=Text.of(reason))
    async with UserClients(backend, settings.run) as clients:
        runner = StepRunner(backend, wechat, clients)
        try:
            await runner.play(settings.into(TRIED.as_mapping()), TRIED.steps, Expectation())
        except CannotBePlayed as stop:
            reason = str(stop)
    saves = backend.actions["login"].saves
    shown = [step.answers[0] for step in runner.results if step.verb == "backend.login" and step.answers]
    logins = [
        TriedLogin(answer, login.saved, tuple(sorted(saves - login.saved.keys())))
        for answer, login in zip(shown, runner.logins, strict=False)
    ]
    good, bad, *_ = [*logins, None, None]
    errcodes = tuple(call.errcode for call in runner.calls if call.api == "code2session" and call.errcode is not None)
    return Trial(
        good,
        bad,
        errcodes,
        tuple(dict.fromkeys(_refusals(runner.calls))),
        tuple(runner.differences),
        None if reason is None else Text.of(reason),
        wechat.url,
        settings.run.via,
    )


def _refusals(calls: Iterable[JournalEntry]) -> Iterator[Text]:
    for call in calls:
        if call.errcode and call.reason:
            why = reason_text(call.reason)
            yield Text(f"{call.api} {call.errcode}: {why.en}", f"{call.api} {call.errcode}：{why.zh}")


def _warnings(trial: Trial) -> Iterator[Text]:
    if trial.ended is not None:
        yield trial.ended
    if trial.good is not None and trial.good.shown.outcome != "ok":
        yield Text(
            "the good login is not taken for ok: say under outcomes how this backend says so, or mend its request",
            "有效的登录没有被视为 ok：请在 outcomes 里写明后端如何表示成功，或修正请求",
        )
    elif trial.good is not None and trial.good.unsaved:
        names = ", ".join(trial.good.unsaved)
        yield Text(
            f"the answer does not hold what is to be saved as {names}: mend the paths under save",
            f"应答里没有要存为 {names} 的值：请修正 save 里的路径",
        )
    if trial.bad is None:
        return
    if trial.bad.shown.outcome == "ok":
        both_ok = trial.good is not None and trial.good.shown.outcome == "ok"
        en, zh = ("both are", "两者都被") if both_ok else ("the bad one is", "无效的登录被")
        yield Text(
            f"{en} taken for ok: say under outcomes how this backend refuses a login; else it lets anybody in",
            f"{zh}视为 ok：请在 outcomes 里写明后端如何拒绝登录；否则它就是放任何人进来",
        )
    elif "refused" not in outcomes_in(trial.bad.shown.outcome):
        yield Text(
            f"a bad code is refused, and not {trial.bad.shown.outcome}: say so under outcomes, or mend the backend",
            f"无效的 code 应为 refused，而不是 {trial.bad.shown.outcome}：请在 outcomes 里写明，或修正后端",
        )
