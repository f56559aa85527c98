"""clear_quota, quota/get and quota/clear, and what rid/get tells of a call that failed."""

from __future__ import annotations

import json

import pytest

from mockwx.core.tokens.quotas import Quota

from . import stage as s
from .stage import CAFE, DAY, HOUR, MINUTE, Stage

TWO_A_DAY = {"code2session": (Quota(2, "day"),)}


def spend(stage: Stage) -> None:
    while stage.exchange(stage.login()).errcode == 0:
        pass


@pytest.mark.parametrize("way", ["clear_quota", "clear_quota_v2"])
def test_clear_quota_gives_a_spent_quota_back(way: str) -> None:
    stage = Stage(limits=TWO_A_DAY)
    spend(stage)
    assert stage.exchange(stage.login()).errcode == 45009
    if way == "clear_quota":
        said = stage.tell(s.CLEAR, {"appid": stage.app.appid})
    else:
        said = stage.post(s.CLEAR_V2, {"appid": stage.app.appid, "appsecret": stage.app.secret})
    assert said.json == {"errcode": 0, "errmsg": "ok"}
    assert stage.exchange(stage.login()).errcode == 0


def test_clear_quota_of_one_app_leaves_another_s_quota_spent() -> None:
    stage = Stage(CAFE, limits=TWO_A_DAY)
    spend(stage)
    theirs = stage.fetch(appid=CAFE.appid, secret=CAFE.secret)["access_token"]
    assert stage.post(s.CLEAR, {"appid": CAFE.appid}, access_token=theirs).errcode == 0
    assert stage.exchange(stage.login()).errcode == 45009


def test_clear_quota_for_another_appid_than_the_token_s_is_refused() -> None:
    stage = Stage(CAFE)
    assert stage.tell(s.CLEAR, {"appid": CAFE.appid}).errcode == 40013


def test_quota_clear_gives_back_the_quota_of_one_path_only() -> None:
    stage = Stage(limits={"checksession": (Quota(1, "day"),), "getcallbackip": (Quota(1, "day"),)})
    session = s.signed(stage.session())
    for path in (s.CHECKSESSION, s.CALLBACK_IP):
        assert [stage.ask(path, **session).errcode for _ in range(2)] == [0, 45009]
    assert stage.tell(s.CLEAR_ONE, {"cgi_path": s.CHECKSESSION}).errcode == 0
    assert stage.ask(s.CHECKSESSION, **session).errcode == 0
    assert stage.ask(s.CALLBACK_IP).errcode == 45009


def test_the_eleventh_clearing_of_a_month_is_refused_and_the_next_month_begins_anew() -> None:
    stage = Stage()
    for _ in range(10):
        assert stage.tell(s.CLEAR, {"appid": stage.app.appid}).errcode == 0
    said = stage.tell(s.CLEAR, {"appid": stage.app.appid})
    assert said.errcode == 48006
    assert said["errmsg"].startswith("forbid to clear quota because of reaching the limit rid: ")
    stage.wait(31 * DAY - 8 * HOUR - 1)  # the last millisecond of January in Beijing
    assert stage.tell(s.CLEAR, {"appid": stage.app.appid}).errcode == 48006
    stage.wait(1)
    assert stage.tell(s.CLEAR, {"appid": stage.app.appid}).errcode == 0


def test_refused_clearings_are_not_counted() -> None:
    stage = Stage()
    for _ in range(20):
        assert stage.tell(s.CLEAR, {"appid": s.NO_APPID}).errcode == 40013
    assert stage.tell(s.CLEAR, {"appid": stage.app.appid}).errcode == 0


def test_a_minute_s_quota_begins_anew_with_the_next_minute_of_the_clock() -> None:
    stage = Stage(limits={"code2session": (Quota(1, "min"),)})
    stage.wait(59_999)
    assert [stage.exchange(stage.login()).errcode for _ in range(2)] == [0, 45011]
    stage.wait(1)
    assert stage.exchange(stage.login()).errcode == 0


def test_a_quota_per_user_is_each_user_s_own() -> None:
    stage = Stage(limits={"code2session": (Quota(1, "min", "user"),)})
    told = [stage.exchange(stage.login(user)).errcode for user in ("alice", "alice", "bob", "bob")]
    assert told == [0, 45011, 0, 45011]


def quota(stage: Stage, path: str) -> dict[str, object]:
    token = stage.fetch_stable()["access_token"]
    said = stage.post(s.QUOTA, {"cgi_path": path}, access_token=token)
    assert said.errcode == 0
    return {name: each for name, each in said.json.items() if name not in ("errcode", "errmsg")}


def test_quota_get_tells_what_is_used_and_left_of_a_day() -> None:
    stage = Stage()
    assert quota(stage, s.TOKEN) == {"quota": {"daily_limit": 2000, "used": 0, "remain": 2000}}
    for _ in range(3):
        stage.fetch()
    assert quota(stage, s.TOKEN) == {"quota": {"daily_limit": 2000, "used": 3, "remain": 1997}}
    stage.wait(DAY)
    assert quota(stage, s.TOKEN)["quota"] == {"daily_limit": 2000, "used": 0, "remain": 2000}


def test_quota_get_tells_a_quota_of_the_minute_as_a_rate_limit() -> None:
    found = quota(Stage(), s.RESET)
    assert found["rate_limit"] == {"call_count": 60_000, "refresh_second": 60}
    assert list(quota(Stage(), s.STABLE_TOKEN)) == ["quota", "rate_limit"]


@pytest.mark.parametrize("path", ["cgi-bin/token", "https://api.weixin.qq.com/cgi-bin/token", "", "/cgi-bin/token?x=1"])
def test_quota_get_wants_the_bare_path_with_its_slash(path: str) -> None:
    assert Stage().tell(s.QUOTA, {"cgi_path": path}).errcode == 76021


def test_quota_get_leaves_sns_out() -> None:
    said = Stage().tell(s.QUOTA, {"cgi_path": s.CODE2SESSION})
    assert said.errcode == 76022
    assert said["errmsg"].startswith("could not use this cgi_path,no permission rid: ")


# rid/get


def test_rid_get_tells_what_failed_with_the_secrets_masked() -> None:
    stage = Stage()
    failed = stage.fetch(secret=s.NO_SECRET)
    stage.wait(MINUTE)
    said = stage.tell(s.RID, {"rid": failed.exchange.rid})
    assert list(said.json) == ["errcode", "errmsg", "request"]
    request = said["request"]
    assert list(request) == [
        "invoke_time",
        "cost_in_ms",
        "request_url",
        "request_body",
        "response_body",
        "client_ip",
    ]
    assert request["invoke_time"] == s.START // 1000
    assert type(request["cost_in_ms"]) is int
    # As in the documentation's sample: the parameters without the path.
    assert request["request_url"] == f"grant_type=client_credential&appid={stage.app.appid}&secret=012345***"
    assert request["request_body"] == ""
    assert json.loads(request["response_body"]) == failed.json
    assert request["client_ip"] == "127.0.0.1"
    assert s.NO_SECRET not in said.body.decode()


def test_a_rid_begins_with_the_second_that_rid_get_tells() -> None:
    stage = Stage()
    stage.wait(12_345_678)
    rid = stage.fetch(secret="x").exchange.rid
    assert rid is not None
    assert int(rid[:8], 16) == stage.tell(s.RID, {"rid": rid})["request"]["invoke_time"]


def test_rid_get_shows_the_body_of_a_post() -> None:
    stage = Stage()
    failed = stage.tell(s.PHONE, {"code": "0" * 64})
    assert json.loads(stage.tell(s.RID, {"rid": failed.exchange.rid})["request"]["request_body"]) == {"code": "0" * 64}


@pytest.mark.parametrize("rid", ["", "x", "66C69111-4157F271-729CA238", "rid: 66c69111-4157f271-729ca238"])
def test_a_rid_in_another_form_is_told_so(rid: str) -> None:
    assert Stage().tell(s.RID, {"rid": rid}).errcode == 76002


def test_a_rid_that_was_never_issued_is_not_found() -> None:
    said = Stage().tell(s.RID, {"rid": "66c69111-4157f271-729ca238"})
    assert said.errcode == 76001
    assert said["errmsg"].startswith("rid not found, please check rid: ")


def test_a_rid_of_sns_is_not_found_although_it_was_issued() -> None:
    stage = Stage()
    assert stage.tell(s.RID, {"rid": stage.exchange(s.NO_CODE).exchange.rid}).errcode == 76001


def test_a_rid_of_another_app_may_not_be_looked_at() -> None:
    stage = Stage(CAFE)
    rid = stage.fetch(appid=CAFE.appid, secret="x").exchange.rid
    assert stage.tell(s.RID, {"rid": rid}).errcode == 76003


def test_a_rid_is_kept_for_seven_days() -> None:
    stage = Stage()
    rid = stage.fetch(secret="x").exchange.rid
    stage.wait(7 * DAY)
    assert stage.tell(s.RID, {"rid": rid}).errcode == 0
    stage.wait(1)
    assert stage.tell(s.RID, {"rid": rid}).errcode == 76004


@pytest.mark.parametrize(("path", "count"), [(s.CALLBACK_IP, 3), (s.DOMAIN_IP, 2)])
def test_the_ip_lists_come_without_an_errcode(path: str, count: int) -> None:
    said = Stage().ask(path)
    assert list(said.json) == ["ip_list"]
    assert len(said["ip_list"]) == count
    assert all(type(each) is str for each in said["ip_list"])
