"""(api, errcode) → the cause, for codes and links of mini programs. By hand, not derived from the catalog."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from mockwx.core.people.accounts import Kind

from . import stage as s
from .stage import Said, Stage

if TYPE_CHECKING:
    from collections.abc import Callable

    from mockwx.core.world import World

BODIES: dict[str, dict[str, Any]] = {
    s.WXACODE_UNLIMIT: {"scene": "login-1"},
    s.WXACODE: {"path": "pages/login?a=1"},
    s.WXAQRCODE: {"path": "pages/login?a=1"},
    s.SCHEME: {"jump_wxa": {"path": "pages/login"}},
    s.URLLINK: {"path": "pages/login"},
}


def told(path: str, app: dict[str, Any] | None = None, /, **changes: Any) -> Said:
    return Stage(**(app or {})).tell(path, BODIES[path] | changes)


def sent_as_form(path: str) -> Said:
    stage = Stage()
    return stage.send("POST", path, {"access_token": stage.token()}, b"scene=login-1&path=pages")


def made_when_all_are_spent(path: str) -> Said:
    stage = Stage()

    def work(world: World) -> None:
        for _ in range(100_000):
            world.counts.next("limited code", stage.app.appid)

    stage.worlds.run("", work, wall=0)
    return stage.tell(path, BODIES[path])


def behind_links(api: str, path: str) -> dict[tuple[str, int], Callable[[], Said]]:
    return {
        (api, 45063): partial(told, path, {"kind": Kind.OFFICIAL}),
        (api, 40002): partial(told, path, {"verified": False}),
        (api, 40013): partial(told, path, {"banned": True}),
        (api, 85079): partial(told, path, {"published": False}),
        (api, 40165): partial(told, path, {"pages": ("pages/index",)}),
        (api, 85401): partial(told, path, expire_time=1_767_225_600_000),
    }


CAUSES: dict[tuple[str, int], Callable[[], Said]] = {
    ("getwxacodeunlimit", 45063): partial(told, s.WXACODE_UNLIMIT, {"kind": Kind.OFFICIAL}),
    ("getwxacodeunlimit", 40169): partial(told, s.WXACODE_UNLIMIT, scene="5c3a4f3e-7a0e-4a3b-9a69-0a1b2c3d4e5f"),
    ("getwxacodeunlimit", 40129): partial(told, s.WXACODE_UNLIMIT, scene="a%3D1"),
    ("getwxacodeunlimit", 40097): partial(told, s.WXACODE_UNLIMIT, env_version=""),
    ("getwxacodeunlimit", 41030): partial(told, s.WXACODE_UNLIMIT, {"published": False}),
    ("getwxacode", 45063): partial(told, s.WXACODE, {"kind": Kind.OFFICIAL}),
    ("getwxacode", 40159): partial(sent_as_form, s.WXACODE),
    ("getwxacode", 85096): partial(told, s.WXACODE, path="pages/login?scancode_time=1"),
    ("getwxacode", 40097): partial(told, s.WXACODE, env_version="beta"),
    ("getwxacode", 45029): partial(made_when_all_are_spent, s.WXACODE),
    ("createwxaqrcode", 45063): partial(told, s.WXAQRCODE, {"kind": Kind.OFFICIAL}),
    ("createwxaqrcode", 40159): partial(told, s.WXAQRCODE, path="p" * 129),
    ("createwxaqrcode", 85096): partial(told, s.WXAQRCODE, path="pages/login?scancode_time=1"),
    ("createwxaqrcode", 45029): partial(made_when_all_are_spent, s.WXAQRCODE),
    **behind_links("generatescheme", s.SCHEME),
    ("generatescheme", 40097): partial(told, s.SCHEME, jump_wxa={"env_version": "beta"}),
    ("generatescheme", 40212): partial(told, s.SCHEME, jump_wxa={"query": "login"}),
    **behind_links("generate_urllink", s.URLLINK),
    ("generate_urllink", 40097): partial(told, s.URLLINK, env_version="beta"),
    ("generate_urllink", 40212): partial(told, s.URLLINK, query="k=中文"),
}
