"""What code2session answers, and how long a code lives."""

from __future__ import annotations

import base64
import re

from mockwx.core.people.accounts import User
from mockwx.core.world import Wechat

from .stage import CAFE, HOUR, MINUTE, SECOND, Stage


def test_a_success_has_session_key_openid_and_unionid_in_that_order_and_no_errcode() -> None:
    stage = Stage()
    said = stage.exchange(stage.login())
    assert list(said.json) == ["session_key", "openid", "unionid"]


def test_an_app_without_an_owner_gives_no_unionid_at_all() -> None:
    stage = Stage(owner=None)
    assert list(stage.exchange(stage.login()).json) == ["session_key", "openid"]


def test_expires_in_stands_between_key_and_openid_until_march_2018() -> None:
    stage = Stage(wechat=Wechat(as_of="2018-03-31"))
    said = stage.exchange(stage.login())
    assert list(said.json) == ["session_key", "expires_in", "openid", "unionid"]
    assert said["expires_in"] == 7200
    stage = Stage(wechat=Wechat(as_of="2018-04-01"))
    assert "expires_in" not in stage.exchange(stage.login()).json


def test_ids_have_their_published_forms() -> None:
    stage = Stage()
    code = stage.login()
    assert re.fullmatch(r"0[A-Za-z0-9]{31}", code)
    said = stage.exchange(code)
    assert re.fullmatch(r"o[A-Za-z0-9_-]{27}", said["openid"])
    assert re.fullmatch(r"o[A-Za-z0-9_-]{27}", said["unionid"])
    assert len(said["session_key"]) == 24
    assert len(base64.b64decode(said["session_key"], validate=True)) == 16
    assert re.fullmatch(r"\d+_[A-Za-z0-9_-]{130,}", stage.token())
    assert re.fullmatch(r"[0-9a-f]{64}", stage.phone_code())


def test_a_user_has_one_openid_per_app_and_one_unionid_per_owner() -> None:
    stage = Stage(CAFE)
    here = stage.exchange(stage.login())
    there = stage.exchange(stage.login(app="cafe"), appid=CAFE.appid, secret=CAFE.secret)
    assert here["openid"] != there["openid"]
    assert here["unionid"] == there["unionid"]
    assert stage.exchange(stage.login())["openid"] == here["openid"]
    assert stage.exchange(stage.login("bob"))["openid"] != here["openid"]


def test_a_user_s_declared_ids_are_told() -> None:
    carol = User("carol", unionid="oUNION", openids=(("shop", "oOPEN"),))
    stage = Stage(users=(carol,))
    said = stage.exchange(stage.login("carol"))
    assert (said["openid"], said["unionid"]) == ("oOPEN", "oUNION")


def test_a_code_is_good_for_299_seconds() -> None:
    stage = Stage()
    code = stage.login()
    stage.wait(299 * SECOND)
    assert stage.exchange(code).errcode == 0


def test_a_code_is_gone_at_exactly_300_seconds() -> None:
    stage = Stage()
    code = stage.login()
    stage.wait(300 * SECOND)
    assert stage.exchange(code).errcode == 40029


def test_a_spent_code_is_known_as_used_long_after_it_would_have_expired() -> None:
    stage = Stage()
    code = stage.login()
    stage.exchange(code)
    for wait in (6 * MINUTE, 17 * HOUR):
        stage.wait(wait)
        assert stage.exchange(code).errcode == 40163


def test_two_codes_of_one_user_live_side_by_side() -> None:
    stage = Stage()
    first, second = stage.login(), stage.login()
    assert first != second
    assert stage.exchange(second).errcode == stage.exchange(first).errcode == 0


def test_no_code_comes_twice_while_the_clock_stands_still() -> None:
    stage = Stage()
    codes = stage.do("phone.login", user="alice", count=500)["codes"]
    codes += [stage.do("phone.pluginLogin", user="alice")["code"] for _ in range(50)]
    assert len(set(codes)) == 550


def test_codes_of_other_kinds_are_unknown() -> None:
    stage = Stage()
    plugin = stage.do("phone.pluginLogin", user="alice")["code"]
    assert stage.exchange(plugin).errcode == 40029
    assert stage.exchange(stage.phone_code()).errcode == 40029
    assert stage.exchange("the code is a mock one").errcode == 40029


def test_an_access_token_beside_the_parameters_is_ignored() -> None:
    stage = Stage()
    assert stage.exchange(stage.login(), access_token="2").errcode == 0
