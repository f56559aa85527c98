"""Requests at the same time: all are in flight before the first is answered."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from typing import Any

import pytest

from mockwx.play.results import PlayResult
from mockwx.scenario.loader import ScenarioError, parse

from .conftest import wrong
from .good_backend import Backend, Reply

One = Callable[..., PlayResult]


def at_once(n: int, expect: str) -> str:
    return f"""
        steps:
          - phone.login: {{user: alice, as: code}}
          - backend.login: {{code: $code}}
            parallel: {n}
            expect: {expect}
        """


@pytest.mark.parametrize("n", [2, 50])
def test_all_are_in_flight_before_the_first_is_answered(one: One, backend: Backend, n: int) -> None:
    real, together = backend.login, threading.Barrier(n)

    def login(request: dict[str, Any]) -> Reply:
        together.wait(60)  # breaks, and so crashes, unless all are here at the same time
        return real(request)

    backend.routes["POST /login"] = login
    result = one(at_once(n, f"{{outcomes: {{ok: 1, refused: {n - 1}}}}}"))
    assert wrong(result) == []
    assert len(result.steps[1].answers) == n


def test_a_backend_that_makes_two_accounts_of_one_person_is_found_out(one: One, backend: Backend) -> None:
    count = iter(range(1, 100))
    real = backend.login

    def login(request: dict[str, Any]) -> Reply:
        real(request)
        return 200, {"token": "t", "user": {"id": next(count)}}

    backend.routes["POST /login"] = login
    ((expected, came),) = wrong(one(at_once(3, "{outcomes: {ok: 3}, same: $.user.id}")))
    assert expected.startswith("the same $.user.id: all answers agree")
    assert sorted(came.split(", ")) == ["1", "2", "3"]


def test_values_are_looked_for_in_the_answers_that_are_ok(one: One) -> None:
    assert wrong(one(at_once(4, "{outcomes: {ok: 1, refused: 3}, same: $.user.id, json: {$.user.id: 1}}"))) == []


def test_the_count_of_each_outcome_is_told_with_the_answers(one: One) -> None:
    result = one(at_once(3, "{outcomes: {ok: 2..3, refused: 1}}"))
    found = wrong(result)
    assert found[0][0] == "2 to 3 ok"
    assert sorted(found[0][1].split(", ")) == ["1 ok", "2 refused"]
    assert found[1][0] == "1 refused"
    (difference, *_) = result.steps[1].differences
    assert sorted(each.en.split(":")[0] for each in difference.more) == ["ok", "refused"]


def test_one_crash_among_many_fails(one: One, backend: Backend) -> None:
    real, first = backend.login, threading.Lock()

    def login(request: dict[str, Any]) -> Reply:
        return (500, {}) if first.acquire(blocking=False) else real(request)

    backend.routes["POST /login"] = login
    assert [expected for expected, _ in wrong(one(at_once(4, "{outcomes: {ok: 1, refused: 2}}")))] == ["no crash"]


def test_a_backend_that_is_not_there_refuses_them_all_and_nobody_waits(one: One) -> None:
    result = one(at_once(5, "{outcomes: {ok: 5}}"), url="http://127.0.0.1:1")
    assert [each.outcome for each in result.steps[1].answers] == ["crashed"] * 5


BRANCHES = """
    steps:
      - phone.login: {user: alice, as: one}
      - phone.login: {user: bob, as: two}
      - backend.login: {}
        parallel: [{user: alice, code: $one}, {user: bob, code: $two}]
        expect: {outcomes: {ok: 2}}
      - backend.me: {user: alice}
        expect: {json: {$.uid: $uid}}
      - backend.me: {user: bob}
        expect: {json: {$.uid: $uid}}
    expect: {calls: [{api: code2session, user: alice, count: 1}, {api: code2session, user: bob, count: 1}]}
    """


def test_each_of_a_list_has_arguments_and_a_user_of_its_own_and_all_are_in_flight_at_once(
    one: One, backend: Backend
) -> None:
    real, together = backend.login, threading.Barrier(2)

    def login(request: dict[str, Any]) -> Reply:
        together.wait(60)
        return real(request)

    backend.routes["POST /login"] = login
    result = one(BRANCHES)
    assert wrong(result) == []
    assert sorted(request["headers"]["Authorization"] for request in backend.seen if request["path"] == "/me") == [
        "Bearer token-1",
        "Bearer token-2",
    ]
    assert "parallel: [{" in result.steps[2].args


def test_what_a_branch_says_stands_in_place_of_what_the_step_says(one: One, backend: Backend) -> None:
    one("steps: [{backend.login: {code: a, more: m}, parallel: [{code: b}, {}]}]")
    assert sorted(request["json"]["code"] for request in backend.seen) == ["a", "b"]


@pytest.mark.parametrize(
    ("parallel", "problem"),
    [
        ("[]", "1 to 1000 maps of arguments are wanted"),
        ("[$one]", "a map of arguments is wanted: {code: $one}"),
        ("[{code: $none}]", "there is no value kept before this step as 'none'"),
        ("[{code: 5 $}]", "a lone $ means nothing"),
        ("1001", "at most 1000, not the number 1001"),
    ],
)
def test_a_list_that_is_wrong_is_told(parallel: str, problem: str) -> None:
    with pytest.raises(ScenarioError, match=re.escape(problem)):
        parse(f"mockwx: 1\nsteps: [{{phone.login: alice, as: one}}, {{backend.login: , parallel: {parallel}}}]")
