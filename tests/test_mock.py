"""MockWx: the same methods in process and against a server that runs elsewhere."""

from __future__ import annotations

import gc
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest
import requests

from mockwx import MockWx, MockWxError

PATH = "/sns/jscode2session"


def query(mockwx: MockWx, code: str) -> dict[str, str]:
    app = mockwx.app
    return {
        "appid": app.appid,
        "secret": str(app.secret),
        "js_code": code,
        "grant_type": "authorization_code",
    }


def exchange(mockwx: MockWx, code: str, base: str = "") -> dict[str, Any]:
    return dict(requests.get((base or mockwx.url) + PATH, params=query(mockwx, code), timeout=60).json())


@pytest.fixture(scope="module")
def child() -> Iterator[str]:
    """A server in a process of its own; stopped by SIGTERM it ends at once, with exit code 0."""
    command = [sys.executable, "-m", "mockwx", "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        found = re.fullmatch(r"mockwx listening on (http://127\.0\.0\.1:\d+)\n", first)
        assert found is not None, first
        yield found[1]
        process.send_signal(signal.SIGTERM)
        began = time.monotonic()
        _, told = process.communicate(timeout=60)
        assert time.monotonic() - began < 30
        assert process.returncode == 0
        assert "Traceback" not in told


def exchange_phone_code(mockwx: MockWx, code: str) -> dict[str, Any]:
    who = {"grant_type": "client_credential", "appid": mockwx.app.appid, "secret": mockwx.app.secret}
    token = requests.get(f"{mockwx.url}/cgi-bin/token", who, timeout=60).json()["access_token"]
    url = f"{mockwx.url}/wxa/business/getuserphonenumber?access_token={token}"
    answer: dict[str, Any] = requests.post(url, json={"code": code}, timeout=60).json()
    return answer


@pytest.fixture(params=["in process", "connected"])
def mockwx(request: pytest.FixtureRequest) -> Iterator[MockWx]:
    """Both kinds; not the plugin's."""
    if request.param == "connected":
        connected = MockWx.connect(request.getfixturevalue("child"))
        connected.load({"mockwx": 1, "apps": {"shop": {"owner": "acme"}}, "users": {"alice": {}, "bob": {}}})
        yield connected
        return
    with MockWx() as started:
        yield started


def test_a_login_works_with_a_sync_client(mockwx: MockWx) -> None:
    code = mockwx.login("alice")
    found = exchange(mockwx, code)
    assert found["openid"] == mockwx.user("alice").openid()
    assert found["unionid"] == mockwx.user("alice").unionid()
    assert exchange(mockwx, code)["errcode"] == 40163


async def test_a_login_works_with_an_async_client(mockwx: MockWx) -> None:
    code = mockwx.login("alice")
    async with (
        aiohttp.ClientSession() as session,
        session.get(mockwx.url + PATH, params=query(mockwx, code)) as answer,
    ):
        assert "openid" in await answer.json(content_type=None)


def test_the_url_for_a_host_answers_as_that_host(mockwx: MockWx) -> None:
    assert mockwx.url_for("api.weixin.qq.com") == f"{mockwx.url}/api.weixin.qq.com"
    assert "openid" in exchange(mockwx, mockwx.login("bob"), mockwx.url_for("api.weixin.qq.com"))
    answer = requests.get(mockwx.url_for("qyapi.weixin.qq.com") + PATH, timeout=60)
    assert (answer.status_code, answer.content) == (404, b"")


def test_apps_are_told_as_a_backend_needs_them(mockwx: MockWx) -> None:
    assert list(mockwx.apps) == ["shop"]
    assert mockwx.app == mockwx.apps["shop"]
    assert (mockwx.app.appid, mockwx.app.secret) == ("wx00000000mockshop", "mockwx-secret-shop")
    with pytest.raises(MockWxError, match="shp"):
        mockwx.login("alice", app="shp")


def test_many_codes_are_spread_over_people(mockwx: MockWx) -> None:
    codes = mockwx.logins(6, people=3)
    assert len(set(codes)) == 6
    openids = [exchange(mockwx, code)["openid"] for code in codes]
    assert len(set(openids)) == 3
    assert openids[:3] == openids[3:]
    assert len(mockwx.logins(4, user="alice")) == 4


def test_nobody_sleeps_for_a_code_to_expire(mockwx: MockWx) -> None:
    code = mockwx.login("alice")
    mockwx.advance("5m1s")
    assert exchange(mockwx, code)["errcode"] == 40029


def test_the_clock_is_set_and_frozen(mockwx: MockWx) -> None:
    mockwx.freeze()
    mockwx.set_clock("2026-01-01T08:00:00+08:00")
    assert mockwx.advance("1ms") == "2026-01-01T08:00:00.001+08:00"
    with pytest.raises(MockWxError, match="duration"):
        mockwx.advance("soon")


def test_a_rule_may_hold_for_a_while_only(mockwx: MockWx) -> None:
    mockwx.freeze()
    mockwx.rule("code2session", between=("1m", "2m"), errcode=-1)
    met = []
    for _ in range(3):
        met.append(exchange(mockwx, mockwx.login("alice")).get("errcode", 0))
        mockwx.advance("1m")
    assert met == [0, -1, 0]


def test_time_is_advanced_by_a_timedelta_too(mockwx: MockWx) -> None:
    mockwx.freeze()
    mockwx.set_clock("2026-01-01T08:00:00+08:00")
    assert mockwx.advance(timedelta(minutes=5, milliseconds=1)) == "2026-01-01T08:05:00.001+08:00"


def test_the_phone_tells_its_number_declared_or_drawn(mockwx: MockWx) -> None:
    for name in ("alice", "somebody-else"):
        phone = mockwx.user(name)
        phone.login()
        given = exchange_phone_code(mockwx, phone.get_phone_number()["code"])
        assert phone.phone == given["phone_info"]["purePhoneNumber"]


def test_a_rule_takes_the_words_of_the_scenario_language(mockwx: MockWx) -> None:
    code = mockwx.login("alice")
    name = mockwx.rule("code2session", call=1, errcode=-1, commit=True)
    assert exchange(mockwx, code)["errcode"] == -1
    assert exchange(mockwx, code)["errcode"] == 40163
    assert [(each["name"], each["hits"]) for each in mockwx.rules] == [(name, 1)]
    with pytest.raises(MockWxError, match="did you mean 'code2session'"):
        mockwx.rule("code2sesion", errcode=-1)


def test_wechat_refuses_so_many_times(mockwx: MockWx) -> None:
    code = mockwx.login("alice")
    mockwx.refuse("code2session", 45011, times=2)
    assert [exchange(mockwx, code).get("errcode") for _ in range(3)] == [45011, 45011, None]


def test_wechat_refuses_one_user_for_good(mockwx: MockWx) -> None:
    name = mockwx.refuse("code2session", "code_blocked", user="bob")
    assert [exchange(mockwx, mockwx.login("bob")).get("errcode") for _ in range(2)] == [40226, 40226]
    assert "openid" in exchange(mockwx, mockwx.login("alice"))
    mockwx.remove_rule(name)
    assert "openid" in exchange(mockwx, mockwx.login("bob"))


def test_calls_are_told_oldest_first_and_without_secrets(mockwx: MockWx) -> None:
    code = mockwx.login("alice")
    exchange(mockwx, code)
    exchange(mockwx, code)
    exchange(mockwx, mockwx.login("bob"))
    assert [each.errcode for each in mockwx.calls("code2session")] == [0, 40163, 0]
    assert [each.number for each in mockwx.calls(user="bob")] == [3]
    assert [each.number for each in mockwx.calls(errcode=40163, app="shop")] == [2]
    second = mockwx.calls()[1]
    assert second.reason is not None
    assert "spent" in second.reason
    assert "mockwx-secret-shop" not in repr(mockwx.calls())
    assert mockwx.calls()[0].answer["session_key"].endswith("***")
    assert mockwx.journal().count("\n") == 2


def test_a_verification_that_fails_names_what_was_expected_what_came_and_the_nearest(mockwx: MockWx) -> None:
    code = mockwx.login("alice")
    exchange(mockwx, code)
    exchange(mockwx, code)
    mockwx.verify("code2session")
    mockwx.verify("code2session", count=2, user="alice", app="shop")
    mockwx.verify("code2session", count=1, errcode=40163)
    mockwx.verify("token", count=0)
    with pytest.raises(AssertionError) as failed:
        mockwx.verify("code2session", count=1, errcode=0, user="bob")
    text = str(failed.value)
    assert "expected 1 call of code2session by bob with errcode 0; saw 0" in text
    assert "#1 code2session alice 0" in text
    assert "#2 code2session alice 40163" in text
    assert "user was alice, not bob" in text


def test_a_verification_of_an_api_that_does_not_exist_is_no_assertion(mockwx: MockWx) -> None:
    with pytest.raises(MockWxError, match="did you mean 'code2session'"):
        mockwx.verify("code2sesion", count=0)


def test_a_user_may_be_called_anything(mockwx: MockWx) -> None:
    for name in ("小红", "a b", "a?b#c", "100%", "u%20"):
        assert exchange(mockwx, mockwx.login(name))["openid"] == mockwx.user(name).openid()
        assert mockwx.calls(user=name)[0].user == name


def test_the_phone_does_what_a_phone_does(mockwx: MockWx) -> None:
    phone = mockwx.user("alice")
    exchange(mockwx, phone.login())
    assert phone.check_session()
    assert phone.get_user_info()["errMsg"] == "getUserInfo:ok"
    assert phone.get_user_profile("why")["errMsg"] == "getUserProfile:ok"
    assert phone.get_user_profile("why", deny=True)["errMsg"] == "getUserProfile:fail auth deny"
    assert len(phone.get_phone_number()["code"]) == 64
    assert phone.choose_avatar()["picture"].startswith("/_mockwx/phone/pictures/")
    phone.rotate_session_key()
    assert not phone.check_session()
    phone.block()
    assert exchange(mockwx, phone.login())["errcode"] == 40226
    phone.block(blocked=False)
    assert "openid" in exchange(mockwx, phone.login())


def test_loading_and_resetting_begin_the_world_anew(mockwx: MockWx) -> None:
    mockwx.load({"mockwx": 1, "apps": {"club": {}}, "users": {"carol": {}}})
    assert list(mockwx.apps) == ["club"]
    exchange(mockwx, mockwx.login("carol"))
    mockwx.reset()
    assert mockwx.calls() == []
    with pytest.raises(MockWxError, match="users"):
        mockwx.load({"mockwx": 1, "users": []})
    assert list(mockwx.apps) == ["club"]


def test_a_world_is_renewed_and_its_series_tells_its_codes_apart(mockwx: MockWx) -> None:
    codes = []
    for series in ("this test", "another test", "this test"):
        mockwx.renew({"apps": {"cafe": {}}}, series=series)
        assert list(mockwx.apps) == ["cafe"]
        codes.append(mockwx.login("alice"))
    assert len(set(codes)) == 3, "no world of a server repeats a code"
    with MockWx() as fresh:
        fresh.renew({"apps": {"cafe": {}}}, series="another test")
        assert fresh.login("alice") == codes[1], "nor does chance have a say"


def test_a_world_is_renewed_and_the_backends_token_stays_good(mockwx: MockWx) -> None:
    exchange_phone_code(mockwx, "none")
    who = {"grant_type": "client_credential", "appid": mockwx.app.appid, "secret": mockwx.app.secret}
    token = requests.get(f"{mockwx.url}/cgi-bin/token", who, timeout=60).json()["access_token"]
    url = f"{mockwx.url}/cgi-bin/get_api_domain_ip?access_token={token}"
    mockwx.renew({"apps": {"shop": {"owner": "acme"}}}, outlived=True)
    assert "ip_list" in requests.get(url, timeout=60).json()
    mockwx.renew({"apps": {"shop": {"owner": "acme"}}})
    assert requests.get(url, timeout=60).json()["errcode"] == 40001


def test_only_the_one_who_started_a_server_may_listen_or_pass_through(child: str) -> None:
    mockwx = MockWx.connect(child)
    with socket.socket() as sock, pytest.raises(MockWxError, match="no server of its own"):
        mockwx.listen(sock)
    with pytest.raises(MockWxError, match="--passthrough"), mockwx.intercept(passthrough="all"):
        pass


def test_a_world_of_a_running_server_is_connected_by_its_name(child: str) -> None:
    requests.post(f"{child}/_mockwx/worlds", json={"name": "mine"}, timeout=60).raise_for_status()
    mine = MockWx.connect(child, world="mine")
    assert mine.url == f"{child}/~mine"
    assert "openid" in exchange(mine, mine.login("alice"))
    requests.delete(f"{child}/_mockwx/worlds/mine", timeout=60).raise_for_status()
    with pytest.raises(MockWxError, match="mine"):
        mine.login("alice")


def test_what_is_no_mockwx_is_said_to_be_none() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(MockWxError, match="no mockwx answers"):
        MockWx.connect(f"http://127.0.0.1:{port}")


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"garbage\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>",
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1\r\n\r\n{",
        b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
    ],
    ids=["silence", "garbage", "page", "other JSON", "broken JSON", "404"],
)
def test_another_server_is_said_to_be_no_mockwx(answer: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            wire, _ = server.accept()
            with wire:
                wire.recv(65536)
                wire.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        with pytest.raises(MockWxError, match="no mockwx"):
            MockWx.connect(f"http://127.0.0.1:{server.getsockname()[1]}")
        thread.join()


def test_a_port_in_use_is_an_oserror_and_leaves_nothing_behind() -> None:
    with MockWx() as first:
        port = urlsplit(first.url).port
        second = MockWx(port=port or 0)
        with pytest.raises(OSError, match=str(port)):
            second.start()
        assert exchange(first, first.login("alice"))["openid"]
    with second:
        assert urlsplit(second.url).port == port


def test_one_that_is_never_stopped_is_a_resource_warning() -> None:
    forgotten = MockWx().start()
    thread, url = forgotten._server._thread, forgotten.url
    assert thread is not None
    with pytest.warns(ResourceWarning, match=f"MockWx {url}.* never stopped"):
        del forgotten
    gc.collect()
    thread.stop()


def test_starting_and_stopping_twice_is_no_mistake() -> None:
    mockwx = MockWx().start()
    url = mockwx.url
    assert mockwx.start().url == url
    mockwx.stop()
    mockwx.stop()
    with pytest.raises(MockWxError, match="not started"):
        mockwx.login("alice")
    with mockwx:
        assert "openid" in exchange(mockwx, mockwx.login("alice"))


def test_stopping_waits_neither_for_idle_clients_nor_for_late_answers() -> None:
    with MockWx() as mockwx, requests.Session() as session:
        session.get(mockwx.url + PATH, timeout=60)
        mockwx.rule("code2session", latency="1h")
        address = urlsplit(mockwx.url)
        with socket.create_connection((address.hostname, address.port)) as waiting:
            waiting.sendall(f"GET {PATH} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            while len(mockwx.calls()) < 2:
                time.sleep(0.01)
            began = time.monotonic()
            mockwx.stop()
    assert time.monotonic() - began < 30


def test_stopping_leaves_no_socket_of_those_who_connect_at_that_very_moment() -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for count in range(12):
            mockwx = MockWx().start()
            address = urlsplit(mockwx.url)
            wires = [socket.create_connection((address.hostname, address.port)) for _ in range(count % 4 + 1)]
            mockwx.stop()
            for wire in wires:
                wire.close()
            gc.collect()
    assert [str(each.message) for each in caught] == []
