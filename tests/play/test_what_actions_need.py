"""What an action needs: steps of the phone before it, several requests in turn, and values that somebody gave."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mockwx.play.results import PlayResult

from .conftest import LOGIN, wrong
from .good_backend import Backend, Reply

One = Callable[..., PlayResult]
SAVE = {"session": "$.token", "uid": "$.user.id"}


def test_the_phone_does_first_what_an_action_needs_for_whoever_asks(one: One, backend: Backend) -> None:
    login = {
        "before": [{"phone.getUserInfo": {"as": "info"}}, {"phone.getPhoneNumber": {"as": "phone"}}],
        "request": "POST /login",
        "json": {
            "code": "$code",
            "userInfo": "$info.userInfo",
            "sealed": "$info.encryptedData",
            "phone": "$phone.code",
        },
        "save": SAVE,
    }
    result = one(
        LOGIN + "  - phone.login: {user: bob, as: code}\n  - backend.login: {code: $code}\n",
        said={"actions": {"login": login}},
    )
    assert wrong(result) == []
    hers, his = (request["json"] for request in backend.seen)
    assert hers["userInfo"]["nickName"] == "微信用户"
    assert len(hers["phone"]) == 64
    assert hers["sealed"] != his["sealed"]


def test_a_code_that_no_phone_made_comes_with_what_a_phone_gives(one: One, backend: Backend) -> None:
    login = {
        "before": [{"phone.getUserInfo": {"as": "info"}}],
        "request": "POST /login",
        "json": {"code": "$code", "iv": "$info.iv"},
    }
    result = one(
        "steps:\n  - backend.login: {code: the code is a mock one}\n    expect: {outcome: refused}\n",
        said={"actions": {"login": login}},
    )
    assert wrong(result) == []
    assert backend.seen[0]["json"]["iv"]


@pytest.mark.parametrize(
    ("login", "reason"),
    [
        (
            {"before": [{"phone.getUserInfo": {"as": "info"}}], "json": {"code": "$code", "unionid": "$info.unionid"}},
            "this backend's login needs what nobody gave: $info.unionid: there is no 'unionid' in it",
        ),
        (
            {"json": {"code": "$code", "captcha": "$captcha"}},
            "this backend's login needs what nobody gave: there is no",
        ),
        (
            {"before": [{"phone.scan": {"url": "http://127.0.0.1:1/", "as": "seen"}}], "json": {"code": "$code"}},
            "before login this backend needs phone.scan, which cannot be done here: ",
        ),
    ],
)
def test_a_value_that_is_missing_makes_the_scenario_skipped_with_the_reason(
    one: One, backend: Backend, login: dict[str, Any], reason: str
) -> None:
    result = one(LOGIN, said={"actions": {"login": {"request": "POST /login", **login}}})
    assert (result.verdict, wrong(result)) == ("skipped", [])
    assert reason in str(result.reason)
    assert backend.seen == []


def test_a_login_of_two_requests_uses_what_the_first_one_saved(one: One, backend: Backend) -> None:
    backend.routes["GET /nonce"] = lambda _: (200, {"nonce": "n1"})
    login = {
        "requests": [
            {"request": "GET /nonce", "save": {"nonce": "$.nonce"}},
            {"request": "POST /login", "json": {"code": "$code", "nonce": "$nonce"}, "save": SAVE},
        ]
    }
    result = one(LOGIN + "    expect: {outcome: ok}\n", said={"actions": {"login": login}})
    assert wrong(result) == []
    assert [request["path"] for request in backend.seen] == ["/nonce", "/login"]
    assert backend.seen[1]["json"]["nonce"] == "n1"


def test_a_first_request_that_is_refused_is_the_answer_and_the_next_one_is_not_sent(one: One, backend: Backend) -> None:
    backend.routes["GET /nonce"] = lambda _: (503, {})
    login = {"requests": [{"request": "GET /nonce"}, {"request": "POST /login", "json": {"code": "$code"}}]}
    result = one(
        LOGIN + "    expect: {outcome: unavailable}\nexpect: {calls: [{api: code2session, count: 0}]}\n",
        said={"actions": {"login": login}},
    )
    assert wrong(result) == []
    assert [request["path"] for request in backend.seen] == ["/nonce"]


def test_a_secret_in_any_of_several_answers_is_found(one: One, backend: Backend) -> None:
    backend.routes["GET /config"] = lambda _: (200, {"secret": "mockwx-secret-shop"})
    login = {"requests": [{"request": "GET /config"}, {"request": "POST /login", "json": {"code": "$code"}}]}
    ((_, came), *_) = wrong(one(LOGIN, said={"actions": {"login": login}}))
    assert "secret" in came


def test_several_requests_are_at_the_same_time_one_after_the_other(one: One, backend: Backend) -> None:
    order: list[str] = []

    def nonce(_: dict[str, Any]) -> Reply:
        order.append("nonce")
        return 200, {}

    def login(_: dict[str, Any]) -> Reply:
        order.append("login")
        return 401, {}

    backend.routes |= {"GET /nonce": nonce, "POST /login": login}
    said = {"requests": [{"request": "GET /nonce"}, {"request": "POST /login"}]}
    one(LOGIN + "    parallel: 3\n", said={"actions": {"login": said}})
    assert order == ["nonce"] * 3 + ["login"] * 3
