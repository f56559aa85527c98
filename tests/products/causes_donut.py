"""(api, errcode) → the cause, for multi-platform apps and watches. Written by hand, not derived from the catalog."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from mockwx.core.people.accounts import Kind, app_called

from . import stage as s
from .stage import MINUTE, Said, Stage

if TYPE_CHECKING:
    from collections.abc import Callable

MULTI = app_called("multi", kind=Kind.DONUT, owner="acme")


def donut_stage() -> Stage:
    return Stage(MULTI, app_called("native", kind=Kind.MOBILE, owner="acme"))


def donut(stage: Stage | None = None, *, wait: int = 0, **changes: str | None) -> Said:
    stage = stage or donut_stage()
    code = str(stage.do("phone.donutLogin", user="alice")["code"])
    stage.wait(wait + 1)
    query = {"appid": MULTI.appid, "appsecret": MULTI.secret, "code": code, "grant_type": "authorization_code"}
    return stage.get(s.DONUT, **(query | changes))


def watched(**changes: str | None) -> Said:
    stage = Stage()
    given = {"code": stage.login(), "checkcode": "1234"} | changes
    return stage.tell(s.WATCH, {name: each for name, each in given.items() if each is not None})


def watched_twice() -> Said:
    stage = Stage()
    code = stage.login()
    assert stage.exchange(code).errcode == 0
    return stage.tell(s.WATCH, {"code": code, "checkcode": "1234"})


CAUSES: dict[tuple[str, int], Callable[[], Said]] = {
    ("donut_code2verifyinfo", 10001002): partial(donut, appid=s.SHOP.appid),
    ("donut_code2verifyinfo", 10001003): partial(donut, appsecret=None, secret=MULTI.secret),
    ("donut_code2verifyinfo", 10001004): partial(donut, grant_type="client_credential"),
    ("donut_code2verifyinfo", 10001001): partial(donut, code=s.NO_CODE),
    ("donut_code2verifyinfo", 10001000): partial(donut, wait=5 * MINUTE),
    ("checkcode2verifyinfo", 41008): partial(watched, code=None),
    ("checkcode2verifyinfo", 40097): partial(watched, checkcode=None),
    ("checkcode2verifyinfo", 40029): partial(watched, code=s.NO_CODE),
    ("checkcode2verifyinfo", 40163): watched_twice,
}
