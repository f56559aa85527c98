"""(api, errcode) → the cause, for the review of contents and users. By hand, not derived from the catalog."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from . import stage as s
from .stage import CAFE, MINUTE, Said, Stage, official

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Body = Callable[[Stage, Mapping[str, str]], dict[str, Any]]


def content(stage: Stage, session: Mapping[str, str]) -> dict[str, Any]:
    """A body for both apis of contents."""
    media = {"media_url": "https://example.com/a.jpg", "media_type": 2}
    return {"version": 2, "scene": 1, "openid": session["openid"], "content": "小明", **media}


def risk(stage: Stage, session: Mapping[str, str]) -> dict[str, Any]:
    return {"appid": stage.app.appid, "openid": session["openid"], "scene": 0, "client_ip": "192.0.2.1"}


def told(path: str, body: Body, /, **changes: Any) -> Said:
    stage = Stage()
    return stage.tell(path, body(stage, stage.session()) | changes)


def of_other_app(path: str, body: Body) -> Said:
    stage = Stage(CAFE)
    app = stage.world.accounts.app_named("cafe")
    assert app is not None
    openid = stage.world.accounts.openid(app, stage.world.accounts.user_made("alice"))
    return stage.tell(path, body(stage, stage.session()) | {"openid": openid})


def too_late(path: str, body: Body, minutes: int) -> Said:
    stage = Stage()
    asked = body(stage, stage.session())
    stage.wait(minutes * MINUTE)
    return stage.tell(path, asked)


def risky_in_the_first_version() -> Said:
    stage = Stage()
    stage.do("wechat.review", text="坏话")
    return stage.tell(s.MSG_SEC_CHECK, {"content": "一句坏话"})


def changed_none() -> Said:
    return official().tell(s.CHANGE_OPENID, {"from_appid": s.SHOP.appid, "openid_list": []})


def behind_a_visit(api: str, path: str, body: Body, minutes: int) -> dict[tuple[str, int], Callable[[], Said]]:
    return {
        (api, 40003): partial(told, path, body, openid=s.NO_OPENID),
        (api, 61010): partial(too_late, path, body, minutes),
    }


CAUSES: dict[tuple[str, int], Callable[[], Said]] = {
    **behind_a_visit("msg_sec_check", s.MSG_SEC_CHECK, content, 120),
    ("msg_sec_check", 40129): partial(told, s.MSG_SEC_CHECK, content, scene=5),
    ("msg_sec_check", 43104): partial(of_other_app, s.MSG_SEC_CHECK, content),
    ("msg_sec_check", 87014): risky_in_the_first_version,
    **behind_a_visit("media_check_async", s.MEDIA_CHECK, content, 120),
    ("media_check_async", 40129): partial(told, s.MEDIA_CHECK, content, scene=0),
    ("media_check_async", 43104): partial(of_other_app, s.MEDIA_CHECK, content),
    ("media_check_async", 40097): partial(told, s.MEDIA_CHECK, content, media_type=3),
    **behind_a_visit("getuserriskrank", s.RISK_RANK, risk, 30),
    ("getuserriskrank", 1003): partial(told, s.RISK_RANK, risk, scene=2),
    ("changeopenid", 40032): changed_none,
}
