"""Multi-platform apps (多端应用): who logged in, by which way, and that their codes are none of wx.login's."""

from __future__ import annotations

import pytest

from mockwx.core.people.accounts import Kind

from . import stage as s
from .causes_donut import MULTI, donut, donut_stage
from .stage import SECOND, Said, Stage


def logged_in(stage: Stage, **how: str) -> Said:
    code = stage.do("phone.donutLogin", user="alice", **how)["code"]
    query = {"appid": MULTI.appid, "appsecret": MULTI.secret, "code": code, "grant_type": "authorization_code"}
    return stage.get(s.DONUT, **query)


@pytest.mark.parametrize(
    ("way", "told"),
    [
        ("weixinApp", "openapp_info"),
        ("weixinMiniProgram", "miniprogram_info"),
        ("phoneSms", "phone_info"),
        ("phoneOneClick", "phone_info"),
        ("apple", "apple_info"),
    ],
)
def test_each_way_tells_what_it_knows_of_the_same_user(way: str, told: str) -> None:
    stage = donut_stage()
    said = logged_in(stage, type=way).json
    assert said["login_info"] == {"type": way, "login_time": s.START // SECOND, "appid": MULTI.appid}
    assert list(said["user_info"]) == ["user_id", told]
    assert said["user_info"]["user_id"] == logged_in(stage)["user_info"]["user_id"]


def test_the_user_has_the_openid_and_unionid_of_the_bound_apps() -> None:
    stage = donut_stage()
    session = stage.session()
    mini = logged_in(stage, type="weixinMiniProgram")["user_info"]["miniprogram_info"]
    assert mini == {"appid": stage.app.appid, "openid": session["openid"], "unionid": session["unionid"]}
    native = logged_in(stage)["user_info"]["openapp_info"]
    assert native["unionid"] == session["unionid"]
    assert native["openid"] != session["openid"]


def test_a_code_is_spent_once_and_a_code_of_wx_login_is_none() -> None:
    stage = donut_stage()
    code = stage.do("phone.donutLogin", user="alice")["code"]
    assert donut(stage, code=code).errcode == 0
    assert donut(stage, code=code).errcode == 10001001
    said = donut(stage, code=stage.login())
    assert said["errmsg"] == f"code错误 rid: {said.exchange.rid}"
    fresh = stage.do("phone.donutLogin", user="alice")["code"]
    assert stage.exchange(fresh).errcode == 40029


def test_parameters_may_come_in_a_json_body_too() -> None:
    stage = donut_stage()
    code = stage.do("phone.donutLogin", user="alice")["code"]
    given = {"appid": MULTI.appid, "appsecret": MULTI.secret, "code": code, "grant_type": "authorization_code"}
    assert stage.post(s.DONUT, given).errcode == 0


def test_a_watch_gets_the_session_of_its_user() -> None:
    stage = Stage(kind=Kind.MINIPROGRAM)
    said = stage.tell(s.WATCH, {"code": stage.login(), "checkcode": "1234"}).json
    assert list(said) == ["session_key", "openid", "unionid", "is_limit"]
    assert said["openid"] == stage.session()["openid"]
    assert said["is_limit"] is False
