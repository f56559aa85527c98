"""A control call that cannot be done says what is wrong, where, in two languages, and changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from cases import each_case

GOOD_RULE = {"when": {"api": "code2session"}, "then": {"errcode": 45011}}

WRONG: list[tuple[str, str, Any, int, str]] = [
    ("POST", "phone/login", {}, 422, "user"),
    ("POST", "phone/login", {"user": ""}, 422, "user"),
    ("POST", "phone/login", {"user": 5}, 422, "user"),
    ("POST", "phone/login", {"user": "carol", "app": "shpo"}, 404, "app"),
    ("POST", "phone/login", {"user": "carol", "usr": "x"}, 422, "usr"),
    ("POST", "phone/login", {"user": "carol", "count": 0}, 422, "count"),
    ("POST", "phone/login", {"user": "carol", "count": 1_000_001}, 422, "count"),
    ("POST", "phone/login", {"user": "carol", "count": True}, 422, "count"),
    ("POST", "phone/login", {"people": 3}, 422, "people"),
    ("POST", "phone/login", ["carol"], 400, "body"),
    ("POST", "phone/logn", {"user": "carol"}, 404, "path"),
    ("POST", "phone/getUserInfo", {"user": "carol", "deny": "maybe"}, 422, "deny"),
    ("POST", "phone/getPhoneNumber", {"user": "u" * 1025}, 422, "user"),
    ("GET", "phone/login", None, 405, "method"),
    ("GET", "phone/pictures/tmp_x.jpg", None, 404, "path"),
    ("POST", "clock/advance", {}, 422, "by"),
    ("POST", "clock/advance", {"by": "5"}, 422, "by"),
    ("POST", "clock/advance", {"by": 5}, 422, "by"),
    ("POST", "clock/advance", {"by": "-5s"}, 422, "by"),
    ("POST", "clock/advance", {"by": "9" * 400 + "d"}, 422, "by"),
    ("POST", "clock/advance", {"by": "99999999999d"}, 422, "by"),
    ("PUT", "clock", {"at": "2026-01-01T08:00:00"}, 422, "at"),
    ("PUT", "clock", {"at": "9999-12-31T23:59:59Z"}, 422, "at"),
    ("PUT", "clock", {"at": "0001-01-01"}, 422, "at"),
    ("PUT", "clock", {"at": 5}, 422, "at"),
    ("PUT", "clock", {"at": "2027-01-01", "mode": "fluid"}, 422, "mode"),
    ("PUT", "clock", {"mode": ["frozen"]}, 422, "mode"),
    ("PUT", "clock", {"when": "2027-01-01"}, 422, "when"),
    ("PUT", "clock", [], 400, "body"),
    ("DELETE", "clock", None, 405, "method"),
    ("POST", "rules", {}, 422, ""),
    ("POST", "rules", [], 400, "body"),
    ("POST", "rules", {"when": {"api": "code2sesion"}, "then": {"errcode": 45011}}, 422, "/when/api"),
    ("POST", "rules", {"when": {"api": "code2session"}, "then": {"errcode": 45111}}, 422, "/then/errcode"),
    ("POST", "rules", {"when": {"api": "code2session", "call": "x"}, "then": {"errcode": 45011}}, 422, "/when/call"),
    ("POST", "rules", {"when": {"api": "code2session", "app": "shp"}, "then": {"errcode": 45011}}, 422, "/when/app"),
    ("POST", "rules", GOOD_RULE | {"name": "a\r\nX-Evil: 1"}, 422, "/name"),
    ("POST", "rules", GOOD_RULE | {"when": {"api": "code2session", "user": "u" + "9" * 5000}}, 422, "/when/user"),
    ("PUT", "rules", {}, 422, "rules"),
    ("PUT", "rules", {"rules": {}}, 422, "rules"),
    ("PUT", "rules", {"rules": [GOOD_RULE, {"when": 5, "then": {"errcode": 45011}}]}, 422, "/1/when"),
    ("PUT", "rules", [GOOD_RULE, 5], 422, "/1"),
    ("DELETE", "rules/nothing", None, 404, "path"),
    ("POST", "wechat/rotate_session_key", {"user": "nobody"}, 409, "user"),
    ("POST", "wechat/other_holder", {"fetches": "tokn"}, 422, "fetches"),
    ("POST", "wechat/other_holder", {"app": "nowhere"}, 404, "app"),
    ("POST", "wechat/revoke_token", {"app": 5}, 422, "app"),
    ("POST", "wechat/block_user", {"blocked": True}, 422, "user"),
    ("POST", "wechat/block_user", {"user": "alice", "blocked": "yes"}, 422, "blocked"),
    ("GET", "journal?api=code2sesion", None, 422, "api"),
    ("GET", "journal?errcode=zzz", None, 422, "errcode"),
    ("GET", "journal?since=x", None, 422, "since"),
    ("GET", "journal?since=--5", None, 422, "since"),
    ("GET", "journal?since=-1", None, 422, "since"),
    ("GET", "journal?limit=0", None, 422, "limit"),
    ("GET", "journal?limit=" + "9" * 5000, None, 422, "limit"),
    ("GET", "journal?usr=alice", None, 422, "usr"),
    ("POST", "verify", {}, 422, "calls"),
    ("POST", "verify", {"calls": 5}, 422, "calls"),
    ("POST", "verify", {"calls": {"api": "token"}}, 422, "calls"),
    ("POST", "verify", {"calls": ["token"]}, 400, "body"),
    ("POST", "verify", {"calls": [{"api": "tokn"}]}, 422, "calls[0].api"),
    ("POST", "verify", {"calls": [{"api": "token", "count": -1}]}, 422, "calls[0].count"),
    ("POST", "verify", {"calls": [{"api": "token", "times": 1}]}, 422, "times"),
    ("POST", "worlds", {"name": "../x"}, 422, "name"),
    ("POST", "worlds", {"name": ""}, 422, "name"),
    ("POST", "worlds", {"name": 5}, 422, "name"),
    ("POST", "worlds", {"name": "x" * 65}, 422, "name"),
    ("POST", "worlds", {"scenario": "no-such-scenario"}, 422, "scenario"),
    ("POST", "worlds", {"scenario": {"mockwx": 1, "appz": {}}}, 422, "appz"),
    ("POST", "worlds", {"nam": "x"}, 422, "nam"),
    ("DELETE", "worlds/nowhere", None, 404, "world"),
    ("PUT", "scenario", {"mockwx": 1, "users": []}, 422, "users"),
    ("PUT", "scenario", {"mockwx": 1, "rules": [{"when": {}}]}, 422, "rules[0]"),
    ("GET", "apps/shp", None, 404, "path"),
    ("PUT", "apps/shop", {"secret": ""}, 422, "secret"),
    ("PUT", "apps/shop", {"secret": 5}, 422, "secret"),
    ("PUT", "apps/shop", {"kind": "minprogram"}, 422, "kind"),
    ("PUT", "apps/shop", {"standing": []}, 422, "standing"),
    ("PUT", "apps/shop", {"frozen": 1}, 422, "frozen"),
    ("PUT", "apps/shop", {"ip_whitelist": "10.0.0.1"}, 422, "ip_whitelist"),
    ("PUT", "apps/shop", {"ip_whitelist": ["10.0.0.300"]}, 422, "ip_whitelist[0]"),
    ("PUT", "apps/shop", {"denied": ["code2session", 5]}, 422, "denied[1]"),
    ("PUT", "apps/shop", {"secrt": "x"}, 422, "secrt"),
    ("PUT", "apps/other", {"appid": "wx00000000mockshop"}, 409, "appid"),
    ("PUT", "apps/shop", [], 400, "body"),
    ("GET", "users/alic", None, 404, "path"),
    ("PUT", "users/alice", {"gender": 3}, 422, "gender"),
    ("PUT", "users/alice", {"gender": True}, 422, "gender"),
    ("PUT", "users/alice", {"nickname": 5}, 422, "nickname"),
    ("PUT", "users/alice", {"blocked": "no"}, 422, "blocked"),
    ("PUT", "users/alice", {"openids": ["x"]}, 422, "openids"),
    ("PUT", "users/alice", {"openids": {"shop": 5}}, 422, "openids.shop"),
    ("PUT", "users/alice", {"nickname": "x", "gendr": 1}, 422, "gendr"),
    ("POST", "users/alice", {}, 405, "method"),
    ("GET", "nowhere", None, 404, "path"),
    ("GET", "journl", None, 404, "path"),
    ("POST", "health", {}, 405, "method"),
]


def part(path: str) -> str:
    """Which part of the control plane: what its first word is."""
    return path.partition("/")[0].partition("?")[0]


@pytest.mark.parametrize("of_part", dict.fromkeys(part(path) for _, path, *_ in WRONG))
def test_a_wrong_call_says_what_and_where_in_two_languages_and_changes_nothing(
    control: Any, everything: Callable[[], Any], of_part: str
) -> None:
    before = everything()
    with each_case() as case:
        for method, path, body, status, where in WRONG:
            if part(path) != of_part:
                continue
            with case(method, path[:40], str(body)[:60]):
                answer = control(method, path, body)
                assert answer.status_code == status, answer.text
                error = answer.json()
                assert " | " in error["error"]
                assert any("\u4e00" <= each <= "\u9fff" for each in error["error"])
                assert error["where"] == where
                assert everything() == before


NO_JSON = ("{", "[1,", '{"user": alice}', b"\xff\xfe", '{"user": "\\ud800"}', "[" * 100_000)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "phone/login"),
        ("POST", "clock/advance"),
        ("PUT", "clock"),
        ("POST", "rules"),
        ("PUT", "rules"),
        ("POST", "worlds"),
        ("POST", "verify"),
        ("PUT", "apps/shop"),
        ("PUT", "users/alice"),
        ("POST", "wechat/block_user"),
    ],
)
def test_a_body_that_is_no_json_is_400_and_changes_nothing(
    control: Any, everything: Callable[[], Any], method: str, path: str
) -> None:
    before = everything()
    with each_case() as case:
        for body in NO_JSON:
            with case(body[:40]):
                answer = control(method, path, raw=body)
                assert answer.status_code == 400, answer.text
                assert answer.json()["where"] == "body"
                assert everything() == before


@pytest.mark.parametrize(
    "text",
    ["", "{", "mockwx: 2", "mockwx: 1\nusers: [", "apps: {shop: {}}", "a: 1\na: 2", "- 1", "5", "no-such-scenario"],
)
def test_a_scenario_that_is_none_is_refused_and_changes_nothing(
    control: Any, everything: Callable[[], Any], text: str
) -> None:
    before = everything()
    answer = control("PUT", "scenario", raw=text)
    assert answer.status_code == 422, answer.text
    assert answer.json()["problems"]
    assert everything() == before


@pytest.mark.parametrize(
    ("path", "guess"),
    [("journl", "journal"), ("rule", "rules"), ("phone/logn", "login"), ("apps/shp", "shop"), ("users/alce", "alice")],
)
def test_a_misspelt_path_is_told_with_the_nearest_one(control: Any, path: str, guess: str) -> None:
    answer = control("POST" if path.startswith("phone") else "GET", path)
    assert answer.status_code == 404
    assert f"did you mean '{guess}'" in answer.json()["error"]


def test_a_call_to_a_world_that_there_is_not_is_404_and_makes_none(control: Any) -> None:
    for method, path in (("GET", "health"), ("POST", "phone/login"), ("PUT", "scenario"), ("POST", "reset")):
        answer = control(method, path, {"user": "x"} if path == "phone/login" else None, raw=None, world="nowhere")
        assert answer.status_code in (404, 422), (method, path)
    assert control("GET", "worlds").json()["worlds"] == [""]


@pytest.mark.parametrize("path", ["worlds", "worlds/", "worlds//"])
def test_without_a_name_no_world_is_dropped(control: Any, path: str) -> None:
    answer = control("DELETE", path)
    assert (answer.status_code, answer.json()["where"]) == (405, "method")
    assert control("GET", "health").json()["status"] == "ok"
