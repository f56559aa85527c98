"""wechatpy 1.8, unmodified: what it sends, keeps and raises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from wechatpy.crypto import WeChatWxaCrypto
from wechatpy.exceptions import APILimitedException, InvalidAppIdException, WeChatClientException

if TYPE_CHECKING:
    from mockwx import MockWx

    from .conftest import Redirected


def refused(wechat: Redirected, code: str) -> int:
    with pytest.raises(WeChatClientException) as caught:
        wechat.wxa.code_to_session(code)
    return int(caught.value.errcode)


def phone_number(wechat: Redirected, mockwx: MockWx, code: str) -> Any:
    found = wechat.post(f"{mockwx.url}/wxa/business/getuserphonenumber", data={"code": code})
    return found["phone_info"]["phoneNumber"]


def opened(mockwx: MockWx, session_key: str, sealed: dict[str, Any]) -> Any:
    crypto = WeChatWxaCrypto(session_key, sealed["iv"], mockwx.app.appid)
    return crypto.decrypt_message(sealed["encryptedData"])


def test_a_login_gives_openid_unionid_and_session_key(mockwx: MockWx, wechat: Redirected) -> None:
    alice = mockwx.user("alice")
    found = wechat.wxa.code_to_session(alice.login())
    assert list(found) == ["session_key", "openid", "unionid"]
    assert (found["openid"], found["unionid"]) == (alice.openid(), alice.unionid())


def test_a_login_fetches_a_token_first_and_sends_it_along_which_is_tolerated(
    mockwx: MockWx, wechat: Redirected
) -> None:
    wechat.wxa.code_to_session(mockwx.login("alice"))
    assert [call.api for call in mockwx.calls()] == ["token", "code2session"]
    (login,) = mockwx.calls("code2session")
    assert "access_token" in login.request["query"]


def test_a_token_is_fetched_once_and_kept(mockwx: MockWx, wechat: Redirected) -> None:
    for user in ("alice", "bob", "carol"):
        wechat.wxa.code_to_session(mockwx.login(user))
        phone_number(wechat, mockwx, mockwx.user(user).get_phone_number()["code"])
    mockwx.verify("token", count=1)
    assert {call.errcode for call in mockwx.calls()} == {0}


def test_a_revoked_token_is_answered_40001_and_fetched_anew(mockwx: MockWx, wechat: Redirected) -> None:
    alice = mockwx.user("alice")
    wechat.fetch_access_token()
    mockwx.revoke_token()
    assert phone_number(wechat, mockwx, alice.get_phone_number()["code"]) == "13800000001"
    assert [(call.api, call.errcode) for call in mockwx.calls()] == [
        ("token", 0),
        ("getuserphonenumber", 40001),
        ("token", 0),
        ("getuserphonenumber", 0),
    ]


def test_a_token_that_expired_is_answered_42001_and_fetched_anew(mockwx: MockWx, wechat: Redirected) -> None:
    wechat.fetch_access_token()
    mockwx.advance("2h")
    assert phone_number(wechat, mockwx, mockwx.user("bob").get_phone_number()["code"]) == "13800000002"
    assert [call.errcode for call in mockwx.calls("getuserphonenumber")] == [42001, 0]


def test_a_made_up_code_is_40029(wechat: Redirected) -> None:
    assert refused(wechat, "the code is a mock one") == 40029


def test_a_code_of_five_minutes_and_a_second_is_40029(mockwx: MockWx, wechat: Redirected) -> None:
    code = mockwx.login("alice")
    mockwx.advance("5m1s")
    assert refused(wechat, code) == 40029


def test_a_code_used_twice_is_40163(mockwx: MockWx, wechat: Redirected) -> None:
    code = mockwx.login("alice")
    wechat.wxa.code_to_session(code)
    assert refused(wechat, code) == 40163


def test_an_unknown_appid_is_40013(mockwx: MockWx, wechat: Redirected) -> None:
    wechat.fetch_access_token()  # kept under the true appid's name
    wechat.session.set("wx0000000000000000_access_token", wechat.access_token)
    wechat.appid = "wx0000000000000000"
    assert refused(wechat, mockwx.login("alice")) == 40013


def test_a_wrong_secret_is_40125_and_already_the_token_says_so(mockwx: MockWx, wechat: Redirected) -> None:
    wechat.secret = "mockwx-secret-wrong"
    assert refused(wechat, mockwx.login("alice")) == 40125
    assert [(call.api, call.errcode) for call in mockwx.calls()] == [("token", 40125)]


@pytest.mark.parametrize("errcode", [-1, 45011, 40226])
def test_what_wechat_is_told_to_refuse_arrives_as_an_exception(
    mockwx: MockWx, wechat: Redirected, errcode: int
) -> None:
    mockwx.refuse("code2session", errcode, times=1)
    code = mockwx.login("alice")
    assert refused(wechat, code) == errcode
    assert wechat.wxa.code_to_session(code)["openid"] == mockwx.user("alice").openid()


def test_a_used_up_day_is_its_own_exception(mockwx: MockWx, wechat: Redirected) -> None:
    mockwx.refuse("code2session", 45009)
    with pytest.raises(APILimitedException):
        wechat.wxa.code_to_session(mockwx.login("alice"))


@pytest.mark.mockwx(
    {
        "clock": {"start": "2021-04-01T08:00:00+08:00"},
        "users": {
            "ming": {"nickname": "小明🐼/“引号”"},
            "emoji": {"nickname": "👨‍👩‍👧‍👦 A/B \\ ünï"},
        },
    }
)
@pytest.mark.parametrize(("user", "nickname"), [("ming", "小明🐼/“引号”"), ("emoji", "👨‍👩‍👧‍👦 A/B \\ ünï")])
def test_nicknames_come_out_of_sealed_data_unbroken(
    mockwx: MockWx, wechat: Redirected, user: str, nickname: str
) -> None:
    phone = mockwx.user(user)
    session = wechat.wxa.code_to_session(phone.login())
    found = opened(mockwx, session["session_key"], phone.get_user_info())
    assert found["nickName"] == nickname
    assert found["openId"] == session["openid"]


def test_a_sealed_phone_number_opens_with_the_session_key(mockwx: MockWx, wechat: Redirected) -> None:
    alice = mockwx.user("alice")
    session = wechat.wxa.code_to_session(alice.login())
    found = opened(mockwx, session["session_key"], alice.get_phone_number())
    assert (found["purePhoneNumber"], found["countryCode"]) == ("13800000001", "86")


def test_a_sealed_phone_number_does_not_open_with_the_key_before(mockwx: MockWx, wechat: Redirected) -> None:
    alice = mockwx.user("alice")
    session = wechat.wxa.code_to_session(alice.login())
    alice.rotate_session_key()
    with pytest.raises((ValueError, KeyError, TypeError)):
        opened(mockwx, session["session_key"], alice.get_phone_number())


def test_sealed_data_of_another_app_is_noticed_by_its_watermark(mockwx: MockWx, wechat: Redirected) -> None:
    alice = mockwx.user("alice")
    session = wechat.wxa.code_to_session(alice.login())
    sealed = alice.get_phone_number()
    crypto = WeChatWxaCrypto(session["session_key"], sealed["iv"], "wx0000000000000000")
    with pytest.raises(InvalidAppIdException):
        crypto.decrypt_message(sealed["encryptedData"])


def test_a_paid_unionid_is_found_for_five_minutes(mockwx: MockWx, wechat: Redirected) -> None:
    alice = mockwx.user("alice")
    alice.login()
    paid = alice.pay()
    found = wechat.wxa.get_paid_unionid(alice.openid(), transaction_id=paid["transaction_id"])
    assert found == alice.unionid()
