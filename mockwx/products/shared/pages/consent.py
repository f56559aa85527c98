"""The page on which a person picks a pretend user, and allows or denies what an app asks for."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from itertools import islice

from mockwx.core.ids import draw
from mockwx.core.web.wechat_client import DECISION, USER, is_wechat_browser
from mockwx.core.wire import Document
from mockwx.core.world import World
from mockwx.made_up_people import person
from mockwx.products.shared.call import Call
from mockwx.products.shared.pages import CONSENT, OUTSIDE

MOST_USERS = 50
"""So many are offered; a link may name any other."""


def people(world: World, user: str = "") -> list[tuple[str, str]]:
    """Who may be picked, by name and nickname: ``user`` alone where it is known already."""
    declared = [declared_user.name for declared_user in islice(world.accounts.users(), MOST_USERS)]
    names = [user] if user else declared or ["alice", "bob"]
    return [(name, person(world.settings.seed, world.accounts.user_made(name)).nickname) for name in names]


def consent(
    app: str,
    asks: str,
    users: Iterable[tuple[str, str]],
    *,
    allow: str = "允许",
    deny: str | None = "拒绝",
    shown: str = "",
) -> Document:
    """``users``: name and nickname. ``deny`` None: WeChat would not ask, so there is nothing to deny. ``shown``: HTML
    above the users."""
    return CONSENT.fill(
        title="微信登录",
        app=app,
        initial=app[:1],
        asks=asks,
        shown=shown,
        users="\n".join(_choices(users)),
        buttons=_buttons(allow, deny),
    )


def consent_page(call: Call, asks: str, *, silent: bool, shown: str = "") -> Document:
    """Who is it, and do they allow it? ``silent``: WeChat would not ask, so only who it is."""
    users = people(call.world, call.user or "")
    if silent:
        return consent(call.known_app.name, asks, users, allow="继续", deny=None)
    return consent(call.known_app.name, asks, users, shown=shown)


def outside(call: Call) -> Document | None:
    """The page that sends a browser other than WeChat's away, where the world minds it."""
    if call.world.settings.wechat.outside_wechat != "refused" or is_wechat_browser(call.request.user_agent):
        return None
    return OUTSIDE.fill(title="抱歉，出错了")


def _choices(users: Iterable[tuple[str, str]]) -> Iterable[str]:
    for nth, (name, nickname) in enumerate(users):
        checked = " checked" if nth == 0 else ""
        hue = draw("hue", name, size=1)[0] * 360 // 256
        yield (
            f'<li><label><input type="radio" name="{USER}" value="{escape(name)}" required{checked}>'
            f'<span class="face" style="--hue: {hue}" aria-hidden="true">{escape(nickname[:1])}</span>'
            f'<span class="name">{escape(nickname)}<small>{escape(name)}</small></span></label></li>'
        )


def _buttons(allow: str, deny: str | None) -> str:
    buttons = {"allow": allow, "deny": deny}
    return "\n".join(
        f'<button name="{DECISION}" value="{value}">{word}</button>' for value, word in buttons.items() if word
    )
