"""Access tokens: how long each lives, what another fetch does to it, and what is told afterwards."""

from __future__ import annotations

from mockwx.core.tokens.quotas import Quota

from . import stage as s
from .stage import CAFE, DAY, HOUR, MINUTE, SECOND, Stage

REFRESHED = {"force_refresh": True}


def test_a_token_says_7200_and_works_for_7199_seconds() -> None:
    stage = Stage()
    said = stage.fetch()
    assert list(said.json) == ["access_token", "expires_in"]
    assert said["expires_in"] == 7200
    stage.wait(7199 * SECOND)
    assert stage.works(said["access_token"]) == 0


def test_a_token_is_expired_at_exactly_7200_seconds() -> None:
    stage = Stage()
    token = stage.token()
    stage.wait(7200 * SECOND)
    assert stage.works(token) == 42001


def test_a_replaced_token_works_for_299_more_seconds() -> None:
    stage = Stage()
    old = stage.token()
    stage.wait(HOUR)
    new = stage.token()
    assert new != old
    stage.wait(299 * SECOND)
    assert stage.works(old) == stage.works(new) == 0


def test_a_replaced_token_is_invalid_at_exactly_300_seconds() -> None:
    stage = Stage()
    old = stage.token()
    stage.wait(HOUR)
    new = stage.token()
    stage.wait(300 * SECOND)
    assert stage.works(old) == 40001
    assert stage.works(new) == 0


def test_a_replacement_does_not_prolong_a_token_that_expires_sooner() -> None:
    stage = Stage()
    old = stage.token()
    stage.wait(7199 * SECOND)
    stage.token()
    assert stage.works(old) == 0
    stage.wait(SECOND)
    assert stage.works(old) == 42001


def test_a_token_replaced_twice_keeps_its_own_five_minutes() -> None:
    stage = Stage()
    first = stage.token()
    stage.wait(MINUTE)
    second = stage.token()
    stage.wait(4 * MINUTE)
    third = stage.token()
    assert stage.works(first) == 0
    stage.wait(MINUTE)
    assert [stage.works(each) for each in (first, second, third)] == [40001, 0, 0]


def test_another_holder_of_the_secret_replaces_the_token_just_so() -> None:
    stage = Stage()
    token = stage.token()
    stage.do("wechat.other_holder")
    stage.wait(299 * SECOND)
    assert stage.works(token) == 0
    stage.wait(SECOND)
    assert stage.works(token) == 40001


def test_the_two_kinds_of_token_do_not_touch_each_other() -> None:
    stage = Stage()
    plain, stable = stage.fetch()["access_token"], stage.fetch_stable()["access_token"]
    assert plain != stable
    stage.wait(HOUR)
    stage.fetch()
    stage.wait(10 * MINUTE)
    assert stage.works(stable) == 0
    assert stage.works(plain) == 40001
    newer = stage.token()
    stage.fetch_stable(**REFRESHED)
    assert stage.works(stable) == 40001
    assert stage.works(newer) == 0


def test_apps_do_not_touch_each_other_s_tokens() -> None:
    stage = Stage(CAFE)
    token = stage.token()
    for _ in range(3):
        stage.fetch(appid=CAFE.appid, secret=CAFE.secret)
    stage.wait(HOUR)
    assert stage.works(token) == 0


def test_a_stable_token_stays_the_same_and_tells_what_is_left() -> None:
    stage = Stage()
    first = stage.fetch_stable()
    assert list(first.json) == ["access_token", "expires_in"]
    assert first["expires_in"] == 7200
    stage.wait(HOUR)
    second = stage.fetch_stable()
    assert second["access_token"] == first["access_token"]
    assert second["expires_in"] == 3600


def test_a_stable_token_is_still_the_same_when_exactly_five_minutes_are_left() -> None:
    stage = Stage()
    first = stage.fetch_stable()
    stage.wait(6900 * SECOND)
    second = stage.fetch_stable()
    assert second["access_token"] == first["access_token"]
    assert second["expires_in"] == 300


def test_in_its_last_five_minutes_a_stable_token_gets_a_successor_and_both_work() -> None:
    stage = Stage()
    first = stage.fetch_stable()["access_token"]
    stage.wait(6901 * SECOND)
    second = stage.fetch_stable()
    assert second["access_token"] != first
    assert second["expires_in"] == 7200
    stage.wait(298 * SECOND)
    assert stage.works(first) == stage.works(second["access_token"]) == 0
    stage.wait(SECOND)
    assert stage.works(first) == 42001


def test_a_forced_refresh_kills_the_stable_token_at_once() -> None:
    stage = Stage()
    first = stage.fetch_stable()["access_token"]
    second = stage.fetch_stable(**REFRESHED)
    assert second["access_token"] != first
    assert second["expires_in"] == 7200
    assert stage.works(first) == 40001
    assert stage.works(second["access_token"]) == 0


def test_a_forced_refresh_kills_the_one_before_that_still_works_too() -> None:
    stage = Stage()
    first = stage.fetch_stable()["access_token"]
    stage.wait(6901 * SECOND)
    second = stage.fetch_stable()["access_token"]
    assert stage.works(first) == stage.works(second) == 0
    stage.fetch_stable(**REFRESHED)
    assert stage.works(first) == stage.works(second) == 40001


def test_a_forced_refresh_29_seconds_after_the_last_does_nothing() -> None:
    stage = Stage()
    first = stage.fetch_stable(**REFRESHED)
    stage.wait(29_999)
    second = stage.fetch_stable(**REFRESHED)
    assert second["access_token"] == first["access_token"]
    assert second["expires_in"] == 7170
    stage.wait(1)
    assert stage.fetch_stable(**REFRESHED)["access_token"] != first["access_token"]


def test_only_a_true_boolean_forces_a_refresh() -> None:
    stage = Stage()
    first = stage.fetch_stable()["access_token"]
    for given in ("true", 1, "1", False):
        assert stage.fetch_stable(force_refresh=given)["access_token"] == first


def test_the_21st_forced_refresh_of_a_day_is_refused_and_the_day_after_goes_on() -> None:
    stage = Stage()
    for _ in range(20):
        assert stage.fetch_stable(**REFRESHED).errcode == 0
        stage.wait(30 * SECOND)
    said = stage.fetch_stable(**REFRESHED)
    assert said.errcode == 45009
    assert said["errmsg"].startswith("reach max api daily quota limit rid: ")
    assert stage.fetch_stable().errcode == 0
    stage.wait(16 * HOUR)  # it was eight in the morning in Beijing
    assert stage.fetch_stable(**REFRESHED).errcode == 0


def test_refreshes_that_did_nothing_are_not_counted() -> None:
    stage = Stage()
    for _ in range(20):
        for _ in range(3):
            assert stage.fetch_stable(**REFRESHED).errcode == 0
        stage.wait(30 * SECOND)
    assert stage.fetch_stable(**REFRESHED).errcode == 45009


def test_clear_quota_gives_the_forced_refreshes_back() -> None:
    stage = Stage()
    for _ in range(20):
        stage.fetch_stable(**REFRESHED)
        stage.wait(30 * SECOND)
    assert stage.fetch_stable(**REFRESHED).errcode == 45009
    assert stage.tell(s.CLEAR, {"appid": stage.app.appid}).errcode == 0
    assert stage.fetch_stable(**REFRESHED).errcode == 0


def test_a_revoked_token_is_invalid_at_once_whatever_its_kind() -> None:
    stage = Stage()
    tokens = [stage.token(), stage.fetch_stable()["access_token"]]
    assert stage.do("wechat.revoke_token")["revoked"] == 2
    assert [stage.works(each) for each in tokens] == [40001, 40001]
    assert stage.do("wechat.revoke_token")["revoked"] == 0


def test_a_dead_token_is_told_apart_from_garbage_for_a_day() -> None:
    stage = Stage()
    token = stage.token()
    stage.wait(7200 * SECOND + DAY - MINUTE)
    assert stage.works(token) == 42001


def test_token_is_refused_after_2000_calls_of_a_day_until_midnight_in_beijing() -> None:
    stage = Stage()
    for _ in range(2000):
        assert stage.fetch().errcode == 0
    said = stage.fetch()
    assert said.errcode == 45009
    assert "could get access_token by getStableAccessToken" in said["errmsg"]
    stage.wait(16 * HOUR - 1)
    assert stage.fetch().errcode == 45009
    stage.wait(1)
    assert stage.fetch().errcode == 0


def test_refused_calls_do_not_count_for_the_quota_of_token() -> None:
    stage = Stage(limits={"token": (Quota(2, "day"),)})
    for _ in range(5):
        assert stage.fetch(secret=s.NO_SECRET).errcode == 40125
    assert [stage.fetch().errcode for _ in range(3)] == [0, 0, 45009]
