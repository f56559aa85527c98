"""Every control call of the design, and what it answers."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
import requests

import mockwx as package
from mockwx import MockWx
from mockwx.scenario import ready_scenarios
from mockwx.scenario.scenario import Scenario
from mockwx.server.http_server import HttpServer
from mockwx.server.real_clock import wall
from mockwx.server.server_thread import ServerThread
from mockwx.store.memory.worlds import MemoryWorlds

YAML = """
mockwx: 1
name: a club
clock: {start: "2026-01-01T08:00:00+08:00", mode: frozen}
apps:
  club: {kind: miniprogram, appid: wx0000000club, secret: the-secret-of-the-club}
users:
  carol: {nickname: 卡罗尔}
rules:
  - {name: busy, when: {api: code2session, call: 1}, then: {errcode: -1}}
"""


def exchange(mockwx: MockWx, code: str, world: str = "") -> requests.Response:
    prefix = f"/~{world}" if world else ""
    query = {"appid": mockwx.app.appid, "secret": mockwx.app.secret, "js_code": code}
    query["grant_type"] = "authorization_code"
    return requests.get(f"{mockwx.url}{prefix}/sns/jscode2session", params=query, timeout=60)


def test_health_tells_version_clock_and_world(control: Any) -> None:
    control("PUT", "clock", {"at": "2026-01-01", "mode": "frozen"})
    assert control("GET", "health").json() == {
        "status": "ok",
        "version": package.__version__,
        "clock": "2026-01-01T00:00:00.000+08:00",
        "world": "",
    }


def test_answers_are_json_in_utf_8(control: Any) -> None:
    answer = control("GET", "users/alice")
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    assert "小明" in answer.content.decode()


def test_a_world_is_made_with_a_base_url_and_dropped(control: Any) -> None:
    made = control("POST", "worlds", {"name": "w1"}).json()
    assert made["name"] == "w1"
    assert made["base_url"].endswith("/~w1")
    assert made["apps"]["shop"]["secret"] == "mockwx-secret-shop"
    assert made["users"] == ["alice", "bob"]
    assert control("GET", "health", world="w1").json()["world"] == "w1"
    assert control("POST", "worlds", {"name": "w1"}).status_code == 409
    assert control("DELETE", "worlds/w1").json() == {"dropped": "w1"}
    assert control("GET", "health", world="w1").status_code == 404


def test_a_world_without_a_name_gets_one(control: Any) -> None:
    names = [control("POST", "worlds").json()["name"] for _ in range(3)]
    assert len(set(names)) == 3
    assert set(control("GET", "worlds").json()["worlds"]) == {"", *names}


def test_a_code_of_one_world_is_unknown_in_another(mockwx: MockWx, control: Any) -> None:
    control("POST", "worlds", {"name": "w1"})
    code = control("POST", "phone/login", {"user": "alice"}, world="w1").json()["code"]
    assert exchange(mockwx, code).json()["errcode"] == 40029
    assert "openid" in exchange(mockwx, code, "w1").json()


@pytest.mark.parametrize("scenario", [YAML, json.dumps({"mockwx": 1, "name": "a club", "apps": {"club": {}}})])
def test_a_scenario_is_loaded_from_yaml_or_json_text(control: Any, scenario: str) -> None:
    found = control("PUT", "scenario", raw=scenario)
    assert list(found.json()["apps"]) == ["club"]
    told = control("GET", "scenario")
    assert (told.json()["name"], list(told.json()["apps"])) == ("a club", ["club"])
    assert control("GET", "scenario?format=yaml").text == scenario
    assert control("PUT", "scenario", raw=told.text).json() == found.json()


def test_every_ready_scenario_can_be_taken_and_put_back(control: Any) -> None:
    for name in ready_scenarios.builtin_names():
        control("PUT", "scenario", raw=name)
        taken = control("GET", "scenario")
        assert control("PUT", "scenario", raw=taken.text).status_code == 200, name
        assert control("GET", "scenario").json() == taken.json()


def test_a_scenario_is_loaded_by_the_name_of_a_ready_one(control: Any) -> None:
    for name in ready_scenarios.builtin_names():
        assert control("PUT", "scenario", raw=name).status_code == 200, name
        assert control("PUT", "scenario", raw=f"{name}\n").status_code == 200, name


def test_a_world_is_made_of_a_scenario_as_object_text_or_name(control: Any) -> None:
    ready = ready_scenarios.builtin_names()[0]
    for given in ({"mockwx": 1, "apps": {"club": {}}}, YAML, ready):
        answer = control("POST", "worlds", {"scenario": given})
        assert answer.status_code == 200, answer.text


def test_a_reset_brings_the_scenarios_first_state_back(mockwx: MockWx, control: Any) -> None:
    control("PUT", "scenario", raw=YAML)
    before = control("GET", "rules").json()
    control("DELETE", "rules")
    control("POST", "clock/advance", {"by": "1h"})
    control("PUT", "users/dave", {})
    control("POST", "reset")
    assert control("GET", "rules").json() == before
    assert control("GET", "clock").json()["at"] == "2026-01-01T08:00:00.000+08:00"
    assert list(control("GET", "users").json()) == ["carol"]
    assert mockwx.calls() == []


def test_the_clock_is_advanced_set_frozen_and_let_go(control: Any) -> None:
    assert control("PUT", "clock", {"at": "2026-01-01T08:00:00+08:00", "mode": "frozen"}).json() == {
        "at": "2026-01-01T08:00:00.000+08:00",
        "unix": 1767225600,
        "mode": "frozen",
    }
    assert control("POST", "clock/advance", {"by": "5m1s"}).json()["at"] == "2026-01-01T08:05:01.000+08:00"
    assert control("GET", "clock").json()["unix"] == 1767225901
    assert control("PUT", "clock", {"mode": "flowing"}).json()["mode"] == "flowing"
    assert control("POST", "clock/freeze").json()["mode"] == "frozen"
    assert control("POST", "clock/flow", {}).json()["mode"] == "flowing"


PHONE = {
    "login": "login:ok",
    "checkSession": "checkSession:ok",
    "getUserInfo": "getUserInfo:ok",
    "getUserProfile": "getUserProfile:ok",
    "getPhoneNumber": "getPhoneNumber:ok",
    "chooseAvatar": "chooseAvatar:ok",
    "getLatestUserKey": "getLatestUserKey:ok",
}


@pytest.mark.parametrize("name", PHONE)
def test_the_phone_answers_as_wx_does(mockwx: MockWx, control: Any, name: str) -> None:
    mockwx.login("alice")
    body = {"user": "alice"} | ({"desc": "why"} if name == "getUserProfile" else {})
    assert control("POST", f"phone/{name}", body).json()["errMsg"] == PHONE[name]


def test_the_phones_nickname_form_holds_the_nickname(control: Any) -> None:
    assert control("POST", "phone/nickname", {"user": "alice"}).json()["value"] == "小明"


def test_a_user_that_nobody_declared_is_made(control: Any) -> None:
    assert control("POST", "phone/login", {"user": "新用户"}).json()["errMsg"] == "login:ok"
    assert control("GET", f"users/{quote('新用户')}").json()["openids"]["shop"].startswith("o")


def test_many_codes_are_made_at_once(control: Any) -> None:
    codes = control("POST", "phone/login", {"count": 10, "people": 3}).json()["codes"]
    assert len(set(codes)) == 10
    assert {"u0", "u1", "u2"} <= set(control("GET", "users").json())


def test_many_codes_of_nobody_in_particular_are_of_as_many_users(control: Any) -> None:
    assert len(control("POST", "phone/login", {"count": 4}).json()["codes"]) == 4
    assert {"u0", "u1", "u2", "u3"} <= set(control("GET", "users").json())


def test_the_picture_of_choose_avatar_is_a_jpeg(mockwx: MockWx, control: Any) -> None:
    path = control("POST", "phone/chooseAvatar", {"user": "alice"}).json()["picture"]
    found = requests.get(mockwx.url + path, timeout=60)
    assert found.headers["Content-Type"] == "image/jpeg"
    assert found.content[:3] == b"\xff\xd8\xff"
    assert found.content[-2:] == b"\xff\xd9"


def test_the_causes_inside_wechat_have_their_effects(mockwx: MockWx, control: Any) -> None:
    mockwx.login("alice")
    assert control("POST", "wechat/rotate_session_key", {"user": "alice"}).json()["generation"] == 2
    assert not mockwx.user("alice").check_session()
    token = {"grant_type": "client_credential", "appid": mockwx.app.appid, "secret": mockwx.app.secret}
    requests.get(f"{mockwx.url}/cgi-bin/token", params=token, timeout=60)
    assert control("POST", "wechat/other_holder", {"app": "shop", "fetches": "token"}).status_code == 200
    assert control("POST", "wechat/revoke_token", {}).json()["revoked"] >= 1
    assert control("POST", "wechat/block_user", {"user": "alice"}).json() == {"user": "alice", "blocked": True}
    assert exchange(mockwx, mockwx.login("alice")).json()["errcode"] == 40226


def test_the_journal_is_asked_by_api_user_app_errcode_since_and_limit(mockwx: MockWx, control: Any) -> None:
    for user in ("alice", "bob"):
        code = mockwx.login(user)
        exchange(mockwx, code)
        exchange(mockwx, code)

    def numbers(query: str) -> list[int]:
        return [each["number"] for each in control("GET", f"journal?{query}").json()["entries"]]

    assert numbers("") == [1, 2, 3, 4]
    assert numbers("user=bob") == [3, 4]
    assert numbers("errcode=40163") == numbers("errcode=code_used") == [2, 4]
    assert numbers("api=/sns/jscode2session&app=shop&since=1&limit=2") == [3, 4]
    assert numbers("api=jscode2session&errcode=0") == [1, 3]
    assert numbers("api=token") == []
    assert control("DELETE", "journal").json() == {"cleared": True}
    assert numbers("") == []


def test_verify_is_ok_or_409_with_the_difference(mockwx: MockWx, control: Any) -> None:
    code = mockwx.login("alice")
    exchange(mockwx, code)
    exchange(mockwx, code)
    right = {"calls": [{"api": "code2session", "user": "alice", "count": 2}, {"api": "token", "count": 0}]}
    assert control("POST", "verify", right).json() == {"ok": True}
    wrong = control("POST", "verify", {"calls": [{"api": "code2session", "errcode": 40163, "count": 2}]})
    assert wrong.status_code == 409
    assert "expected 2 calls of code2session with errcode 40163; saw 1" in wrong.json()["error"]
    assert "#1 code2session alice 0" in wrong.json()["error"]
    (count,) = wrong.json()["counts"]
    assert (count["calls"]["errcode"], count["wanted"], count["seen"]) == (40163, {"least": 2, "most": 2}, 1)
    assert [entry["why_not"] for entry in count["nearest"]] == ["errcode was 0, not 40163", None]


def test_an_app_tells_its_callback_key_by_key(control: Any) -> None:
    given = {"url": "http://127.0.0.1:9/wechat", "token": "mockwxtoken", "mode": "plain", "format": "json"}
    told = control("PUT", "apps/shop", {"callback": given}).json()
    assert given.items() <= told["callback"].items()
    assert control("GET", "apps").json()["shop"] == told


def test_an_app_is_changed_in_part_or_added(mockwx: MockWx, control: Any) -> None:
    before = control("GET", "apps/shop").json()
    after = control("PUT", "apps/shop", {"frozen": True}).json()
    assert after == {**before, "frozen": True}
    assert exchange(mockwx, mockwx.login("alice")).json()["errcode"] == 40243
    added = control("PUT", "apps/club", {}).json()
    assert (added["appid"], added["secret"]) == ("wx00000000mockclub", "mockwx-secret-club")
    assert list(control("GET", "apps").json()) == ["shop", "club"]


def test_a_user_is_changed_in_part_or_added(control: Any) -> None:
    before = control("GET", "users/alice").json()
    after = control("PUT", "users/alice", {"nickname": "爱丽丝"}).json()
    assert after == {**before, "nickname": "爱丽丝"}
    assert control("PUT", "users/dave", {"phone": "13900000000"}).json()["phone"] == "13900000000"
    own = control("PUT", "users/dave", {"openids": {"shop": "o-of-dave"}}).json()
    assert (own["openids"]["shop"], own["phone"]) == ("o-of-dave", "13900000000")


def test_the_documents_are_made_from_the_tables(control: Any) -> None:
    assert control("GET", "openapi.json").json()["openapi"].startswith("3.")
    assert "/sns/jscode2session" in control("GET", "openapi.json").json()["paths"]
    assert "properties" in control("GET", "schema.json").json()
    assert control("GET", "fidelity").status_code == 200


def test_head_is_get_without_a_body(control: Any) -> None:
    answer = control("HEAD", "health")
    assert (answer.status_code, answer.content) == (200, b"")


@pytest.fixture
def guarded() -> Iterator[HttpServer]:
    """A server that wants the token ``t``."""
    worlds = MemoryWorlds()
    worlds.put("", Scenario(), wall=wall())
    server = HttpServer(worlds, token="t")
    thread = ServerThread(server)
    thread.start("127.0.0.1", 0)
    yield server
    thread.stop()


def test_where_other_machines_can_connect_control_calls_need_the_token(guarded: HttpServer) -> None:
    server = guarded
    login = f"{server.url}/_mockwx/phone/login"
    for wrong in ({}, {"Authorization": "Bearer x"}, {"Authorization": ""}, {"Authorization": "Bearer té"}):
        answer = requests.post(login, json={"user": "alice"}, headers=wrong, timeout=60)
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert answer.json()["where"] == "Authorization"
    for right in ("Bearer t", "bearer t"):
        answer = requests.post(login, json={"user": "alice"}, headers={"Authorization": right}, timeout=60)
        assert answer.status_code == 200
    assert requests.get(f"{server.url}/_mockwx/health", timeout=60).status_code == 200
    assert requests.get(f"{server.url}/_mockwx/journal", timeout=60).status_code == 401
    assert requests.get(f"{server.url}/sns/jscode2session", timeout=60).json()["errcode"] == 41002
    MockWx.connect(server.url, token="t").login("alice")
    with pytest.raises(Exception, match="token"):
        MockWx.connect(server.url, token="wrong").login("alice")


@pytest.mark.parametrize("credentials", ["", "Authorization: Bearer wrong\r\n"])
def test_who_lacks_the_token_is_refused_before_a_snapshot_is_read(guarded: HttpServer, credentials: str) -> None:
    head = f"PUT /_mockwx/snapshot HTTP/1.1\r\nHost: x\r\n{credentials}Content-Length: {2**30}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", guarded.port), timeout=60) as wire:
        # Nothing of the body is ever sent: whoever waits for it never answers.
        wire.sendall(head.encode())
        assert wire.recv(65536).startswith(b"HTTP/1.1 401 ")
