"""checksession, resetusersessionkey and getuserencryptkey: what the session_key proves."""

from __future__ import annotations

import base64

import pytest

from mockwx.core.people.sessions import KeyPolicy

from . import stage as s
from .stage import CAFE, DAY, HOUR, MINUTE, SECOND, Stage, signed

SIGNED = (s.CHECKSESSION, s.RESET, s.ENCRYPT_KEY)


def test_a_signature_with_the_current_key_passes() -> None:
    stage = Stage()
    said = stage.ask(s.CHECKSESSION, **signed(stage.session()))
    assert said.json == {"errcode": 0, "errmsg": "ok"}


@pytest.mark.parametrize("path", SIGNED)
def test_an_upper_case_signature_passes_too(path: str) -> None:
    stage = Stage()
    session = stage.session()
    query = signed(session)
    assert stage.ask(path, **(query | {"signature": str(query["signature"]).upper()})).errcode == 0


@pytest.mark.parametrize("path", SIGNED)
def test_a_replaced_key_signs_nothing_any_more(path: str) -> None:
    stage = Stage()
    session = stage.session()
    stage.do("wechat.rotate_session_key", user="alice")
    said = stage.ask(path, **signed(session))
    assert said.errcode == 87009
    assert said["errmsg"] == f"invalid signature rid: {said.exchange.rid}"


@pytest.mark.parametrize("path", SIGNED)
def test_an_expired_key_signs_nothing_any_more(path: str) -> None:
    stage = Stage(key_policy=KeyPolicy(idle=HOUR))
    session = stage.session()
    stage.wait(HOUR - SECOND)
    assert stage.ask(s.CHECKSESSION, **signed(session)).errcode == 0
    stage.wait(SECOND)
    assert stage.ask(path, **signed(session)).errcode == 87009


def test_a_check_by_the_backend_does_not_prolong_the_key() -> None:
    stage = Stage(key_policy=KeyPolicy(idle=HOUR))
    session = stage.session()
    for _ in range(3):
        stage.wait(20 * MINUTE - 1)
        assert stage.ask(s.CHECKSESSION, **signed(session)).errcode == 0
    stage.wait(3)
    assert stage.ask(s.CHECKSESSION, **signed(session)).errcode == 87009


def test_the_key_of_another_user_does_not_sign_for_this_one() -> None:
    stage = Stage()
    alice, bob = stage.session("alice"), stage.session("bob")
    assert stage.ask(s.CHECKSESSION, **signed({**bob, "openid": alice["openid"]})).errcode == 87009


def test_a_user_who_never_logged_in_has_no_valid_signature() -> None:
    stage = Stage()
    openid = stage.world.accounts.openid(stage.app, stage.world.accounts.user_made("dora"))
    assert stage.ask(s.CHECKSESSION, **signed({"openid": openid, "session_key": "x"})).errcode == 87009


def test_a_token_of_another_app_does_not_know_the_openid() -> None:
    stage = Stage(CAFE)
    theirs = stage.fetch(appid=CAFE.appid, secret=CAFE.secret)["access_token"]
    assert stage.ask(s.CHECKSESSION, **signed(stage.session(), access_token=theirs)).errcode == 40003


def test_a_reset_gives_a_new_key_and_kills_the_old_one() -> None:
    stage = Stage()
    session = stage.session()
    said = stage.ask(s.RESET, **signed(session))
    assert list(said.json) == ["errcode", "errmsg", "openid", "session_key"]
    assert said["openid"] == session["openid"]
    assert said["session_key"] != session["session_key"]
    assert len(base64.b64decode(said["session_key"])) == 16
    assert stage.ask(s.CHECKSESSION, **signed(session)).errcode == 87009
    assert stage.ask(s.CHECKSESSION, **signed(said.json)).errcode == 0
    assert stage.do("phone.checkSession", user="alice")["errMsg"] == "checkSession:ok"


def test_a_reset_key_inherits_the_expiry_of_the_old_one() -> None:
    stage = Stage(key_policy=KeyPolicy(idle=HOUR))
    session = stage.session()
    stage.wait(50 * MINUTE)
    fresh = stage.ask(s.RESET, **signed(session)).json
    stage.wait(10 * MINUTE - 1)
    assert stage.ask(s.CHECKSESSION, **signed(fresh)).errcode == 0
    stage.wait(1)
    assert stage.ask(s.CHECKSESSION, **signed(fresh)).errcode == 87009


def test_a_refused_reset_changes_nothing() -> None:
    stage = Stage()
    session = stage.session()
    assert stage.ask(s.RESET, **signed(session, signature="0" * 64)).errcode == 87009
    assert stage.ask(s.CHECKSESSION, **signed(session)).errcode == 0


def test_the_phone_seals_with_the_key_that_the_backend_was_given_by_a_reset() -> None:
    from mockwx.core.people.sealing import unseal

    stage = Stage()
    fresh = stage.ask(s.RESET, **signed(stage.session())).json
    data = stage.do("phone.getPhoneNumber", user="alice")
    assert "purePhoneNumber" in unseal(data["encryptedData"], fresh["session_key"], data["iv"])


# getuserencryptkey


def keys(stage: Stage, session: dict[str, str]) -> list[dict[str, object]]:
    return stage.ask(s.ENCRYPT_KEY, **signed(session))["key_info_list"]


def test_a_user_s_first_encrypt_key_lives_an_hour() -> None:
    stage = Stage()
    session = stage.session()
    (key,) = keys(stage, session)
    assert list(key) == ["encrypt_key", "version", "expire_in", "iv", "create_time"]
    assert (key["version"], key["expire_in"], key["create_time"]) == (1, 3600, s.START // 1000)
    assert len(base64.b64decode(str(key["encrypt_key"]))) == 16
    assert len(str(key["iv"])) == 16
    stage.wait(HOUR - SECOND)
    (same,) = keys(stage, session)
    assert same == {**key, "expire_in": 1}


def test_the_newest_three_keys_are_told_newest_first_and_old_ones_have_expired() -> None:
    stage = Stage()
    session = stage.session()
    for _ in range(4):
        keys(stage, session)
        stage.wait(HOUR)
    told = keys(stage, session)
    assert [key["version"] for key in told] == [5, 4, 3]
    assert [key["expire_in"] for key in told] == [3600, 0, 0]
    assert len({key["encrypt_key"] for key in told}) == 3


def test_the_phone_and_the_backend_see_the_same_encrypt_key() -> None:
    stage = Stage()
    session = stage.session()
    phone = stage.do("phone.getLatestUserKey", user="alice")
    (key,) = keys(stage, session)
    assert (phone["encryptKey"], phone["iv"], phone["version"]) == (key["encrypt_key"], key["iv"], key["version"])
    assert phone["expireTime"] == key["create_time"] + 3600


def test_the_encrypt_key_can_be_asked_for_by_get_and_by_an_empty_post() -> None:
    stage = Stage()
    query = signed(stage.session()) | {"access_token": stage.token()}
    by_get, by_post = (stage.send(method, s.ENCRYPT_KEY, query) for method in ("GET", "POST"))
    assert by_get.json == by_post.json
    assert by_get.errcode == 0


@pytest.mark.parametrize(
    ("errcode", "wrong"),
    [(87009, {"signature": "0"}), (40003, {"openid": s.NO_OPENID}), (40001, {"access_token": "2"})],
)
def test_a_refusal_carries_an_empty_list_of_keys(errcode: int, wrong: dict[str, str]) -> None:
    stage = Stage()
    said = stage.ask(s.ENCRYPT_KEY, **signed(stage.session(), **wrong))
    assert said.errcode == errcode
    assert list(said.json) == ["errcode", "errmsg", "key_info_list"]
    assert said["key_info_list"] == []
    assert said.body.endswith(b',"key_info_list":[]}')


def test_a_key_that_is_never_used_dies_after_three_days() -> None:
    stage = Stage()
    session = stage.session()
    stage.wait(3 * DAY - SECOND)
    assert stage.ask(s.CHECKSESSION, **signed(session)).errcode == 0
    stage.wait(SECOND)
    assert stage.ask(s.CHECKSESSION, **signed(session)).errcode == 87009
