"""Flaws: what is wrong with a backend, in the order of the harm that it does."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from mockwx.core.text.bilingual import Text

NOTHING = Text.alike("")
HANGS_UP = Text("nothing and hangs up", "空应答（断开连接）")
"""What a crash without an answer answers."""


class FlawKind(StrEnum):
    """The most harmful first."""

    UNREACHED = "unreached"
    LETS_IN = "lets-in"
    SUCCEEDS = "succeeds"
    IMPOSTOR = "impostor"
    ACCOUNTS = "accounts"
    UID = "uid"
    LEAK = "leak"
    ENDS = "ends"
    SHOWS = "shows"
    HANG = "hang"
    CRASH = "crash"
    CODE_AGAIN = "code-again"
    NO_ROUTE = "no-route"
    NO_SUCCESS = "no-success"
    PAGE = "page"
    PARSE_ERROR = "parse-error"
    TOKENS = "tokens"
    WRONG_WORD = "wrong-word"
    UNASKED = "unasked"
    CALLS = "calls"
    VALUE = "value"
    UNCLEAR = "unclear"
    STEP = "step"


_TITLES = {
    FlawKind.UNREACHED: Text("nothing called mockwx", "没有任何请求到达 mockwx"),
    FlawKind.LETS_IN: Text("logs somebody in {where}", "{where}放行了登录"),
    FlawKind.SUCCEEDS: Text("does {what} {where}, which it must refuse", "{where}本应拒绝，却完成了 {what}"),
    FlawKind.IMPOSTOR: Text("takes one person for another", "把一个人当成了另一个人"),
    FlawKind.ACCOUNTS: Text("makes two accounts of one person", "同一个人建了两个账号"),
    FlawKind.UID: Text("tells another uid at every login of one person", "同一个人每次登录的 uid 都不同"),
    FlawKind.LEAK: Text("gives the {what} away", "泄漏 {what}"),
    FlawKind.ENDS: Text("its process ends, and nobody is served any more", "进程退出，所有人都得不到服务"),
    FlawKind.SHOWS: Text("shows what it must not: {what}", "应答里有不该出现的内容：{what}"),
    FlawKind.HANG: Text(
        "hangs while it waits for WeChat, without a time-out of its own", "等待微信时卡住，没有自己的超时"
    ),
    FlawKind.CRASH: Text("answers {what} {where}", "{where}返回 {what}"),
    FlawKind.CODE_AGAIN: Text("sends a code to WeChat again", "把同一个 code 再次发给微信"),
    FlawKind.NO_ROUTE: Text("does not know the path of {what}", "不认识 {what} 的路径"),
    FlawKind.NO_SUCCESS: Text("{what} does not succeed {where}", "{where} {what} 未成功"),
    FlawKind.PAGE: Text("shows its caller a page that came in WeChat's place", "把代替微信应答的网页原样给了调用方"),
    FlawKind.PARSE_ERROR: Text("shows its caller a parse error", "把解析错误原样给了调用方"),
    FlawKind.TOKENS: Text("fetches more access_tokens than it needs", "access_token 取得过于频繁"),
    FlawKind.WRONG_WORD: Text("says “{what}” {where}", "{where}回答“{what}”"),
    FlawKind.UNASKED: Text("does not ask WeChat", "没有询问微信"),
    FlawKind.CALLS: Text("calls WeChat otherwise than expected", "对微信的调用与期望不符"),
    FlawKind.VALUE: Text("an answer is otherwise than expected", "应答与期望不符"),
    FlawKind.UNCLEAR: Text("gives answers of which nobody knows the meaning", "有些应答含义不明"),
    FlawKind.STEP: Text("a step cannot be played", "有步骤无法执行"),
}


class Flaw(Struct, frozen=True):
    """Two differences with equal flaws have one cause."""

    kind: FlawKind
    what: Text = NOTHING
    """Of some kinds: which secret, which status, which word."""
    where: Text = NOTHING
    """Of some kinds: in which circumstance, as the end of a sentence in English and its beginning in Chinese."""

    @property
    def title(self) -> Text:
        title = _TITLES[self.kind]
        return Text(
            title.en.replace("{what}", self.what.en).replace("{where}", self.where.en).strip(),
            title.zh.replace("{where}", self.where.zh).replace("{what}", self.what.zh).strip(),
        )

    @property
    def rank(self) -> int:
        return list(FlawKind).index(self.kind)
