"""Whoever watches a journal gets every call once it is known, and after a break exactly what was missed."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import requests

from mockwx import MockWx


class Stream:
    """Events as they come, each a name, its data and its id."""

    def __init__(self, response: requests.Response) -> None:
        self._lines = response.iter_lines(chunk_size=1)
        self.cursor: str | None = None

    def next(self) -> tuple[str, Any]:
        name, data = "", None
        for raw in self._lines:
            line = raw.decode()
            if line.startswith("id: "):
                self.cursor = line[4:]
            elif line.startswith("event: "):
                name = line[7:]
            elif line.startswith("data: "):
                data = json.loads(line[6:])
            elif not line and name:
                return name, data
        raise AssertionError("the stream has ended")

    def calls(self) -> list[dict[str, Any]]:
        """The entries of the next event that has any."""
        while True:
            name, data = self.next()
            if name == "calls":
                return list(data)
            assert name == "changed", name


@contextmanager
def watching(mockwx: MockWx, cursor: str | None = None) -> Iterator[Stream]:
    with requests.get(
        f"{mockwx.url}/_mockwx/journal/stream", params={"cursor": cursor}, stream=True, timeout=60
    ) as response:
        assert response.headers["Content-Type"] == "text/event-stream; charset=utf-8"
        yield Stream(response)


def ask(mockwx: MockWx, code: str = "x") -> None:
    app = mockwx.app
    query = {"appid": app.appid, "secret": app.secret, "js_code": code, "grant_type": "authorization_code"}
    requests.get(f"{mockwx.url}/sns/jscode2session", params=query, timeout=60)


def test_what_was_there_comes_first_and_then_each_call_with_its_time(mockwx: MockWx) -> None:
    ask(mockwx)
    with watching(mockwx) as stream:
        assert [entry["number"] for entry in stream.calls()] == [1]
        ask(mockwx, mockwx.login("alice"))
        (entry,) = stream.calls()
        assert (entry["number"], entry["user"], entry["errcode"]) == (2, "alice", 0)
        assert entry["took_ms"] is not None


def test_who_comes_back_with_the_last_id_misses_nothing_and_gets_nothing_twice(mockwx: MockWx) -> None:
    with watching(mockwx) as stream:
        ask(mockwx)
        stream.calls()
    for _ in range(3):
        ask(mockwx)
    with watching(mockwx, stream.cursor) as again:
        assert [entry["number"] for entry in again.calls()] == [2, 3, 4]


def test_a_journal_that_was_cleared_or_begun_anew_is_told(mockwx: MockWx) -> None:
    with watching(mockwx) as stream:
        ask(mockwx)
        stream.calls()
        requests.delete(f"{mockwx.url}/_mockwx/journal", timeout=60)
        seen = [stream.next()[0]]
        while seen[-1] != "anew":
            seen.append(stream.next()[0])
        requests.post(f"{mockwx.url}/_mockwx/reset", timeout=60)
        while stream.next()[0] != "anew":
            pass
        ask(mockwx)
        assert [entry["number"] for entry in stream.calls()] == [1]


def test_what_a_control_call_changes_is_told_without_saying_what(mockwx: MockWx) -> None:
    with watching(mockwx) as stream:
        requests.post(f"{mockwx.url}/_mockwx/clock/advance", json={"by": "5m"}, timeout=60)
        assert stream.next() == ("changed", {})


def test_a_call_that_hangs_is_seen_while_it_hangs(mockwx: MockWx) -> None:
    mockwx.rule("code2session", net="hang", times=1)
    with watching(mockwx) as stream:
        with socket.create_connection(mockwx.address, timeout=60) as wire:
            wire.sendall(b"GET /sns/jscode2session HTTP/1.1\r\nHost: x\r\n\r\n")
            (hanging,) = stream.calls()
        assert (hanging["number"], hanging["rule"] is not None) == (1, True)
        (ended,) = stream.calls()
        assert (ended["number"], ended["took_ms"] is not None) == (1, True)


def test_each_world_is_watched_alone(mockwx: MockWx) -> None:
    requests.post(f"{mockwx.url}/_mockwx/worlds", json={"name": "job9"}, timeout=60)
    with watching(mockwx) as stream:
        requests.get(f"{mockwx.url}/~job9/sns/jscode2session", timeout=60)
        ask(mockwx)
        (entry,) = stream.calls()
        assert entry["request"]["query"]["js_code"] == "x"


def test_a_cursor_that_is_none_is_refused_and_so_is_an_unknown_world(mockwx: MockWx) -> None:
    refused = requests.get(f"{mockwx.url}/_mockwx/journal/stream", params={"cursor": "yesterday"}, timeout=60)
    assert (refused.status_code, refused.json()["where"]) == (422, "cursor")
    assert requests.get(f"{mockwx.url}/~nowhere/_mockwx/journal/stream", timeout=60).status_code == 404


def test_a_page_of_another_site_gets_no_stream(mockwx: MockWx) -> None:
    refused = requests.get(
        f"{mockwx.url}/_mockwx/journal/stream", headers={"Origin": "https://evil.example"}, timeout=60
    )
    assert refused.status_code == 403


def test_a_server_that_ends_ends_its_streams() -> None:
    mockwx = MockWx()
    mockwx.start()
    with watching(mockwx) as stream:
        ask(mockwx)
        stream.calls()
        mockwx.stop()
        with pytest.raises((AssertionError, requests.RequestException), match=r"ended|prematurely|reset"):
            stream.next()


def test_reasons_are_told_in_both_languages(mockwx: MockWx) -> None:
    ask(mockwx)
    with watching(mockwx) as stream:
        (entry,) = stream.calls()
        english, chinese = entry["reason"].split(" | ")
        assert english.startswith("no such code")
        assert "code" in chinese
        assert chinese != english
