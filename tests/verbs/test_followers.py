"""Followers of an official account: who follows, by which QR code they came, and what the account is told."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from typing import Any
from urllib.parse import quote

import pytest

from mockwx.core.pushes.requests import spelt
from mockwx.core.web.pictures import text_of
from mockwx.verbs import VerbError
from tests.products import stage as s
from tests.products.stage import MINUTE, SECOND, START, Said, Stage, official


def create(stage: Stage, **changes: Any) -> dict[str, Any]:
    body = {"expire_seconds": 600, "action_name": "QR_STR_SCENE", "action_info": {"scene": {"scene_str": "login-1"}}}
    return dict(stage.tell(s.QRCODE_CREATE, body | changes).json)


def about(stage: Stage, user: str = "alice") -> Said:
    app = stage.world.accounts.app_named("shop")
    assert app is not None
    return stage.ask(s.USER_INFO, openid=stage.world.accounts.openid(app, stage.world.accounts.user_made(user)))


def events(stage: Stage) -> list[tuple[str, str, bool]]:
    """What happened: event, EventKey, whether there was a Ticket."""
    found = []
    for push in stage.world.pushes.all():
        key = re.search(r"<EventKey><!\[CDATA\[(.*)]]></EventKey>", push.message)
        found.append((push.event, key[1] if key is not None else "-", "<Ticket>" in push.message))
    return found


# The QR code


def test_a_ticket_holds_the_url_the_time_and_the_life_as_published_tickets_do() -> None:
    stage = official()
    made = create(stage)
    assert list(made) == ["ticket", "expire_seconds", "url"]
    assert re.fullmatch(r"http://weixin\.qq\.com/q/02[0-9A-Za-z_-]{20}", made["url"])
    assert re.fullmatch(r"gQ[0-9A-Za-z_-]{94}", made["ticket"])
    raw = urlsafe_b64decode(made["ticket"])
    assert raw[:2] == b"\x81\x01"
    assert (raw[4], raw[5:12], raw[12:14]) == (0x3C, bytes(7), b"\x01\x2e")
    assert raw[14:60] == made["url"].encode() + b"\0"
    assert raw[60:66] == b"\x02\x04" + (START // 1000).to_bytes(4, "little")
    assert raw[66:] == b"\x03\x04" + (600).to_bytes(4, "little")


@pytest.mark.parametrize(
    ("asked", "told"), [(None, 60), (600, 600), ("600", 600), (2_592_001, 2_592_000), (0, 60), ("soon", 60), (True, 60)]
)
def test_a_temporary_code_lives_sixty_seconds_unless_told_and_thirty_days_at_most(asked: object, told: int) -> None:
    assert create(official(), expire_seconds=asked)["expire_seconds"] == told


def test_a_permanent_code_has_no_expire_seconds_and_never_expires() -> None:
    stage = official()
    made = create(stage, action_name="QR_LIMIT_SCENE", action_info={"scene": {"scene_id": 100_000}})
    assert list(made) == ["ticket", "url"]
    stage.wait(10 * 365 * s.DAY)
    assert stage.do("phone.scan", user="alice", url=made["ticket"])["status"] == "scanned"


@pytest.mark.parametrize(
    ("name", "scene"),
    [
        ("QR_STR_SCENE", {"scene_str": ""}),
        ("QR_STR_SCENE", {"scene_str": "s" * 65}),
        ("QR_STR_SCENE", {"scene_str": 7}),
        ("QR_STR_SCENE", {"scene_id": 7}),
        ("QR_SCENE", {"scene_id": 0}),
        ("QR_SCENE", {"scene_id": 2**32}),
        ("QR_SCENE", {"scene_id": True}),
        ("QR_LIMIT_SCENE", {"scene_id": 100_001}),
        ("QR_LIMIT_STR_SCENE", {}),
        ("QR_SCENE", None),
    ],
)
def test_a_scene_that_is_no_good_is_40053(name: str, scene: object) -> None:
    said = official().tell(s.QRCODE_CREATE, {"action_name": name, "action_info": {"scene": scene}})
    assert said.errcode == 40053
    assert said["errmsg"].startswith("invalid action info, please check document rid: ")


def test_a_body_that_is_no_json_is_an_unknown_action_name() -> None:
    stage = official()
    said = stage.send("POST", s.QRCODE_CREATE, {"access_token": stage.token()}, b"{'action_name': 'QR_SCENE'}")
    assert said.errcode == 40052
    assert said["errmsg"].startswith("invalid action name rid: ")


def test_without_the_level_scene_a_code_comes_whose_pushes_say_0() -> None:
    stage = official(followers=("alice",))
    made = create(stage, action_info={"scene_id": 7})
    stage.do("phone.scan", user="alice", url=made["ticket"])
    stage.do("phone.scan", user="bob", url=made["ticket"])
    assert events(stage) == [("SCAN", "0", True), ("subscribe", "qrscene_0", True)]


def test_an_account_that_is_not_verified_makes_no_code_unless_it_is_a_test_account() -> None:
    for fields, errcode in (({"verified": False}, 48001), ({"verified": False, "test_account": True}, 0)):
        body = {"action_name": "QR_SCENE", "action_info": {"scene": {"scene_id": 1}}}
        assert official(**fields).tell(s.QRCODE_CREATE, body).errcode == errcode


def test_the_picture_says_the_url_is_labelled_as_documented_and_is_404_for_any_other_ticket() -> None:
    stage = official()
    made = create(stage)
    said = stage.send("GET", s.SHOWQRCODE, {"ticket": made["ticket"]}, host="mp.weixin.qq.com")
    response = said.exchange.response
    assert text_of(said.body) == made["url"]
    assert response.content_type == "image/jpg"
    assert response.headers == {"Accept-Ranges": "bytes", "Cache-Control": "max-age=604800"}
    other = stage.send("GET", s.SHOWQRCODE, {"ticket": "gQ"}, host="mp.weixin.qq.com").exchange.response
    assert (other.status, other.body) == (404, b"")


# Scanning


def test_a_follower_who_scans_is_told_as_SCAN_each_time_and_so_is_every_other() -> None:
    stage = official()
    made = create(stage)
    picture = f"https://mp.weixin.qq.com{s.SHOWQRCODE}?ticket={quote(made['ticket'], safe='')}"
    for user, url in (("alice", made["ticket"]), ("alice", made["url"]), ("bob", picture)):
        assert stage.do("phone.scan", user=user, url=url)["status"] == "scanned"
    assert events(stage) == [("SCAN", "login-1", True)] * 3
    assert [push.user for push in stage.world.pushes.all()] == ["alice", "alice", "bob"]


def test_who_does_not_follow_is_told_as_subscribe_once_they_follow_and_not_at_all_where_they_leave() -> None:
    stage = official(followers=())
    made = create(stage)
    assert stage.do("phone.scan", user="alice", url=made["ticket"], follow=False)["status"] == "left"
    assert events(stage) == []
    assert about(stage)["subscribe"] == 0
    stage.wait(5 * SECOND)
    assert stage.do("phone.scan", user="alice", url=made["ticket"])["status"] == "followed"
    assert stage.do("phone.scan", user="alice", url=made["ticket"])["status"] == "scanned"
    assert events(stage) == [("subscribe", "qrscene_login-1", True), ("SCAN", "login-1", True)]
    found = about(stage).json
    assert (found["subscribe"], found["subscribe_time"]) == (1, START // 1000 + 5)
    assert (found["subscribe_scene"], found["qr_scene"], found["qr_scene_str"]) == ("ADD_SCENE_QR_CODE", 0, "login-1")


def test_a_code_with_a_number_is_told_as_qr_scene_and_a_later_scan_changes_nothing() -> None:
    stage = official(followers=())
    number = {"action_name": "QR_SCENE", "action_info": {"scene": {"scene_id": 123}}}
    stage.do("phone.scan", user="alice", url=create(stage, **number)["ticket"])
    stage.do("phone.scan", user="alice", url=create(stage)["ticket"])
    found = about(stage).json
    assert (found["qr_scene"], found["qr_scene_str"]) == (123, "")


def test_an_expired_code_is_told_to_nobody() -> None:
    stage = official(followers=())
    made = create(stage)
    stage.wait(600 * SECOND)
    found = stage.do("phone.scan", user="alice", url=made["ticket"])
    assert (found["status"], found["pushed"]) == ("expired", None)
    assert events(stage) == []


def test_who_is_led_to_an_account_by_search_has_no_scene() -> None:
    stage = official(followers=())
    stage.do("phone.follow", user="alice")
    assert events(stage) == [("subscribe", "", False)]
    found = about(stage).json
    assert (found["subscribe_scene"], found["qr_scene_str"]) == ("ADD_SCENE_SEARCH", "")


def test_who_unfollows_and_follows_again_has_the_same_openid_and_another_time() -> None:
    stage = official(followers=("alice",))
    first = about(stage).json
    stage.do("phone.unfollow", user="alice")
    assert about(stage)["subscribe"] == 0
    stage.wait(MINUTE)
    stage.do("phone.follow", user="alice")
    again = about(stage).json
    assert again["openid"] == first["openid"]
    assert again["subscribe_time"] == first["subscribe_time"] + 60
    assert events(stage) == [("unsubscribe", "", False), ("subscribe", "", False)]


def test_an_event_of_a_follower_is_spelt_one_tag_a_line_in_the_published_order() -> None:
    stage = official()
    made = create(stage)
    stage.do("phone.scan", user="alice", url=made["ticket"])
    (push,) = stage.world.pushes.all()
    account, openid = stage.world.ids.original_id(stage.app.appid, "gh_"), about(stage)["openid"]
    assert push.message.split("\n") == [
        "<xml>",
        f"<ToUserName><![CDATA[{account}]]></ToUserName>",
        f"<FromUserName><![CDATA[{openid}]]></FromUserName>",
        f"<CreateTime>{START // 1000}</CreateTime>",
        "<MsgType><![CDATA[event]]></MsgType>",
        "<Event><![CDATA[SCAN]]></Event>",
        "<EventKey><![CDATA[login-1]]></EventKey>",
        f"<Ticket><![CDATA[{made['ticket']}]]></Ticket>",
        "</xml>",
    ]
    assert "\n" not in spelt({"Event": "user_info_modified"}, "xml")


def test_a_message_has_a_number_of_its_own() -> None:
    stage = official()
    for text in ("你好", "你好"):
        stage.do("phone.send", user="alice", text=text)
    numbers = [re.findall(r"<MsgId>(\d+)</MsgId>", push.message) for push in stage.world.pushes.all()]
    assert numbers[0] != numbers[1]
    assert all(10**17 < int(number) < 2**63 for (number,) in numbers)


@pytest.mark.parametrize(("verb", "args"), [("phone.unfollow", {}), ("phone.send", {"text": "hi"})])
def test_only_a_follower_can_unfollow_or_write(verb: str, args: dict[str, str]) -> None:
    stage = official(followers=())
    with pytest.raises(VerbError) as caught:
        stage.do(verb, user="alice", **args)
    assert (caught.value.status, caught.value.where) == (409, "user")
    assert events(stage) == []


def test_who_follows_already_cannot_follow() -> None:
    with pytest.raises(VerbError) as caught:
        official().do("phone.follow", user="alice")
    assert "followers: []" in caught.value.what


# What is told of followers


def test_all_followers_are_listed_the_longest_first_and_on_from_one_of_them() -> None:
    stage = official(followers=("bob", "carol"))
    stage.wait(MINUTE)
    for verb, user in (("phone.follow", "alice"), ("phone.unfollow", "bob")):
        stage.do(verb, user=user)
    openids = [about(stage, user)["openid"] for user in ("carol", "alice")]
    found = stage.ask(s.FANS).json
    assert found == {"total": 2, "count": 2, "data": {"openid": openids}, "next_openid": openids[1]}
    assert stage.ask(s.FANS, next_openid=openids[0])["data"] == {"openid": openids[1:]}
    assert stage.ask(s.FANS, next_openid=openids[1]).json == {"total": 2, "count": 0, "next_openid": ""}


def test_a_batch_tells_each_as_user_info_does_and_of_who_does_not_follow_only_that() -> None:
    stage = official(followers=("alice",))
    alice, bob = about(stage).json, about(stage, "bob").json
    entries = [{"openid": alice["openid"], "lang": "zh_CN"}, {"openid": bob["openid"]}]
    found = stage.tell(s.USER_BATCHGET, {"user_list": entries}).json
    assert found == {"user_info_list": [alice, {"subscribe": 0, "openid": bob["openid"]}]}


def test_a_batch_of_none_or_of_more_than_a_hundred_carries_both_marks() -> None:
    stage = official()
    openid = about(stage)["openid"]
    for size in (0, 101):
        said = stage.tell(s.USER_BATCHGET, {"user_list": [{"openid": openid}] * size})
        assert said.errcode == 40032
        assert re.fullmatch(r"invalid openid list size hint: \[[\w-]{16}\] rid: [0-9a-f-]{26}", said["errmsg"])
    assert len(stage.tell(s.USER_BATCHGET, {"user_list": [{"openid": openid}] * 100})["user_info_list"]) == 100


@pytest.mark.parametrize(
    ("at", "known"),
    [("2021-10-19", ("nickname", "city")), ("2021-12-26", ("nickname", "")), ("2021-12-27", ("", ""))],
)
def test_nickname_and_avatar_are_told_until_2021_12_27_and_the_place_until_2021_10_20(
    at: str, known: tuple[str, str]
) -> None:
    stage = official()
    stage.do("clock.set", at=at)
    found = about(stage).json
    assert bool(found.get("nickname")) is bool(known[0])
    assert bool(found.get("headimgurl")) is bool(known[0])
    assert bool(found.get("city")) is bool(known[1])


def test_the_line_to_a_callback_is_looked_at_as_asked() -> None:
    stage = official(callback=None)
    assert stage.tell(s.CALLBACK_CHECK, {"action": "dns", "check_operator": "CAP"}).errcode == 40201
