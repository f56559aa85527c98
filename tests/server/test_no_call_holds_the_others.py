"""A control call that makes or tells very much leaves room for the calls of others."""

from __future__ import annotations

import socket
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from many_calls import many_calls

from mockwx import MockWx


def calls_meanwhile(mockwx: MockWx, work: threading.Thread) -> int:
    """How many calls are answered while ``work`` goes on."""
    work.start()
    answered = 0
    with requests.Session() as session:
        while work.is_alive():
            session.get(f"{mockwx.url}/sns/jscode2session", timeout=60)
            answered += 1
    work.join()
    return answered


def test_a_hundred_thousand_codes_are_made_in_portions(mockwx: MockWx) -> None:
    codes: list[str] = []

    def login() -> None:
        answer = requests.post(f"{mockwx.url}/_mockwx/phone/login", json={"count": 30_000, "people": 50}, timeout=120)
        codes.extend(answer.json()["codes"])

    assert calls_meanwhile(mockwx, threading.Thread(target=login)) > 20
    assert len(set(codes)) == 30_000


def test_of_very_many_problems_the_first_are_told_and_the_rest_counted(mockwx: MockWx) -> None:
    text = "mockwx: 1\n" + "".join(f"wrong_key_{number}: 1\n" for number in range(5_000))
    said: list[str] = []

    def load() -> None:
        answer = requests.put(f"{mockwx.url}/_mockwx/scenario", data=text.encode(), timeout=120)
        said.append(answer.json()["error"])

    assert calls_meanwhile(mockwx, threading.Thread(target=load)) > 5
    lines = said[0].splitlines()
    assert len(lines) == 101
    assert "4900 more problems" in lines[-1]
    assert "另有 4900 个问题" in lines[-1]


def test_many_who_wait_for_a_call_leave_room_and_all_see_it_come(mockwx: MockWx) -> None:
    many_calls(mockwx, "/sns/jscode2session", 2_000)
    statuses: list[int] = []

    def wait() -> None:
        answer = requests.get(f"{mockwx.url}/_mockwx/journal/wait?api=token&timeout=60s", timeout=90)
        statuses.append(answer.status_code)

    waiting = [threading.Thread(target=wait) for _ in range(60)]
    for thread in waiting:
        thread.start()
    many_calls(mockwx, "/sns/auth", 50)
    many_calls(mockwx, "/cgi-bin/token", 1)
    for thread in waiting:
        thread.join()
    assert statuses == [200] * 60


def test_calls_that_come_one_by_one_are_counted_together_but_not_what_was_cleared_meanwhile(mockwx: MockWx) -> None:
    wait = f"{mockwx.url}/_mockwx/journal/wait?api=sns_auth&count=3&timeout=60s"
    with requests.Session() as session, ThreadPoolExecutor(1) as waiting:

        def call() -> None:
            session.get(f"{mockwx.url}/sns/auth", timeout=60)

        call()
        call()
        waited = waiting.submit(requests.get, wait, timeout=90)
        call_elsewhere = f"{mockwx.url}/cgi-bin/token"
        for _ in range(5):
            session.get(call_elsewhere, timeout=60)
        session.delete(f"{mockwx.url}/_mockwx/journal", timeout=60)
        call()
        call()
        with pytest.raises(TimeoutError):
            waited.result(timeout=0.5)
        call()
        assert len(waited.result(timeout=60).json()["entries"]) == 3


def test_three_hundred_who_wait_leave_room_and_all_see_it_come(mockwx: MockWx) -> None:
    asked = b"GET /_mockwx/journal/wait?api=token&timeout=60s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    waiting = [socket.create_connection(mockwx.address, timeout=60) for _ in range(300)]
    for wire in waiting:
        wire.sendall(asked)
    many_calls(mockwx, "/sns/auth", 300)
    many_calls(mockwx, "/cgi-bin/token", 1)
    answers = []
    for wire in waiting:
        with wire:
            answers.append(wire.recv(12))
    assert answers == [b"HTTP/1.1 200"] * 300
