"""wx.getUserInfo and wx.getUserProfile across the dates at which Tencent recalled the profile."""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode

import pytest

from mockwx.verbs import VerbError

from .phones import ALICE, Phones, opened

BEFORE_RECALL = "2021-04-28T23:59:59+08:00"
RECALLED = "2021-04-29T00:00:00+08:00"
BEFORE_PLACE = "2021-10-19T23:59:59+08:00"
PLACELESS = "2021-10-20T00:00:00+08:00"
BEFORE_GREY = "2022-11-08T23:59:59+08:00"
GREY = "2022-11-09T00:00:00+08:00"
DESC = "用于完善会员资料"

ANONYMOUS = (
    '{"nickName":"微信用户","gender":0,"language":"","city":"","province":"","country":"","avatarUrl":"https://thirdwx.'
    "qlogo.cn/mmopen/vi_32/POgEwh4mIHO4nibH0KlMECNjjGxQUq24ZEaGT4poC6icRiccVGKSyXwibcPq4BWmiaIGuG1icwxaQX6grC9VemZoJ8rg"
    '/132"}'
)
REAL = (
    '{"nickName":"小明","gender":2,"language":"zh_CN","city":"Guangzhou","province":"Guangdong","country":"China",'
    '"avatarUrl":"https://thirdwx.qlogo.cn/mmopen/vi_32/alice/132"}'
)
REAL_WITHOUT_PLACE = (
    '{"nickName":"小明","gender":0,"language":"zh_CN","city":"","province":"","country":"",'
    '"avatarUrl":"https://thirdwx.qlogo.cn/mmopen/vi_32/alice/132"}'
)
ALL_KEYS = ["userInfo", "rawData", "signature", "encryptedData", "iv", "cloudID", "errMsg"]


def info(phones: Phones, **args: object) -> dict[str, object]:
    return phones.do("phone.getUserInfo", user="alice", **args)


def profile(phones: Phones, **args: object) -> dict[str, object]:
    return phones.do("phone.getUserProfile", user="alice", **{"desc": DESC, **args})


@pytest.mark.parametrize(
    ("at", "raw"),
    [
        ("2020-01-01T08:00:00+08:00", REAL),
        (BEFORE_RECALL, REAL),
        (RECALLED, ANONYMOUS),
        ("2021-06-02T08:00:00+08:00", ANONYMOUS),
        (PLACELESS, ANONYMOUS),
        (GREY, ANONYMOUS),
    ],
)
def test_getUserInfo_is_anonymous_from_29_april_2021(at: str, raw: str) -> None:
    told = info(Phones(at))
    assert told["rawData"] == raw
    assert told["userInfo"] == json.loads(raw)
    assert told["errMsg"] == "getUserInfo:ok"


@pytest.mark.parametrize(
    ("at", "raw"),
    [
        (BEFORE_RECALL, REAL),
        (RECALLED, REAL),
        (BEFORE_PLACE, REAL),
        (PLACELESS, REAL_WITHOUT_PLACE),
        (BEFORE_GREY, REAL_WITHOUT_PLACE),
        (GREY, ANONYMOUS),
        ("2026-01-01T08:00:00+08:00", ANONYMOUS),
    ],
)
def test_getUserProfile_loses_the_place_in_2021_and_the_name_in_2022(at: str, raw: str) -> None:
    told = profile(Phones(at))
    assert told["rawData"] == raw
    assert told["userInfo"] == json.loads(raw)
    assert told["errMsg"] == "getUserProfile:ok"


@pytest.mark.parametrize(("version", "raw"), [("2.27.0", REAL_WITHOUT_PLACE), ("2.27.1", ANONYMOUS), ("2.9.5", None)])
def test_an_old_base_library_keeps_the_real_profile(version: str, raw: str | None) -> None:
    phones = Phones("2026-01-01T08:00:00+08:00", base_library=version)
    if raw is None:
        with pytest.raises(VerbError, match=r"2\.10\.4"):
            profile(phones)
    else:
        assert profile(phones)["rawData"] == raw


def test_an_old_base_library_does_not_bring_getUserInfo_back() -> None:
    assert info(Phones(GREY, base_library="2.27.0"))["rawData"] == ANONYMOUS


@pytest.mark.parametrize("tell", [info, profile])
@pytest.mark.parametrize("at", [BEFORE_RECALL, PLACELESS, GREY])
def test_after_a_login_all_fields_come_in_their_order(tell: object, at: str) -> None:
    phones = Phones(at)
    phones.log_in()
    told = tell(phones)
    assert list(told) == ALL_KEYS
    assert len(b64decode(told["iv"])) == 16
    assert len(b64decode(told["encryptedData"])) % 16 == 0


@pytest.mark.parametrize("tell", [info, profile])
def test_without_a_login_there_is_nothing_signed_or_sealed(tell: object) -> None:
    assert list(tell(Phones())) == ["userInfo", "rawData", "errMsg"]


def test_withCredentials_false_leaves_out_what_is_signed_and_sealed() -> None:
    phones = Phones()
    phones.log_in()
    assert list(info(phones, withCredentials=False)) == ["userInfo", "rawData", "errMsg"]


@pytest.mark.parametrize("tell", [info, profile])
@pytest.mark.parametrize("at", [BEFORE_RECALL, PLACELESS, GREY])
def test_the_signature_is_the_sha1_of_rawData_and_session_key(tell: object, at: str) -> None:
    phones = Phones(at)
    session = phones.log_in()
    told = tell(phones)
    signed = (told["rawData"] + session["session_key"]).encode()
    assert told["signature"] == hashlib.sha1(signed, usedforsecurity=False).hexdigest()


@pytest.mark.parametrize(("at", "raw"), [(BEFORE_RECALL, REAL), (RECALLED, ANONYMOUS), (GREY, ANONYMOUS)])
def test_getUserInfo_seals_openId_rawData_unionId_and_the_watermark(at: str, raw: str) -> None:
    phones = Phones(at)
    session = phones.log_in()
    watermark = f'"watermark":{{"timestamp":{phones.at // 1000},"appid":"{phones.app.appid}"}}'
    expected = f'{{"openId":"{session["openid"]}",{raw[1:-1]},"unionId":"{session["unionid"]}",{watermark}}}'
    assert opened(info(phones), session) == expected


def test_getUserInfo_seals_no_unionId_where_the_app_has_no_owner() -> None:
    phones = Phones(owner=None)
    session = phones.log_in()
    names = list(json.loads(opened(info(phones), session)))
    assert (names[0], names[-1]) == ("openId", "watermark")
    assert "unionId" not in names


@pytest.mark.parametrize(("at", "raw"), [(RECALLED, REAL), (PLACELESS, REAL_WITHOUT_PLACE), (GREY, ANONYMOUS)])
def test_getUserProfile_seals_neither_openId_nor_unionId(at: str, raw: str) -> None:
    phones = Phones(at)
    session = phones.log_in()
    watermark = f'"watermark":{{"timestamp":{phones.at // 1000},"appid":"{phones.app.appid}"}}'
    assert opened(profile(phones), session) == f"{raw[:-1]},{watermark}}}"


def test_every_sealing_begins_with_another_iv() -> None:
    phones = Phones()
    phones.log_in()
    told = [info(phones) for _ in range(20)]
    assert len({each["iv"] for each in told}) == len({each["encryptedData"] for each in told}) == 20


@pytest.mark.parametrize(
    ("deny", "text"),
    [
        (True, "getUserInfo:fail auth deny"),
        ("deny", "getUserInfo:fail auth deny"),
        ("invalid_scope", "getUserInfo:fail 系统错误，错误码：-12001,invalid scope"),
        ("scope", "getUserInfo:fail scope unauthorized"),
    ],
)
def test_getUserInfo_could_be_denied_before_the_recall(deny: object, text: str) -> None:
    assert info(Phones(BEFORE_RECALL), deny=deny) == {"errMsg": text}


def test_since_the_recall_nobody_is_asked_so_nobody_can_deny_getUserInfo() -> None:
    assert info(Phones(RECALLED), deny=True)["errMsg"] == "getUserInfo:ok"
    denied = info(Phones(RECALLED), deny="privacy")
    assert denied == {"errMsg": "getUserInfo: fail privacy permission is not authorized", "errno": 104}


@pytest.mark.parametrize(
    ("deny", "text", "errno"),
    [
        (True, "getUserProfile:fail auth deny", {}),
        ("no_tap", "getUserProfile:fail can only be invoked by user TAP gesture.", {}),
        ("privacy", "getUserProfile:fail privacy permission is not authorized", {"errno": 104}),
        ("privacy_scope", "getUserProfile:fail api scope is not declared in the privacy agreement", {"errno": 112}),
    ],
)
@pytest.mark.parametrize("at", [BEFORE_RECALL, GREY])
def test_getUserProfile_can_always_be_denied(at: str, deny: object, text: str, errno: dict[str, int]) -> None:
    assert profile(Phones(at), deny=deny) == {"errMsg": text} | errno


@pytest.mark.parametrize(("desc", "ok"), [(None, False), ("会", True), ("会" * 30, True), ("会" * 31, False)])
def test_getUserProfile_wants_to_know_what_for_in_1_to_30_characters(desc: str | None, ok: bool) -> None:
    told = profile(Phones(), desc=desc)
    failed = {"errMsg": "getUserProfile:fail desc length does not meet the requirements"}
    assert told["errMsg"] == "getUserProfile:ok" if ok else told == failed


def test_lang_is_told_until_october_2021_and_is_zh_CN_afterwards() -> None:
    assert info(Phones(BEFORE_RECALL), lang="en")["userInfo"]["language"] == "en"
    assert profile(Phones(BEFORE_PLACE), lang="zh_TW")["userInfo"]["language"] == "zh_TW"
    assert profile(Phones(PLACELESS), lang="en")["userInfo"]["language"] == "zh_CN"


def test_a_person_is_the_same_whenever_they_are_asked() -> None:
    phones = Phones(BEFORE_RECALL)
    first = phones.do("phone.getUserInfo", user="somebody")["userInfo"]
    assert phones.do("phone.getUserInfo", user="somebody")["userInfo"] == first
    assert phones.do("phone.getUserInfo", user="somebody else")["userInfo"] != first
    assert Phones(BEFORE_RECALL).do("phone.getUserInfo", user="somebody")["userInfo"] == first
    assert first["gender"] in (1, 2)
    assert first["nickName"] != ALICE.nickname
