"""Backends that limit by themselves: they are asked slowly, from many addresses, and a 429 of theirs is no flaw."""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Callable, Iterator
from typing import Any

from mockwx.play.results import PlayResult

from .conftest import LOGIN, SAYS, wrong
from .good_backend import Backend, Reply

One = Callable[..., PlayResult]


def test_a_429_without_a_call_to_wechat_is_the_backends_own_limit_and_no_flaw(one: One, backend: Backend) -> None:
    backend.routes["POST /login"] = lambda _: (429, {"error": "slow down"})
    result = one(LOGIN + "    expect: {outcome: ok}\n")
    assert (result.verdict, wrong(result)) == ("skipped", [])
    assert str(result.reason).startswith(
        "the backend's own limit answered login with HTTP 429, without a call to WeChat"
    )


def test_a_429_that_tells_what_wechat_said_is_judged(one: One, backend: Backend) -> None:
    def login(request: dict[str, Any]) -> Reply:
        status, reply = backend.login(request)
        return (429, reply) if status != 200 else (status, reply)

    backend.routes["POST /login"] = login
    result = one(
        "rules: [{when: {api: code2session}, then: {errcode: 45011}}]\n" + LOGIN + "    expect: {outcome: ok}\n"
    )
    ((expected, _),) = wrong(result)
    assert (result.verdict, expected) == ("failed", "outcome ok")


def test_of_several_at_once_those_that_were_limited_are_told_from_those_that_wechat_refused(
    one: One, backend: Backend
) -> None:
    answers: Iterator[bool] = iter([True, False, False])

    def login(request: dict[str, Any]) -> Reply:
        return backend.login(request) if next(answers) else (429, {})

    backend.routes["POST /login"] = login
    result = one(LOGIN + "    parallel: 3\n    expect: {outcomes: {ok: 1.., unavailable: 0}}\n")
    assert (result.verdict, wrong(result)) == ("skipped", [])


def test_requests_keep_their_pace_also_over_plays(one: One, backend: Backend) -> None:
    backend.routes["GET /me"] = lambda _: (200, {})
    said = {**SAYS, "pace": "100ms"}
    began = time.monotonic()
    assert wrong(one(f"steps: [{', '.join(['{backend.me: {session: a}}'] * 6)}]", said=said)) == []
    assert time.monotonic() - began >= 0.45


def test_each_user_has_an_address_of_their_own_and_another_in_the_next_play(one: One, backend: Backend) -> None:
    said = {**SAYS, "address": "X-Forwarded-For"}
    text = LOGIN + "  - backend.me:\n  - phone.login: {user: bob, as: code}\n  - backend.login: {code: $code}\n"
    for _ in range(2):
        one("each: rule\n" + text, said=said)
    addresses = [request["headers"]["X-Forwarded-For"] for request in backend.seen]
    assert addresses[0] == addresses[1] != addresses[2]
    assert all(ipaddress.ip_address(address) in ipaddress.ip_network("198.18.0.0/15") for address in addresses)
