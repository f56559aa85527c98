"""The page on which a person picks a pretend user, and allows or denies what an app asks for."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from mockwx.core.client import DECISION, USER
from mockwx.core.wire import Document
from mockwx.products.pages import page

MOST_USERS = 50
"""So many are offered; a link may name any other."""


def consent(app: str, asks: str, users: Iterable[tuple[str, str]], *, silent: bool) -> Document:
    """``users``: name and nickname. ``silent``: WeChat would not ask, so there is nothing to deny."""
    return page(
        "consent",
        title="微信登录",
        app=app,
        asks=asks,
        ready={"users": "\n".join(_choices(users)), "buttons": _buttons(silent)},
    )


def _choices(users: Iterable[tuple[str, str]]) -> Iterable[str]:
    for nth, (name, nickname) in enumerate(users):
        checked = " checked" if nth == 0 else ""
        shown = f"{escape(nickname)} <small>{escape(name)}</small>"
        radio = f'<input type="radio" name="{USER}" value="{escape(name)}" required{checked}>'
        yield f"<li><label>{radio} {shown}</label></li>"


def _buttons(silent: bool) -> str:
    if silent:
        return f'<button name="{DECISION}" value="allow">继续</button>'
    return (
        f'<button name="{DECISION}" value="allow">允许</button>\n<button name="{DECISION}" value="deny">拒绝</button>'
    )
