"""The getPhoneNumber and chooseAvatar buttons, the nickname field and the user's encrypt key."""

from __future__ import annotations

import re

import pytest

from mockwx.core.people.sessions import KeyPolicy
from mockwx.verbs import VerbError

from .phones import HOUR, MINUTE, Phones, opened


def number(phones: Phones, **args: object) -> dict[str, object]:
    return phones.do("phone.getPhoneNumber", user="alice", **args)


def test_after_a_login_a_tap_gives_code_and_sealed_number() -> None:
    phones = Phones()
    session = phones.log_in()
    told = number(phones)
    assert list(told) == ["errMsg", "code", "encryptedData", "iv", "cloudID"]
    assert told["errMsg"] == "getPhoneNumber:ok"
    assert re.fullmatch(r"[0-9a-f]{64}", str(told["code"]))
    assert opened(told, session) == (
        '{"phoneNumber":"13800000001","purePhoneNumber":"13800000001","countryCode":"86",'
        f'"watermark":{{"timestamp":{phones.at // 1000},"appid":"{phones.app.appid}"}}}}'
    )


def test_without_a_login_a_tap_gives_the_code_alone() -> None:
    assert list(number(Phones())) == ["errMsg", "code"]


def test_with_an_expired_session_a_tap_gives_the_code_alone() -> None:
    phones = Phones(key_policy=KeyPolicy(idle=HOUR))
    phones.log_in()
    phones.wait(HOUR)
    assert list(number(phones)) == ["errMsg", "code"]


@pytest.mark.parametrize(("version", "has_code"), [("2.21.1", False), ("2.21.2", True), ("2.9.9", False)])
def test_the_code_comes_with_base_library_2_21_2(version: str, has_code: bool) -> None:
    phones = Phones(base_library=version)
    phones.log_in()
    told = number(phones)
    assert ("code" in told) is has_code
    assert "encryptedData" in told


def test_phone_codes_differ_while_the_clock_stands_still() -> None:
    phones = Phones()
    assert len({number(phones)["code"] for _ in range(100)}) == 100


def test_data_sealed_before_a_rotation_opens_with_the_old_key_only() -> None:
    phones = Phones()
    session = phones.log_in()
    before = number(phones)
    phones.do("wechat.rotate_session_key", user="alice")
    after = number(phones)
    assert "13800000001" in opened(before, session)
    with pytest.raises(ValueError):
        opened(after, session)


@pytest.mark.parametrize(
    ("deny", "told"),
    [
        (True, {"errMsg": "getPhoneNumber:fail user deny"}),
        ("cancel_bind", {"errMsg": "getPhoneNumber:fail:cancel to bind phone"}),
        ("cancel_login", {"errMsg": "getPhoneNumber:fail:cancel to confirm login"}),
        ("no_permission", {"errMsg": "getPhoneNumber:fail no permission"}),
        ("jsapi", {"errMsg": "operateWXData:fail jsapi has no permission", "errno": 102}),
        ("privacy", {"errMsg": "getPhoneNumber:fail privacy permission is not authorized", "errno": 104}),
        (
            "privacy_scope",
            {"errMsg": "getPhoneNumber:fail api scope is not declared in the privacy agreement", "errno": 112},
        ),
        ("quota", {"errMsg": "getPhoneNumber:fail", "errno": 1400001}),
        ("cancel", {"errMsg": "getPhoneNumber:fail:user cancel"}),
        ("not_bound", {"errMsg": "getPhoneNumber:fail 用户未绑定手机，请先在微信客户端进行绑定后重试"}),
        (
            "not_verified",
            {"errMsg": "getPhoneNumber:fail 用户绑定的手机需要进行验证，请在客户端完成短信验证步骤"},
        ),
    ],
)
def test_a_denied_tap_gives_no_code(deny: object, told: dict[str, object]) -> None:
    phones = Phones()
    phones.log_in()
    assert number(phones, deny=deny) == told


@pytest.mark.parametrize(
    ("at", "text"),
    [
        ("2017-12-31T12:00:00+08:00", "getPhoneNumber:user deny"),
        ("2018-01-01T12:00:00+08:00", "getPhoneNumber:fail:user deny"),
        ("2019-12-31T12:00:00+08:00", "getPhoneNumber:fail:user deny"),
        ("2020-01-01T12:00:00+08:00", "getPhoneNumber:fail user deny"),
    ],
)
def test_a_refusal_was_spelt_otherwise_in_the_older_years(at: str, text: str) -> None:
    assert number(Phones(at), deny=True) == {"errMsg": text}


def test_a_personal_account_was_told_in_other_words_in_the_older_years() -> None:
    told = number(Phones("2019-12-31T12:00:00+08:00", verified=False))
    assert told == {"errMsg": "getPhoneNumber:fail 该 appid 没有权限"}


@pytest.mark.parametrize(("base_library", "told"), [("2.23.4", False), ("2.24.0", True)])
def test_a_failure_has_an_errno_from_base_library_2_24_0_on(base_library: str, told: bool) -> None:
    assert ("errno" in number(Phones(base_library=base_library), deny="privacy")) is told


# getRealtimePhoneNumber


def test_a_realtime_number_is_a_code_for_the_same_api_and_nothing_sealed() -> None:
    phones = Phones()
    phones.log_in()
    told = phones.do("phone.getRealtimePhoneNumber", user="alice")
    assert list(told) == ["code", "errMsg"]
    query, given = {"access_token": phones.token()}, {"code": told["code"]}
    answer = phones.ask("/wxa/business/getuserphonenumber", query, given)
    assert answer["phone_info"]["purePhoneNumber"] == "13800000001"


def test_each_button_has_a_quota_of_its_own_and_only_successes_are_charged() -> None:
    phones = Phones(phone_number_calls=1, realtime_phone_number_calls=2)
    number(phones, deny=True)
    assert [number(phones).get("errno", 0) for _ in range(2)] == [0, 1400001]
    realtime = [phones.do("phone.getRealtimePhoneNumber", user="alice") for _ in range(3)]
    assert [each.get("errno", 0) for each in realtime] == [0, 0, 1400001]
    assert "code" not in realtime[2]


def test_deny_false_is_no_denial() -> None:
    assert number(Phones(), deny=False)["errMsg"] == "getPhoneNumber:ok"


def test_a_personal_account_has_no_permission() -> None:
    assert number(Phones(verified=False)) == {"errMsg": "getPhoneNumber:fail no permission"}


# chooseAvatar


def test_an_avatar_is_a_path_on_the_phone_and_another_one_each_time() -> None:
    phones = Phones()
    told = [phones.do("phone.chooseAvatar", user="alice") for _ in range(10)]
    assert all(re.fullmatch(r"wxfile://tmp_[0-9a-f]{32}\.jpg", each["avatarUrl"]) for each in told)
    assert len({each["avatarUrl"] for each in told}) == 10
    assert {each["errMsg"] for each in told} == {"chooseAvatar:ok"}
    assert told[0]["picture"] == "/_mockwx/phone/pictures/" + told[0]["avatarUrl"].removeprefix("wxfile://")


@pytest.mark.parametrize(
    ("deny", "text"),
    [
        (True, "chooseAvatar:fail cancel"),
        ("in_progress", "chooseAvatar:fail another chooseAvatar is in progress"),
        ("timeout", "chooseAvatar:fail timeout"),
    ],
)
def test_a_cancelled_avatar_has_no_path(deny: object, text: str) -> None:
    assert Phones().do("phone.chooseAvatar", user="alice", deny=deny) == {"errMsg": text}


def test_chooseAvatar_comes_with_base_library_2_21_2() -> None:
    with pytest.raises(VerbError, match=r"2\.21\.2"):
        Phones(base_library="2.21.1").do("phone.chooseAvatar", user="alice")
    assert "avatarUrl" in Phones(base_library="2.21.2").do("phone.chooseAvatar", user="alice")


# nickname


def typed(version: str = "3.8.0", **args: object) -> dict[str, object]:
    return Phones(base_library=version).do("phone.nickname", user="alice", **args)


def test_the_user_s_own_nickname_is_offered() -> None:
    assert typed() == {"value": "小明", "detail": {"pass": True, "timeout": False}}


def test_a_typed_nickname_is_submitted_after_its_review() -> None:
    assert typed(value="老王") == {"value": "老王", "detail": {"pass": True, "timeout": False}}


def test_a_refused_nickname_is_cleared() -> None:
    assert typed(**{"value": "老王", "pass": False}) == {"value": "", "detail": {"pass": False, "timeout": False}}


def test_a_late_review_leaves_the_text_and_does_not_pass() -> None:
    assert typed(value="老王", timeout=True) == {"value": "老王", "detail": {"pass": False, "timeout": True}}


def test_before_base_library_2_24_4_nothing_is_reviewed() -> None:
    assert typed("2.24.3", value="老王") == {"value": "老王"}
    assert typed("2.24.3", **{"value": "老王", "pass": False}) == {"value": "老王"}
    assert "detail" in typed("2.24.4", value="老王")


# getLatestUserKey


def test_the_encrypt_key_lives_an_hour_and_then_gets_the_next_version() -> None:
    phones = Phones()
    first = phones.do("phone.getLatestUserKey", user="alice")
    assert list(first) == ["encryptKey", "iv", "version", "expireTime", "errMsg"]
    assert first["errMsg"] == "getLatestUserKey:ok"
    assert (first["version"], first["expireTime"]) == (1, phones.at // 1000 + 3600)
    phones.wait(HOUR - 1)
    assert phones.do("phone.getLatestUserKey", user="alice") == first
    phones.wait(1)
    second = phones.do("phone.getLatestUserKey", user="alice")
    assert second["version"] == 2
    assert second["encryptKey"] != first["encryptKey"]


def test_getLatestUserKey_comes_with_base_library_2_17_3() -> None:
    with pytest.raises(VerbError, match=r"2\.17\.3"):
        Phones(base_library="2.17.2").do("phone.getLatestUserKey", user="alice")
    assert Phones(base_library="2.17.3").do("phone.getLatestUserKey", user="alice")["version"] == 1


def test_base_libraries_are_compared_by_number_and_not_by_letter() -> None:
    phones = Phones(base_library="2.9.5")
    phones.wait(MINUTE)
    with pytest.raises(VerbError, match=r"2\.9\.5"):
        phones.do("phone.getLatestUserKey", user="alice")
