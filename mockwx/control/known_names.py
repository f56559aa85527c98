"""A user or an app that nobody has is refused with the nearest name, wherever calls or pushes are chosen by it."""

from __future__ import annotations

from collections.abc import Iterable

from mockwx.control.answer import ControlError
from mockwx.core.text.did_you_mean import unknown
from mockwx.core.world import World

MOST_NAMES = 1000
"""Users among which the nearest is looked for."""


def check_user(world: World, user: str | None, where: str, *, seen: Iterable[str | None]) -> None:
    """``seen``: who was met, and did exist then, declared or not.

    :raises ControlError: with the nearest name.
    """
    if user is None or world.accounts.is_declared(user) or user in seen:
        return
    names = [declared.name for declared in world.accounts.users()[:MOST_NAMES]]
    raise ControlError(unknown("user", "用户", user, names), where)


def check_app(world: World, app: str | None, where: str, *, seen: Iterable[str | None]) -> None:
    """By name or appid; as ``check_user``, also where any app is welcome or an app has been renamed since."""
    if app is None or world.accounts.app_named(app) is not None or app in seen:
        return
    names = [name for declared in world.accounts.apps() for name in (declared.name, declared.appid)]
    raise ControlError(unknown("app", "应用", app, names), where)
