"""Pages, redirects, long polls and deliveries over real sockets."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from msgspec.structs import replace

from mockwx import MockWx, MockWxError
from mockwx.core.people import accounts
from mockwx.products import endpoint_lookup
from mockwx.products.shared.document import javascript, picture
from mockwx.server.outgoing import is_allowed

WORLD = {"apps": {"shop": {"owner": "acme"}, "club": {"kind": "official", "owner": "acme"}}}
AUTHORIZE = "/connect/oauth2/authorize"


@pytest.fixture
def site() -> Iterator[Any]:
    """A website whose callback trades the code at mockwx before it answers, as real ones do."""

    class Callback(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
            given = {**self.server.app, "code": query.get("code", ""), "grant_type": "authorization_code"}  # type: ignore[attr-defined]
            url = f"{self.server.wechat}/sns/oauth2/access_token"  # type: ignore[attr-defined]
            said = requests.get(url, params=given, timeout=60).json()
            self.server.got.append((query, said))  # type: ignore[attr-defined]
            self.send_response(302 if "openid" in said else 401)
            self.send_header("Location", "/home")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Callback)
    server.got = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def club(mockwx: MockWx, site: Any) -> MockWx:
    mockwx.load(WORLD)
    app = mockwx.apps["club"]
    site.app, site.wechat = {"appid": app.appid, "secret": app.secret}, mockwx.url
    return mockwx


def link(mockwx: MockWx, site: Any, **changes: str) -> str:
    query = {
        "appid": mockwx.apps["club"].appid,
        "redirect_uri": f"http://127.0.0.1:{site.server_address[1]}/callback",
        "response_type": "code",
        "scope": "snsapi_userinfo",
        "state": "st4te",
    }
    return f"{mockwx.url_for('open.weixin.qq.com')}{AUTHORIZE}?{urlencode(query | changes)}#wechat_redirect"


def test_a_person_in_a_browser_logs_in_by_the_form(club: MockWx, site: Any, web: requests.Session) -> None:
    page = web.get(link(club, site), timeout=60)
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "小明" in page.text
    fields = {"mockwx_user": "alice", "mockwx_decision": "allow"}
    said = web.post(link(club, site), data=fields, timeout=60, allow_redirects=False)
    assert said.status_code == 302
    assert web.get(said.headers["Location"], timeout=60, allow_redirects=False).status_code == 302
    ((query, tokens),) = site.got
    assert query["state"] == "st4te"
    assert tokens["openid"] == club.user("alice").openid("club")


def test_a_link_of_a_named_world_stays_in_it(club: MockWx, site: Any, web: requests.Session) -> None:
    body = {"name": "job7", "scenario": {"mockwx": 1, **WORLD}}
    base = web.post(f"{club.url}/_mockwx/worlds", json=body, timeout=60).json()["base_url"]
    other = MockWx.connect(base)
    site.wechat = base
    assert other.user("bob").authorize(link(other, site), deliver="once").delivered[0]["status"] == 302
    assert [each.user for each in other.calls("oauth2_access_token")] == ["bob"]
    assert club.calls("oauth2_access_token") == []


@pytest.mark.parametrize("over_http", [False, True])
def test_a_phone_delivers_the_callback_once_or_twice(club: MockWx, site: Any, over_http: bool) -> None:
    mockwx = MockWx.connect(club.url) if over_http else club
    alice = mockwx.user("alice")
    once = alice.authorize(link(mockwx, site), deliver="once")
    assert [each["status"] for each in once.delivered] == [302]
    assert once.delivered[0]["location"] == "/home"
    twice = alice.authorize(link(mockwx, site), deliver="twice")
    assert [each["status"] for each in twice.delivered] == [302, 401]
    assert [said.get("errcode") for _, said in site.got] == [None, None, 40163]
    none = alice.authorize(link(mockwx, site))
    assert (none.delivered, len(site.got)) == ((), 3)
    assert none.url is not None
    assert requests.get(none.url, timeout=60, allow_redirects=False).status_code == 302


def test_a_person_who_refuses_delivers_nothing(club: MockWx, site: Any) -> None:
    found = club.user("alice").authorize(link(club, site), decision="deny", deliver="once")
    assert (found.url, found.code, found.delivered, site.got) == (None, None, (), [])


def test_no_callback_leaves_this_machine_unless_it_was_allowed(club: MockWx, site: Any) -> None:
    url = link(club, site, redirect_uri="http://203.0.113.7:9/callback")
    (delivered,) = club.user("alice").authorize(url, deliver="once").delivered
    assert "203.0.113.7" in delivered["error"]
    assert "--callback-host" in delivered["error"]
    assert "status" not in delivered


def test_a_backend_that_is_not_there_is_told(club: MockWx, site: Any) -> None:
    url = link(club, site, redirect_uri="http://127.0.0.1:9/callback")
    (delivered,) = club.user("alice").authorize(url, deliver="once").delivered
    assert "error" in delivered


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("http://127.0.0.1:8000/x", True),
        ("http://127.9.9.9/", True),
        ("http://[::1]:8000/", True),
        ("https://localhost/", True),
        ("http://backend:8000/", True),
        ("http://BACKEND/", True),
        ("http://backend.evil.org/", False),
        ("http://localhost.evil.org/", False),
        ("http://127.0.0.1.evil.org/", False),
        ("http://127.0.0.1@evil.org/", False),
        ("http://169.254.169.254/latest", False),
        ("http://0.0.0.0/", False),
        ("file:///etc/passwd", False),
        ("http://[::1", False),
    ],
)
def test_which_hosts_are_reached(url: str, allowed: bool) -> None:
    assert is_allowed(url, ["backend"]) is allowed


def test_an_answer_that_the_phone_cannot_use_is_told_as_an_error_of_the_argument(club: MockWx) -> None:
    with pytest.raises(MockWxError, match=r"https://www\.example\.com/login"):
        club.user("alice").authorize("https://www.example.com/login")


# Long polls, with an endpoint of our own


class Poll:
    """What a login page asks for again and again; ``news`` ends the waiting."""

    def __init__(self, patience: int) -> None:
        self.patience = patience
        self.news = False

    def left(self, call: object) -> int:
        return 0 if self.news else self.patience

    def run(self, call: object) -> object:
        return javascript(f"window.wx_errcode={404 if self.news else 408};window.wx_code='';")


@pytest.fixture
def poll(monkeypatch: pytest.MonkeyPatch) -> Poll:
    poll = Poll(60_000)
    page = endpoint_lookup.BY_API["authorize"]
    path = "/connect/l/qrconnect"
    held = replace(page, api="poll", path=path, checks=(), run=poll.run, patience=poll.left)  # type: ignore[arg-type]
    host = {**endpoint_lookup.BY_HOST[page.host], path: held}
    monkeypatch.setattr(endpoint_lookup, "BY_HOST", {**endpoint_lookup.BY_HOST, page.host: host})
    monkeypatch.setattr("mockwx.server.data_plane.LONG_POLLS", frozenset({path}))
    return poll


def test_a_long_poll_is_held_until_there_is_news_and_journalled_once(
    mockwx: MockWx, web: requests.Session, poll: Poll
) -> None:
    url = f"{mockwx.url_for('lp.open.weixin.qq.com')}/connect/l/qrconnect?uuid=1"
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(web.get, url, timeout=60)
        time.sleep(0.3)
        assert not waiting.done()
        assert mockwx.login("alice")  # the server goes on meanwhile
        poll.news = True
        said = waiting.result(timeout=60)
    assert said.text == "window.wx_errcode=404;window.wx_code='';"
    assert said.headers["Content-Type"].startswith("text/javascript")
    assert len(mockwx.calls("poll") if "poll" in endpoint_lookup.BY_API else mockwx.calls()) == 1


def test_a_long_poll_ends_by_itself(mockwx: MockWx, web: requests.Session, poll: Poll) -> None:
    poll.patience = 100
    url = f"{mockwx.url_for('long.open.weixin.qq.com')}/connect/l/qrconnect"
    assert "408" in web.get(url, timeout=60).text


def test_a_server_that_stops_lets_a_long_poll_go(poll: Poll) -> None:
    mockwx = MockWx().start()
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(requests.get, f"{mockwx.url}/connect/l/qrconnect", timeout=60)
        time.sleep(0.3)
        mockwx.stop()
        assert waiting.exception(timeout=60) is not None or waiting.result().status_code == 200


def test_a_picture_is_told_by_its_size_in_the_journal(mockwx: MockWx, web: requests.Session, poll: Poll) -> None:
    poll.news, poll.run = True, lambda call: picture(b"\x89PNG\r\n" + bytes(20))  # type: ignore[method-assign]
    held = endpoint_lookup.BY_HOST["open.weixin.qq.com"]["/connect/l/qrconnect"]
    endpoint_lookup.BY_HOST["open.weixin.qq.com"]["/connect/l/qrconnect"] = replace(held, run=poll.run)  # type: ignore[index]
    said = web.get(f"{mockwx.url}/connect/l/qrconnect", timeout=60)
    assert (said.headers["Content-Type"], len(said.content)) == ("image/png", 26)
    assert mockwx.calls()[-1].answer == "(26 bytes of image/png)"


def test_a_page_whose_visitor_is_one_user_too_many_says_so(
    club: MockWx, site: Any, web: requests.Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "MOST_USERS", 0)
    full = web.get(f"{link(club, site).partition('#')[0]}&mockwx_user=frank&mockwx_decision=allow", timeout=60)
    assert full.status_code == 409
    assert "users already" in full.json()["error"]
    assert "请新建 world" in full.json()["error"]
