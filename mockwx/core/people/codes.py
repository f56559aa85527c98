"""Codes: what a phone gets and a backend spends. Five minutes, once.

    issued ──spend──▶ spent ──1 day──▶ forgotten     a spent code stays known for a day: 40163 instead of 40029
       └──── 5 min ──▶ expired                       as good as unknown: 40029

A code of one kind is unknown to the others: a wx.login code buys no phone number.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from mockwx.core.clock import DAY, MINUTE
from mockwx.core.ids import Ids
from mockwx.core.tables.counts import Counts
from mockwx.core.tables.table import OpenTable
from mockwx.core.text.durations import spell_duration

CODE_LIFE = 5 * MINUTE
"""Documented: "valid for five minutes"; at exactly 300 s it is gone (assumed)."""
SPENT_REMEMBERED = DAY
"""How long a spent code is told apart from an unknown one. How long WeChat does is not known. Where very
many codes are spent within that time, the store may forget the oldest sooner."""


class CodeKind(StrEnum):
    LOGIN = "login"
    PHONE_NUMBER = "phone_number"
    PLUGIN = "plugin"
    OAUTH = "oauth"
    CORP = "corp"
    """Of WeCom's authorisation pages."""
    QY_LOGIN = "qy_login"
    """Of wx.qy.login, in a mini program inside WeCom."""
    SUITE = "suite"
    """Of the authorisation pages of a WeCom service provider's suite."""


class Code(Struct, frozen=True, array_like=True, gc=False):
    kind: CodeKind
    appid: str
    user: str
    issued_at: int
    spent_at: int | None = None

    @property
    def forgotten_at(self) -> int:
        """From when on it may be as good as unknown, in milliseconds."""
        return self.issued_at + CODE_LIFE if self.spent_at is None else self.spent_at + SPENT_REMEMBERED


class Codes:
    def __init__(self, open_table: OpenTable, ids: Ids, counts: Counts) -> None:
        self._codes = open_table("codes", Code)
        self._ids = ids
        self._counts = counts

    def find(self, text: str) -> Code | None:
        """The code, as long as it is remembered."""
        return self._codes.get(text)

    def issue(self, kind: CodeKind, appid: str, user: str, now: int) -> str:
        """A fresh code, unlike any before."""
        nth = self._counts.next("code", appid, user)
        draw = self._ids.long_code if kind in (CodeKind.PHONE_NUMBER, CodeKind.PLUGIN) else self._ids.login_code
        text = draw(appid, user, nth)
        self._codes.put(text, Code(kind, appid, user, now), now + CODE_LIFE)
        return text

    def spend(self, text: str, now: int, code: Code | None = None) -> None:
        """``code``: as this very call has found it, so that it need not be looked for again."""
        if code is None:
            code = self._codes.get(text)
        if code is not None and code.spent_at is None:
            spent = Code(code.kind, code.appid, code.user, code.issued_at, now)
            self._codes.put(text, spent, now + SPENT_REMEMBERED, fading=True)

    def ending(self, now: int, then: int) -> int:
        """How many codes that could be spent now will be too old ``then``."""
        ends = (code.issued_at + CODE_LIFE for _, code in self._codes.items() if code.spent_at is None)
        return sum(now < end <= then for end in ends)


def why_dead(code: Code | None, kind: CodeKind, appid: str, now: int) -> str | None:
    """Why this is no code that ``appid`` could spend now, or was until it was spent; None if it is one."""
    if code is None:
        return "no such code was issued, or it has expired and is forgotten"
    if code.kind is not kind:
        return f"it is a {code.kind} code, not a {kind} code"
    if code.appid != appid:
        return f"it was issued for {code.appid}, not for {appid}"
    age = now - code.issued_at
    if code.spent_at is None and age >= CODE_LIFE:
        return f"it was issued {spell_duration(age)} ago; a code lives {spell_duration(CODE_LIFE)}"
    if code.spent_at is not None and now - code.spent_at >= SPENT_REMEMBERED:
        return f"it was spent {spell_duration(now - code.spent_at)} ago, and is as good as forgotten"
    return None
