"""A login backend and what WeChat does to it, without an AppID, a phone or the network."""

import json
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest

from mockwx_lite import MockWx


@pytest.fixture
def mockwx():
    """A world for this test alone."""
    with MockWx() as mockwx:
        yield mockwx


@pytest.fixture
def backend(mockwx):
    """Yours, which is told where WeChat is."""
    return Backend(mockwx.url, mockwx.app["appid"], mockwx.app["secret"])


def test_alice_logs_in(mockwx, backend):
    assert backend.login(mockwx.login("alice")) == (200, mockwx.user("alice").openid())


def test_a_code_expires(mockwx, backend):
    code = mockwx.login("alice")
    mockwx.advance("5m1s")
    assert backend.login(code)[0] == 401


def test_wechat_is_busy_once(mockwx, backend):
    mockwx.refuse("code2session", 45011, times=1)
    code = mockwx.login("alice")
    assert [backend.login(code)[0] for _ in range(2)] == [503, 200]


def test_the_answer_is_lost_and_the_code_is_spent(mockwx, backend):
    mockwx.rule("code2session", call=1, net="reset", commit=True)
    code = mockwx.login("alice")
    assert [backend.login(code)[0] for _ in range(2)] == [503, 401]
    mockwx.verify("code2session", user="alice", count=2)


def test_eight_at_once_in_worlds_of_their_own():
    def play(number):
        with MockWx() as mockwx:
            mockwx.refuse("code2session", 45011, times=number)
            backend = Backend(mockwx.url, mockwx.app["appid"], mockwx.app["secret"])
            code = mockwx.login("alice")
            statuses = [backend.login(code)[0] for _ in range(number + 1)]
            mockwx.verify("code2session", count=number + 1)
            return statuses

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(play, range(1, 9))) == [[503] * number + [200] for number in range(1, 9)]


class Backend:
    """A login as a backend does it; where WeChat is comes from its settings."""

    def __init__(self, wechat, appid, secret):
        self.wechat, self.appid, self.secret = wechat, appid, secret

    def login(self, code):
        query = {"appid": self.appid, "secret": self.secret, "js_code": code, "grant_type": "authorization_code"}
        try:
            with urllib.request.urlopen(f"{self.wechat}/sns/jscode2session?{urlencode(query)}", timeout=5) as response:
                answer = json.load(response)
        except OSError:
            return 503, "try again later"
        errcode = answer.get("errcode", 0)
        if errcode == 0:
            return 200, answer["openid"]
        return (401, "log in again") if errcode in (40029, 40163) else (503, "try again later")
