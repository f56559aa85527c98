"""The logins of several apps, as their checks use them."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from mockwx.audit.lab import ActionSeen, Extra, Lab, LabPerson

LOGIN = "login"
NO_EXTRA = Extra()


class AppLogin(Struct, frozen=True):
    action: str
    app: str


def app_logins(lab: Lab) -> tuple[AppLogin, AppLogin]:
    """The first login, and the first one of another app."""
    first = AppLogin(LOGIN, lab.backend.actions[LOGIN].app or next(iter(lab.shared.client.apps())))
    others = (
        AppLogin(name, action.app)
        for name, action in lab.backend.actions.items()
        if name.startswith(f"{LOGIN}_") and action.app is not None and action.app != first.app
    )
    return first, next(others)


async def log_in(
    lab: Lab, login: AppLogin, person: LabPerson, *, code_of: str | None = None, extra: Extra = NO_EXTRA
) -> ActionSeen:
    """``code_of``: the app whose phone makes the code; by default the login's own."""
    code: Any = await lab.code(person, code_of or login.app)
    return await lab.act(login.action, person, code=code, extra=extra)


async def uid_of(lab: Lab, seen: ActionSeen) -> Any:
    """The account that this login is of; None: nobody says."""
    if seen.saved.get("uid") is not None or "me" not in lab.backend.actions or not seen.ok:
        return seen.saved.get("uid")
    return (await lab.act("me", seen.person, **seen.saved)).saved.get("uid")
