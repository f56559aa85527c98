"""What a backend lacks is skipped, with the reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from mockwx.play.causes import causes
from mockwx.play.flaws import FlawKind
from mockwx.play.results import PlayResult

from .conftest import LOGIN, wrong
from .good_backend import Backend, Reply

One = Callable[..., PlayResult]


def test_an_action_that_the_file_does_not_say_is_skipped_before_anything_happens(one: One, backend: Backend) -> None:
    result = one(LOGIN + "  - backend.decrypt: {encryptedData: x, iv: y}\n")
    assert result.verdict == "skipped"
    assert str(result.reason).startswith("there is no action of this backend 'decrypt'; known: open, login, me, phone")
    assert backend.seen == []


@pytest.mark.parametrize("status", [404, 405])
def test_of_a_bare_url_the_usual_actions_are_tried(one: One, backend: Backend, status: int) -> None:
    backend.routes["GET /me"] = lambda _: (status, {})
    result = one(LOGIN + "  - backend.me:\n", said=None)
    assert result.verdict == "skipped"
    assert str(result.reason).startswith(
        f"the backend has no GET /me (HTTP {status}); a backend file can say how it does me"
    )


def test_login_must_be_there(one: One, backend: Backend) -> None:
    del backend.routes["POST /login"]
    result = one(LOGIN + "    expect: {outcome: ok}\n", said=None)
    assert result.verdict == "failed"
    assert "is the action's request right?" in result.steps[1].differences[0].more[0].en


def test_an_action_that_answered_before_is_not_lacked_later(one: One, backend: Backend) -> None:
    answers: Iterator[Reply] = iter([(200, {}), (404, {})])
    backend.routes["GET /me"] = lambda _: next(answers)
    result = one(LOGIN + "  - backend.me:\n  - backend.me:\n    expect: {outcome: ok}\n", said=None)
    assert wrong(result)[0] == ("outcome ok", "refused: HTTP 404 {}")


def test_of_a_bare_url_the_session_is_sent_as_a_bearer_once_there_is_one(one: One, backend: Backend) -> None:
    result = one(LOGIN + "  - backend.me:\n    expect: {json: {$.uid: 1}}\n", said=None)
    assert wrong(result) == []
    backend.routes["GET /me"] = lambda request: (200, {"sent": request["headers"].get("Authorization")})
    assert wrong(one("steps:\n  - backend.me:\n    expect: {json: {$.sent: null}}\n", said=None)) == []


def test_an_action_that_nobody_knows_is_skipped_with_the_nearest(one: One) -> None:
    result = one("steps: [{backend.logn: {code: x}}]", said=None)
    assert (result.verdict, str(result.reason).split(" | ")[0]) == (
        "skipped",
        "there is no action of this backend 'logn'; did you mean 'login'?",
    )


def test_a_scenario_without_steps_is_skipped(one: One) -> None:
    assert str(one("users: {alice: }").reason).startswith("it has no steps")


@pytest.mark.parametrize("status", [404, 405])
def test_a_path_of_the_file_that_the_backend_does_not_know_is_told_as_a_mistake_of_the_file(
    one: One, backend: Backend, status: int
) -> None:
    backend.routes["GET /me"] = lambda _: (status, {})
    (cause,) = causes([one(LOGIN + "  - backend.me:\n    expect: {outcome: ok}\n")])
    assert cause.flaw.kind is FlawKind.NO_ROUTE
    assert cause.headline.en.startswith("does not know the path of me: 1 scenario")
    assert "the backend's file" in cause.advice[0].en
    assert "后端文件" in cause.advice[0].zh


def test_a_404_after_wechat_was_asked_is_an_answer_of_the_backend(one: One, backend: Backend) -> None:
    login = backend.routes["POST /login"]

    def nobody(request: dict[str, Any]) -> Reply:
        login(request)
        return 404, {}

    backend.routes["POST /login"] = nobody
    (cause,) = causes([one(LOGIN + "    expect: {outcome: ok}\n")])
    assert cause.flaw.kind is FlawKind.NO_SUCCESS
