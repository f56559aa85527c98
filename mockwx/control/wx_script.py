"""Control calls about wx.js, the phone's side for JavaScript: the script itself, and what it must know of its world."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mockwx.control.answer import ControlAnswer, ControlError
from mockwx.control.shape import mapping, text
from mockwx.core.people.accounts import Kind, User
from mockwx.core.text.bilingual import both
from mockwx.core.text.did_you_mean import unknown

if TYPE_CHECKING:
    from mockwx.control.answer import JsonObject
    from mockwx.control.call import ControlCall
    from mockwx.core.world import World

_PACKAGE = Path(__file__).resolve().parents[1]
_SCRIPTS = (_PACKAGE / "_wx.js", _PACKAGE.parent / "js" / "wx" / "wx.cjs")
"""In the wheel; in a checkout."""


@cache
def wx_script() -> bytes:
    """The phone's side for JavaScript, in one file."""
    return next(path for path in _SCRIPTS if path.is_file()).read_bytes()


def script(_: ControlCall) -> ControlAnswer:
    return ControlAnswer(wx_script(), content_type="text/javascript; charset=utf-8")


def about(call: ControlCall) -> JsonObject:
    """What the phone of ``user`` knows without asking WeChat, and where requests of ``app`` are relayed to.

    A user that nobody declared is not made by it: the phone has the base library of everybody then.
    """
    asked = mapping(call.query, "user", "app")
    who = text(asked.get("user"), "user")

    def look(world: World) -> dict[str, Any]:
        user = world.accounts.user(who) or User(who)
        now = world.clock.now(call.wall)
        return {
            "user": who,
            "appid": _appid(world, asked.get("app")),
            "base_library": user.base_library,
            "unix": now // 1000,
        }

    return call.run(look) | {"relays": list(call.relays)}


def _appid(world: World, name: str | None) -> str:
    accounts = world.accounts
    if name is not None:
        app = accounts.app_named(name) or accounts.app_or_any(name)
        if app is None:
            raise ControlError(
                unknown("app", " app ", name, [declared.name for declared in accounts.apps()]), "app", 404
            )
        return app.appid
    for app in accounts.apps():
        if app.kind in (Kind.MINIPROGRAM, Kind.MINIGAME):
            return app.appid
    raise ControlError(both("this world has no mini program", "这个 world 里没有小程序"), "app", 404)
