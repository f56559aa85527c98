"""``hold: n``: answers wait until the n-th call is there, so that a backend meets them at one moment."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
import requests
from eventually import soon

from mockwx import MockWx
from tests.store.fleet import Server

from .calls import exchange_of
from .wire import speak

if TYPE_CHECKING:
    from real_redis import RedisServer

PATIENCE = 60


@dataclass
class Wechat:
    """One WeChat, at one or two addresses."""

    bases: tuple[str, ...]
    threads: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(32))
    asked: int = 0

    def control(self, method: str, path: str, body: Any = None) -> Any:
        answer = requests.request(method, f"{self.bases[0]}/_mockwx/{path}", json=body, timeout=PATIENCE)
        assert answer.status_code < 300, answer.text
        return answer.json()

    def hold(self, calls: object, **when: Any) -> None:
        """``calls`` alone: until so many are there, however long a busy machine takes to make them."""
        then = when.pop("then", {})
        calls = {"calls": calls, "limit": "1m"} if isinstance(calls, int) else calls
        self.control(
            "POST", "rules", {"name": "gate", "when": {"api": "code2session", **when}, "then": {"hold": calls, **then}}
        )

    def ask(self, user: str) -> Future[float]:
        """A login of its own, from a thread of its own; when it was answered."""
        code = self.control("POST", "phone/login", {"user": user})["code"]
        query = {"appid": "wx00000000mockshop", "secret": "mockwx-secret-shop", "js_code": code}
        base, self.asked = self.bases[self.asked % len(self.bases)], self.asked + 1

        def get() -> float:
            url = f"{base}/sns/jscode2session"
            answer = requests.get(url, {**query, "grant_type": "authorization_code"}, timeout=PATIENCE)
            assert "openid" in answer.json()
            return time.monotonic()

        return self.threads.submit(get)

    def until_journalled(self, calls: int) -> list[dict[str, Any]]:
        found = self.control("GET", f"journal/wait?api=code2session&count={calls}&timeout=60s")
        entries: list[dict[str, Any]] = found["entries"]
        return entries

    def notes(self) -> list[str]:
        return [each["line"] for each in self.control("GET", "journal")["entries"] if each["api"] is None]


@pytest.fixture(scope="module", params=["memory", "redis"])
def bases(request: pytest.FixtureRequest) -> Iterator[tuple[str, ...]]:
    """The addresses of one WeChat: one server's, or those of two on one Redis."""
    with ExitStack() as stack:
        if request.param == "memory":
            yield (stack.enter_context(MockWx()).url,)
        else:
            redis: RedisServer = request.getfixturevalue("redis_server")
            url = redis.url()
            servers = [Server(url) for _ in range(2)]
            for server in servers:
                stack.callback(server.kill)
                server.start()
            yield tuple(server.base for server in servers)


@pytest.fixture
def wechat(bases: tuple[str, ...]) -> Iterator[Wechat]:
    """In a world that has just begun."""
    wechat = Wechat(bases)
    wechat.control("PUT", "scenario", {"mockwx": 1})
    yield wechat
    wechat.control("DELETE", "rules")
    wechat.threads.shutdown()


def test_an_answer_waits_for_the_second_call_and_both_work_was_done_at_once(wechat: Wechat) -> None:
    wechat.hold(2)
    first = wechat.ask("alice")
    (entry,) = wechat.until_journalled(1)

    assert entry["errcode"] == 0  # the code is spent, the answer has not come
    assert entry["response"]["held"] == {"calls": 2, "arrived": 1}
    assert entry["trace"] == ["gate: fired on call 1; held until 2 calls are there, 1m at most (1 came)"]
    assert not wait([first], timeout=0.3).done

    second = wechat.ask("bob")
    assert wait([first, second], timeout=PATIENCE).not_done == set()
    assert wechat.until_journalled(2)[1]["trace"] == ["gate: fired on call 2; the last of 2, all answers go out"]


def test_whoever_comes_after_a_full_gathering_begins_the_next(wechat: Wechat) -> None:
    wechat.hold(2)
    futures = [wechat.ask("alice"), wechat.ask("bob"), wechat.ask("carol")]
    wechat.until_journalled(3)

    assert soon(lambda: sum(future.done() for future in futures) == 2)
    assert len(wait(futures, timeout=0.3).done) == 2
    futures.append(wechat.ask("dave"))
    assert wait(futures, timeout=PATIENCE).not_done == set()


def test_people_wait_for_their_own_calls_where_calls_are_counted_by_user(wechat: Wechat) -> None:
    wechat.hold(2, count_by="user")
    alice, bob = wechat.ask("alice"), wechat.ask("bob")
    wechat.until_journalled(2)
    assert not wait([alice, bob], timeout=0.3).done

    again = wechat.ask("alice")

    assert wait([alice, again], timeout=PATIENCE).not_done == set()
    assert not bob.done()


def test_what_the_rule_is_not_for_is_not_held(wechat: Wechat) -> None:
    wechat.hold(5, user="alice")
    alice = wechat.ask("alice")
    wechat.until_journalled(1)

    for user in ("bob", "carol", "dave"):
        wechat.ask(user).result(timeout=PATIENCE)

    assert not alice.done()


def test_twenty_are_answered_at_one_moment(wechat: Wechat) -> None:
    wechat.hold(20)
    futures = [wechat.ask(f"u{nth}") for nth in range(19)]
    wechat.until_journalled(19)
    assert not any(future.done() for future in futures)

    futures.append(wechat.ask("last"))

    assert wait(futures, timeout=PATIENCE).not_done == set()


def test_after_the_limit_all_go_and_the_journal_tells_how_many_came(wechat: Wechat) -> None:
    wechat.hold({"calls": 3, "limit": "500ms"})

    futures = [wechat.ask("alice"), wechat.ask("bob")]

    assert wait(futures, timeout=PATIENCE).not_done == set()
    # Two notes where the machine was so busy that the second came after the first had been let go.
    assert soon(lambda: sum(int(came) for note in wechat.notes() for came in re.findall(r"(\d) of 3 calls", note)) == 2)
    assert all("HOLD rule gate" in note and "not all came" in note for note in wechat.notes())
    # And what comes later gathers anew.
    wechat.ask("carol").result(timeout=PATIENCE)
    assert "500ms at most (1 came)" in wechat.until_journalled(3)[2]["trace"][0]


def test_without_a_limit_of_its_own_it_is_ten_seconds(wechat: Wechat) -> None:
    wechat.hold({"calls": 2})
    wechat.ask("alice")
    (entry,) = wechat.until_journalled(1)
    assert "10s at most" in entry["trace"][0]


@pytest.mark.parametrize("gone", [("DELETE", "rules/gate"), ("PUT", "rules"), ("POST", "reset")], ids=str)
def test_a_rule_that_is_gone_lets_its_answers_go(wechat: Wechat, gone: tuple[str, str]) -> None:
    wechat.hold({"calls": 2, "limit": "1m"})
    future = wechat.ask("alice")
    wechat.until_journalled(1)

    wechat.control(*gone, *([[]] if gone[0] == "PUT" else []))

    future.result(timeout=PATIENCE)
    assert wechat.notes() == []


def test_a_hold_goes_with_another_outcome_and_with_latency(wechat: Wechat) -> None:
    wechat.hold(2, then={"body": {"add": {"openid": "oMOCK"}}, "latency": "10ms"})

    futures = [wechat.ask("alice"), wechat.ask("bob")]

    assert wait(futures, timeout=PATIENCE).not_done == set()
    assert [entry["fault"] for entry in wechat.until_journalled(2)] == ["body with openid"] * 2


def test_a_caller_that_gives_up_has_come_all_the_same(mockwx: MockWx) -> None:
    mockwx.rule("code2session", hold={"calls": 2, "limit": "1m"})
    with socket.create_connection(mockwx.address, timeout=PATIENCE) as alice:
        alice.sendall(exchange_of(mockwx, mockwx.login("alice")))
        mockwx.wait("code2session", timeout="60s")

    assert "openid" in speak(mockwx, exchange_of(mockwx, mockwx.login("bob"))).json


def test_a_server_that_stops_waits_for_nobody() -> None:
    with ThreadPoolExecutor() as threads:
        with MockWx() as mockwx:
            mockwx.rule("code2session", hold={"calls": 2, "limit": "1m"})
            query = {"appid": mockwx.app.appid, "secret": mockwx.app.secret, "js_code": mockwx.login("alice")}
            url = f"{mockwx.url}/sns/jscode2session?grant_type=authorization_code"
            future: Future[Any] = threads.submit(requests.get, url, query, timeout=PATIENCE)
            mockwx.wait("code2session", timeout="60s")
        assert isinstance(future.exception(timeout=PATIENCE), requests.ConnectionError | None)
