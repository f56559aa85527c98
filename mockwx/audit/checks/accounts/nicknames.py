"""Ways in which a backend gets to know a nickname: its action ``profile``, or a web login's userinfo."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from mockwx.audit.checks.web_flow import flow_of
from mockwx.audit.lab import ActionSeen, Lab, LabPerson
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text
from mockwx.scenario.language.play_values import variables

PROFILE, WEB, LOGIN = "profile", "web", "login"
NO_WAY = Text(
    "nobody tells this backend a nickname: neither does profile send $nickname, nor is there a web login",
    "此后端得不到昵称：profile 不发送 $nickname，也没有网页登录",
)


class NamedSeen(Struct, frozen=True):
    """Somebody new whose nickname the backend was told."""

    person: LabPerson
    seen: ActionSeen
    """The answer to what told it."""

    @property
    def action(self) -> str:
        return self.seen.action if self.seen.action in (PROFILE, LOGIN) else WEB


async def way_of(lab: Lab) -> str | None:
    """``profile`` before ``web``, and that before a login that asks for it; None: there is no way."""
    if lab.has(Need.PROFILE) and "nickname" in _sent(lab, PROFILE):
        return PROFILE
    if lab.has(Need.WEB) and not flow_of(lab).polls and await flow_of(lab).why_untested() is None:
        return WEB
    return LOGIN if lab.has(Need.USERINFO) else None


async def named(lab: Lab, way: str, nickname: str, avatar: str | None = None) -> NamedSeen:
    """``avatar``: a URL; by default one of WeChat's."""
    changes = {} if avatar is None else {"avatar": avatar}
    person = await lab.person(nickname, **changes)
    if way == WEB:
        return NamedSeen(person, await flow_of(lab).whole(person))
    if way == LOGIN:
        return NamedSeen(person, await lab.login(person))
    await lab.login(person, prove=False)
    more: dict[str, Any] = {} if avatar is None else {"avatarUrl": avatar}
    return NamedSeen(person, await lab.usual(PROFILE, person, nickname=nickname, **more))


def _sent(lab: Lab, action: str) -> set[str]:
    """The variables that the action's requests hold."""
    return {
        name
        for request in lab.backend.actions[action].requests
        for part in (request.query or {}, request.form or {}, [request.body])
        for _, name in variables(part)
    }
