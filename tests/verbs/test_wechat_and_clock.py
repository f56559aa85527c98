"""What WeChat does by itself, what time does, and that a verb that cannot be done changes nothing."""

from __future__ import annotations

import pytest

from mockwx.verbs import VERBS, VerbError

from .phones import CAFE, HOUR, MINUTE, SECOND, TODAY, Phones, frozen_state

# wechat.*


def test_a_rotation_tells_how_many_keys_there_have_been() -> None:
    phones = Phones()
    session = phones.log_in()
    told = phones.do("wechat.rotate_session_key", user="alice")
    assert told == {"user": "alice", "app": "shop", "generation": 2}
    assert phones.log_in()["session_key"] != session["session_key"]


def test_a_rotation_without_a_session_is_a_conflict() -> None:
    with pytest.raises(VerbError) as caught:
        Phones().do("wechat.rotate_session_key", user="alice")
    assert (caught.value.status, caught.value.where) == (409, "user")
    assert "phone.login" in caught.value.what


@pytest.mark.parametrize(
    ("fetches", "plain", "stable"),
    [("token", 40001, 0), ("stable_token", 0, 0), ("stable_token_forced", 0, 40001)],
)
def test_another_holder_touches_one_kind_of_token(fetches: str, plain: int, stable: int) -> None:
    phones = Phones()
    secret = str(phones.app.secret)
    given = {"grant_type": "client_credential", "appid": phones.app.appid, "secret": secret}
    tokens = [phones.token(), phones.ask("/cgi-bin/stable_token", given=given)["access_token"]]
    phones.wait(MINUTE)
    assert phones.do("wechat.other_holder", fetches=fetches) == {"app": "shop", "fetches": fetches}
    phones.wait(5 * MINUTE)
    assert [phones.works(each) for each in tokens] == [plain, stable]


def test_another_holder_fetches_by_token_where_nothing_is_said() -> None:
    assert Phones().do("wechat.other_holder") == {"app": "shop", "fetches": "token"}


def test_revoked_tokens_are_counted_and_dead() -> None:
    phones = Phones()
    token = phones.token()
    assert phones.do("wechat.revoke_token") == {"app": "shop", "revoked": 1}
    assert phones.works(token) == 40001
    assert phones.works(phones.token()) == 0


def test_a_user_is_blocked_and_let_in_again() -> None:
    phones = Phones()
    assert phones.do("wechat.block_user", user="alice") == {"user": "alice", "blocked": True}
    assert phones.log_in()["errcode"] == 40226
    assert phones.do("wechat.block_user", user="alice", blocked=False) == {"user": "alice", "blocked": False}
    assert "openid" in phones.log_in()


def test_payments_have_numbers_of_their_own() -> None:
    phones = Phones()
    paid = [phones.do("wechat.pay", user="alice") for _ in range(20)]
    assert list(paid[0]) == ["user", "app", "transaction_id", "mch_id", "out_trade_no"]
    assert len({each["transaction_id"] for each in paid}) == len({each["out_trade_no"] for each in paid}) == 20
    assert all(len(each["transaction_id"]) == 28 and each["transaction_id"].isdigit() for each in paid)


def test_a_payment_keeps_the_numbers_that_are_given() -> None:
    given = {"transaction_id": "4200001", "mch_id": "19", "out_trade_no": "order-1"}
    assert Phones().do("wechat.pay", user="alice", **given) == {"user": "alice", "app": "shop", **given}


# clock.*


def test_an_advance_moves_a_frozen_clock_and_leaves_it_frozen() -> None:
    phones = Phones()
    told = phones.do("clock.advance", by="5m1s", wall=999)
    assert told == {"at": "2026-01-01T08:05:01.000+08:00", "unix": phones.at // 1000 + 301, "mode": "frozen"}
    assert phones.world.clock.now(10**9) == phones.at + 301 * SECOND


def test_a_flowing_clock_goes_with_real_time_and_an_advance_adds_to_it() -> None:
    phones = Phones()
    assert phones.do("clock.flow", wall=HOUR)["mode"] == "flowing"
    assert phones.world.clock.now(HOUR) == phones.at
    assert phones.world.clock.now(HOUR + 7) == phones.at + 7
    told = phones.do("clock.advance", by="1m", wall=HOUR + 7)
    assert told["mode"] == "flowing"
    assert phones.world.clock.now(HOUR + 10) == phones.at + MINUTE + 10


def test_a_freeze_stops_the_clock_where_it_is() -> None:
    phones = Phones()
    phones.do("clock.flow", wall=0)
    assert phones.do("clock.freeze", wall=1234)["mode"] == "frozen"
    assert phones.world.clock.now(10**9) == phones.at + 1234


def test_a_clock_can_be_set_forward_and_back() -> None:
    phones = Phones()
    for at in ("2030-06-01T00:00:00+08:00", "2019-11-01T00:00:00+08:00"):
        assert phones.do("clock.set", at=at)["at"] == at.replace("+08:00", ".000+08:00")


def test_a_date_is_midnight_in_beijing() -> None:
    assert Phones().do("clock.set", at="2019-11-01")["at"] == "2019-11-01T00:00:00.000+08:00"


# Wrong arguments

WRONG = [
    ("phone.login", {}, "user"),
    ("phone.login", {"user": ""}, "user"),
    ("phone.login", {"user": 7}, "user"),
    ("phone.login", {"user": "new", "app": "shpo"}, "app"),
    ("phone.login", {"user": "new", "usr": "x"}, "usr"),
    ("phone.login", {"user": "new", "count": 0}, "count"),
    ("phone.login", {"user": "new", "count": "3"}, "count"),
    ("phone.login", {"user": "new", "people": 3}, "people"),
    ("phone.login", {"user": "x" * 1025}, "user"),
    ("phone.login", {"user": "alice", "key_holds": "="}, "key_holds"),
    ("phone.getPhoneNumber", {"user": "alice", "seal": "iv"}, "seal"),
    ("phone.getPhoneNumber", {"user": "alice", "seal": {}}, "seal"),
    ("phone.getPhoneNumber", {"user": "alice", "seal": {"flop": "iv"}}, "seal"),
    ("phone.getPhoneNumber", {"user": "alice", "seal": {"flip": "key"}}, "seal"),
    ("phone.getPhoneNumber", {"user": "alice", "seal": {"timestamp": "1d"}}, "seal"),
    ("phone.getPhoneNumber", {"user": "alice", "seal": {"timestamp": True}}, "seal"),
    ("phone.getUserInfo", {"user": "alice", "seal": {"key": "c2hvcnQ="}}, "seal"),
    ("phone.getUserInfo", {"user": "alice", "seal": {"appid": 7}}, "seal"),
    ("phone.getUserProfile", {"user": "alice", "seal": {"add": ["x"]}}, "seal"),
    ("phone.getUserProfile", {"user": "alice", "seal": {"drop": "watermark"}}, "seal"),
    ("phone.checkSession", {}, "user"),
    ("phone.getUserInfo", {"user": "new", "lang": "de"}, "lang"),
    ("phone.getUserInfo", {"user": "new", "withCredentials": "yes"}, "withCredentials"),
    ("phone.getUserInfo", {"user": "new", "deny": "no_tap"}, "deny"),
    ("phone.getUserProfile", {"user": "new", "deny": 1}, "deny"),
    ("phone.getPhoneNumber", {"user": "new", "deny": "never"}, "deny"),
    ("phone.login", {"count": 2, "deny": True}, "deny"),
    ("phone.getRealtimePhoneNumber", {"user": "new", "deny": "jsapi"}, "deny"),
    ("phone.getPrivacySetting", {}, "user"),
    ("phone.requirePrivacyAuthorize", {"user": "new", "deny": "privacy"}, "deny"),
    ("phone.onNeedPrivacyAuthorization", {"user": "new"}, "event"),
    ("phone.onNeedPrivacyAuthorization", {"user": "new", "event": "perhaps"}, "event"),
    ("phone.authorizeScope", {"user": "new", "scope": "userLocation"}, "scope"),
    ("phone.getSetting", {"user": "new", "app": "nobody"}, "app"),
    ("phone.openSetting", {"user": "new", "allow": "scope.camera"}, "allow"),
    ("phone.chooseAvatar", {"user": "new", "app": "nobody"}, "app"),
    ("phone.nickname", {"user": "new", "value": ""}, "value"),
    ("phone.getLatestUserKey", {"user": "new", "app": "nobody"}, "app"),
    ("phone.pluginLogin", {}, "user"),
    ("phone.qyLogin", {"user": "new"}, "app"),
    ("phone.donutLogin", {"user": "new"}, "app"),
    ("phone.donutLogin", {"user": "new", "type": "fingerprint"}, "type"),
    ("phone.scan", {"user": "new"}, "url"),
    ("phone.scan", {"user": "new", "url": "https://open.weixin.qq.com/connect/oauth2/authorize"}, "url"),
    ("phone.scan", {"user": "new", "url": "http://weixin.qq.com/q/02MOCK0123456789abcdef"}, "url"),
    ("phone.scan", {"user": "new", "url": "data:image/jpeg;base64,AAAA"}, "url"),
    ("phone.follow", {"user": "new", "app": "shop"}, "app"),
    ("phone.unfollow", {"user": "new"}, "app"),
    ("phone.send", {"user": "new"}, "text"),
    ("phone.callContainer", {"user": "new", "path": "/api/me"}, "path"),
    ("phone.callContainer", {"user": "new", "path": "https://www.example.com/"}, "path"),
    ("phone.callContainer", {"user": "new", "path": "http://127.0.0.1/", "header": {"a b": "c"}}, "header"),
    ("phone.callContainer", {"user": "new", "path": "http://127.0.0.1/", "header": ["a"]}, "header"),
    ("phone.callContainer", {"user": "new", "path": "http://127.0.0.1/", "owner": "nobody"}, "owner"),
    ("phone.callContainer", {"user": "new", "path": "http://127.0.0.1/", "source": "wx_http"}, "source"),
    ("phone.confirm", {"user": "new"}, "user"),
    ("phone.confirm", {"user": "new", "deliver": "twice"}, "deliver"),
    ("phone.deny", {"user": "new"}, "user"),
    ("wechat.rotate_session_key", {"user": "new"}, "user"),
    ("wechat.other_holder", {"fetches": "magic"}, "fetches"),
    ("wechat.revoke_token", {"app": "nobody"}, "app"),
    ("wechat.block_user", {"user": "new", "blocked": "no"}, "blocked"),
    ("wechat.change_password", {"user": 5}, "user"),
    ("phone.authorize", {"user": "new", "url": "ftp://x"}, "url"),
    ("phone.authorize", {"user": "new", "url": "https://x", "deliver": "thrice"}, "deliver"),
    ("phone.sendAuth", {"user": "new", "app": "nobody"}, "app"),
    ("wechat.pay", {"user": "new", "app": "nobody"}, "app"),
    ("wechat.push", {"event": "user_gone"}, "event"),
    ("wechat.review", {"suggest": "risky"}, "text"),
    ("wechat.review", {"text": "x", "label": 7}, "label"),
    ("wechat.push", {"event": "SCAN", "user": "new", "app": "shop", "send": False}, "app"),
    ("wechat.push", {"event": "user_authorization_revoke", "user": "new", "forge": "signature"}, "forge"),
    ("wechat.verify_url", {"app": "nobody"}, "app"),
    ("wechat.authorize_app", {"component": "nobody"}, "component"),
    ("wechat.unauthorize_app", {"app": "nobody"}, "app"),
    ("wechat.install_suite", {"corp": "nobody"}, "suite"),
    ("wechat.change_suite", {"suite": "nobody"}, "suite"),
    ("wechat.uninstall_suite", {"suite": "nobody"}, "suite"),
    ("wechat.reset_permanent_code", {"suite": "nobody"}, "suite"),
    ("clock.advance", {}, "by"),
    ("clock.advance", {"by": 61}, "by"),
    ("clock.advance", {"by": "-5m"}, "by"),
    ("clock.advance", {"by": "five minutes"}, "by"),
    ("clock.set", {"at": "2026-01-01T08:00:00"}, "at"),
    ("clock.set", {"at": "tomorrow"}, "at"),
    ("clock.freeze", {"at": "2026-01-01"}, "at"),
    ("clock.flow", {"by": "5m"}, "by"),
]


@pytest.mark.parametrize(("verb", "args", "where"), WRONG)
def test_a_wrong_argument_is_named_and_changes_nothing(verb: str, args: dict[str, object], where: str) -> None:
    phones, twin = Phones(TODAY, CAFE), Phones(TODAY, CAFE)
    assert phones.log_in() == twin.log_in()
    with pytest.raises(VerbError) as caught:
        phones.do(verb, **args)
    assert caught.value.where == where
    assert " | " in caught.value.what
    assert frozen_state(phones.world) == frozen_state(twin.world)
    # Codes are drawn from how many there have been, so the next one is the twin's.
    for following in ("phone.login", "phone.getPhoneNumber", "phone.getLatestUserKey", "wechat.pay"):
        assert phones.do(following, user="alice") == twin.do(following, user="alice")


def test_a_wrong_login_makes_no_app_where_any_app_is_welcome() -> None:
    phones = Phones(any_app=True)
    before = frozen_state(phones.world)
    with pytest.raises(VerbError):
        phones.do("phone.login", app="wx0123456789abcdef", people=3)
    assert frozen_state(phones.world) == before


def test_every_verb_has_a_wrong_call_above() -> None:
    assert VERBS.keys() - {verb for verb, _, _ in WRONG} == set(), (
        "tests/verbs/test_wechat_and_clock.py: add to WRONG a call that is refused, and which argument is wrong"
    )


def test_an_argument_that_is_null_is_as_good_as_absent() -> None:
    assert Phones().do("phone.login", user="alice", app=None, count=None)["errMsg"] == "login:ok"


def test_a_misspelt_argument_is_told_the_right_one() -> None:
    with pytest.raises(VerbError, match="did you mean 'user'"):
        Phones().do("phone.login", uesr="alice")
