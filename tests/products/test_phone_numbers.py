"""getuserphonenumber and checkencryptedmsg: the number, its code and its sealed twin."""

from __future__ import annotations

import re
from hashlib import sha256

from mockwx.core.people.accounts import User

from . import stage as s
from .stage import CAFE, DAY, SECOND, Stage


def digest(data: dict[str, object]) -> str:
    return sha256(str(data["encryptedData"]).encode()).hexdigest()


def test_a_chinese_number_has_no_area_code_and_its_country_code_is_a_string() -> None:
    stage = Stage(users=(User("alice", phone="13800000001"),))
    said = stage.tell(s.PHONE, {"code": stage.phone_code()})
    assert said.body.decode() == (
        '{"errcode":0,"errmsg":"ok","phone_info":{"phoneNumber":"13800000001","purePhoneNumber":"13800000001",'
        f'"countryCode":"86","watermark":{{"timestamp":{s.START // 1000},"appid":"{stage.app.appid}"}}}}}}'
    )


def test_a_foreign_number_has_its_area_code_in_front() -> None:
    stage = Stage(users=(User("erin", phone="4155550100", country_code="1"),))
    number = stage.tell(s.PHONE, {"code": stage.phone_code("erin")})["phone_info"]
    assert number["phoneNumber"].endswith("4155550100")
    assert number["phoneNumber"] != number["purePhoneNumber"] == "4155550100"
    assert "1" in number["phoneNumber"].removesuffix("4155550100")
    assert number["countryCode"] == "1"
    assert type(number["countryCode"]) is str


def test_a_phone_code_is_good_for_299_seconds() -> None:
    stage = Stage()
    code = stage.phone_code()
    stage.wait(299 * SECOND)
    assert stage.tell(s.PHONE, {"code": code}).errcode == 0


def test_a_phone_code_is_gone_at_exactly_300_seconds() -> None:
    stage = Stage()
    code = stage.phone_code()
    stage.wait(300 * SECOND)
    assert stage.tell(s.PHONE, {"code": code}).errcode == 40029


def test_a_used_phone_code_is_invalid_and_not_used() -> None:
    stage = Stage()
    code = stage.phone_code()
    assert stage.tell(s.PHONE, {"code": code}).errcode == 0
    said = stage.tell(s.PHONE, {"code": code})
    assert said.errcode == 40029
    assert re.fullmatch(r"invalid code hint: \[[\w.-]{12,17}\] rid: [0-9a-f-]{26}", said["errmsg"])


def test_a_login_code_buys_no_phone_number_and_stays_good_for_a_login() -> None:
    stage = Stage()
    code = stage.login()
    assert stage.tell(s.PHONE, {"code": code}).errcode == 40029
    assert stage.exchange(code).errcode == 0


def test_a_body_without_a_code_is_an_invalid_code() -> None:
    stage = Stage()
    for given in ({}, {"code": ""}, {"code": None}, {"Code": stage.phone_code()}):
        assert stage.tell(s.PHONE, given).errcode == 40029


def test_a_phone_code_of_another_app_is_an_invalid_appid_and_is_not_spent() -> None:
    stage = Stage(CAFE)
    code = stage.phone_code(app="cafe")
    assert stage.tell(s.PHONE, {"code": code}).errcode == 40013
    theirs = stage.fetch(appid=CAFE.appid, secret=CAFE.secret)["access_token"]
    assert stage.post(s.PHONE, {"code": code}, access_token=theirs).errcode == 0


def test_an_openid_beside_the_code_must_be_the_same_user_s() -> None:
    stage = Stage()
    alice, bob = stage.session("alice")["openid"], stage.session("bob")["openid"]
    code = stage.phone_code("alice")
    assert stage.tell(s.PHONE, {"code": code, "openid": bob}).errcode == 40003
    assert stage.tell(s.PHONE, {"code": code, "openid": alice}).errcode == 0


def test_no_phone_code_comes_twice_while_the_clock_stands_still() -> None:
    stage = Stage()
    codes = {stage.phone_code() for _ in range(100)}
    assert len(codes) == 100


def test_sealed_phone_data_is_known_for_three_days_and_the_answer_is_spelt_vaild() -> None:
    stage = Stage()
    stage.session()
    data = stage.do("phone.getPhoneNumber", user="alice")
    stage.wait(SECOND)
    said = stage.tell(s.CHECK_MSG, {"encrypted_msg_hash": digest(data)})
    assert said.json == {"errcode": 0, "errmsg": "ok", "vaild": True, "create_time": s.START // 1000}
    stage.wait(3 * DAY - 2 * SECOND)
    assert stage.tell(s.CHECK_MSG, {"encrypted_msg_hash": digest(data)}).errcode == 0
    stage.wait(SECOND)
    said = stage.tell(s.CHECK_MSG, {"encrypted_msg_hash": digest(data)})
    assert said.errcode == 1
    assert said["errmsg"].startswith("data not exit rid: ")


def test_an_upper_case_hash_is_the_same_hash() -> None:
    stage = Stage()
    stage.session()
    data = stage.do("phone.getPhoneNumber", user="alice")
    assert stage.tell(s.CHECK_MSG, {"encrypted_msg_hash": digest(data).upper()}).errcode == 0


def test_only_phone_data_is_known_by_its_hash_and_only_to_its_app() -> None:
    stage = Stage(CAFE)
    stage.session()
    info = stage.do("phone.getUserInfo", user="alice")
    assert stage.tell(s.CHECK_MSG, {"encrypted_msg_hash": digest(info)}).errcode == 1
    data = stage.do("phone.getPhoneNumber", user="alice")
    theirs = stage.fetch(appid=CAFE.appid, secret=CAFE.secret)["access_token"]
    assert stage.post(s.CHECK_MSG, {"encrypted_msg_hash": digest(data)}, access_token=theirs).errcode == 1
