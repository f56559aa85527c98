"""Every errcode that mockwx answers with, each number once.

One module for each part of WeChat, in which a row is declared once and is in the table by that:
``e.login.CODE_USED``. The text that people read of it, its evidence and its source stand in the row.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from mockwx.core.errcodes import (
    common,
    component,
    credential,
    donut,
    login,
    oauth,
    official,
    page_refusals,
    plugin,
    qrcodes,
    review,
    session,
    wecom,
    wxacode,
)
from mockwx.core.errcodes.errcode import Errcode, Evidence

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "ALL",
    "BY_CODE",
    "BY_NAME",
    "WECOM",
    "Errcode",
    "Evidence",
    "common",
    "component",
    "credential",
    "donut",
    "login",
    "lookup",
    "nearest",
    "oauth",
    "official",
    "page_refusals",
    "plugin",
    "qrcodes",
    "review",
    "session",
    "wecom",
    "wxacode",
]

_WECHAT = tuple(
    row
    for module in (
        common,
        component,
        credential,
        donut,
        login,
        oauth,
        official,
        page_refusals,
        plugin,
        qrcodes,
        review,
        session,
        wxacode,
    )
    for row in vars(module).values()
    if isinstance(row, Errcode)
)
WECOM: Mapping[int, Errcode] = MappingProxyType(
    {row.code: row for row in vars(wecom).values() if isinstance(row, Errcode)}
)
"""What numbers mean on WeCom's host, by number: also those that WeChat uses for something else."""

BY_CODE: Mapping[int, Errcode] = MappingProxyType({**WECOM, **{row.code: row for row in _WECHAT}})
BY_NAME: Mapping[str, Errcode] = MappingProxyType({row.name: row for row in (*_WECHAT, *WECOM.values())})
ALL: tuple[Errcode, ...] = tuple(sorted(BY_CODE.values(), key=lambda row: row.code))
"""The whole table, by number; where WeCom shares a number with WeChat, WeChat's row."""


def lookup(code_or_name: int | str) -> Errcode | None:
    """The row of ``40163``, ``"40163"`` or ``"code_used"``; None if there is none."""
    if isinstance(code_or_name, int):
        return BY_CODE.get(code_or_name)
    text = code_or_name.strip().lower()
    try:
        return BY_CODE.get(int(text))
    except ValueError:
        return BY_NAME.get(text)


_CLOSE = 10
"""Numbers that are not further from each other may be mistaken for one another."""


def nearest(text: str) -> str | None:
    """The name or number that looks most like ``text``, for an error message; None if nothing does."""
    from difflib import get_close_matches

    if text.strip().isdecimal():
        number = int(text)
        close = [code for code in BY_CODE if abs(code - number) < _CLOSE]
        if close:
            return str(min(close, key=lambda code: (abs(code - number), code)))
    names = [*BY_NAME, *map(str, BY_CODE)]
    return next(iter(get_close_matches(text.strip().lower(), names, n=1)), None)
