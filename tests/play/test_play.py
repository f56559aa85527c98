"""Scenarios against a small real backend: what passes, and how a failure reads."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from mockwx import MockWx
from mockwx.play.backend import BackendSettings
from mockwx.play.player import play, scripts
from mockwx.play.report_text import details
from mockwx.play.results import PlayResult
from mockwx.play.wechat_side import WechatSide
from mockwx.scenario import ready_scenarios

from .conftest import LOGIN, wrong
from .good_backend import Backend, Reply

One = Callable[..., PlayResult]


@pytest.mark.parametrize("name", ["happy", "throttled-then-well", "code-expired", "token-taken-by-another-holder"])
def test_a_good_backend_of_which_only_the_url_is_known_passes(name: str, wechat: MockWx, backend: Backend) -> None:
    (script,) = scripts(ready_scenarios.find(name))
    result = asyncio.run(play(BackendSettings.read(backend.url), WechatSide(wechat.client), script))
    assert (result.verdict, wrong(result)) == ("passed", [])
    assert result.calls


def test_a_backend_that_takes_throttling_for_a_crash_fails_with_the_whole_story(one: One, backend: Backend) -> None:
    real = backend.login

    def login(request: dict[str, Any]) -> Reply:
        status, reply = real(request)
        return (500, {"error": "unexpected"}) if status == 503 else (status, reply)

    backend.routes["POST /login"] = login
    result = one(
        """
        rules:
          - {name: throttled, when: {api: code2session, call: 1..3}, then: {errcode: 45011}}
          - {name: for bob, when: {api: code2session, user: bob}, then: {errcode: -1}}
        steps:
          - phone.login: {user: alice, as: code}
          - backend.login: {code: $code}
            expect: {outcome: unavailable}
          - clock.advance: 61s
        """
    )
    assert result.verdict == "failed"
    assert [step.played for step in result.steps] == [True, True, True]
    text = [line.split(" | ")[0] for line in details(result)]
    assert text[1:5] == [
        "    step 第 2 步: backend.login {code: $code} by alice",
        "      expected 期望  outcome unavailable",
        '      came     实际  crashed: HTTP 500 {"error": "unexpected"}',
        "    calls to WeChat",
    ]
    assert text[5].startswith("      #1 code2session alice 45011 ")
    assert text[6:] == [
        "          rule throttled: fired on call 1",
        "          rule for bob: user was alice, not bob",
    ]


def test_a_backend_that_logs_in_without_asking_wechat_is_found_out(one: One, backend: Backend) -> None:
    backend.routes["POST /login"] = lambda _: (200, {"token": "t", "user": {"id": 1}})
    result = one(LOGIN + "    expect: {outcome: ok}\n")
    ((expected, came),) = wrong(result)
    assert expected.startswith("a call to WeChat")
    assert came == f"none came: the backend answered without asking {backend.wechat}"


@pytest.mark.parametrize(
    ("step", "missed"),
    [
        ("phone.getPhoneNumber: alice", ["none came"]),
        ("phone.getRealtimePhoneNumber: alice", ["none came"]),
        ("phone.pluginLogin: alice", ["none came"]),
        ("phone.getPhoneNumber: {user: alice, deny: true}", []),
        ("phone.nickname: alice", []),
    ],
)
def test_a_code_of_any_kind_is_to_be_spent_where_a_phone_gave_one(
    one: One, backend: Backend, step: str, missed: list[str]
) -> None:
    backend.routes["POST /phone"] = lambda _: (200, {})
    result = one(f"steps:\n  - {step}\n  - backend.phone: {{code: c}}\n")
    assert [came.split(":")[0] for _, came in wrong(result)] == missed


def test_a_scenario_that_expects_no_call_may_have_none(one: One, backend: Backend) -> None:
    backend.routes["POST /login"] = lambda _: (400, {})
    assert wrong(one(LOGIN + "expect: {calls: [{api: code2session, count: 0}]}\n")) == []


def test_every_play_begins_in_a_fresh_world(one: One) -> None:
    for _ in range(2):
        assert wrong(one(LOGIN + "expect: {calls: [{api: code2session, count: 1}]}\n")) == []


def test_a_step_that_cannot_be_done_says_why(one: One) -> None:
    result = one("steps:\n  - wechat.rotate_session_key: alice\n  - backend.login: {code: x}\n")
    ((_, came),) = wrong(result)
    assert "alice has no live session in shop; let phone.login come first" in came
    assert [step.played for step in result.steps] == [True, False]


def test_an_action_whose_variable_nobody_gave_says_so(one: One) -> None:
    result = one("steps:\n  - phone.login: alice\n    as: code\n  - backend.login: {cod: $code}\n")
    assert result.verdict == "skipped"
    assert "needs what nobody gave: there is no value kept as 'code'; did you mean 'cod'?" in str(result.reason)


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "http://mockwx.invalid"])
def test_a_backend_that_is_not_there_has_crashed(one: One, url: str) -> None:
    came = wrong(one(LOGIN, url=url))[0]
    assert came[0] == "no crash"
    assert came[1].startswith("crashed: no answer: ")


def test_a_backend_that_hangs_up_has_crashed(one: One, backend: Backend) -> None:
    backend.routes["POST /login"] = lambda _: (0, None)
    assert wrong(one(LOGIN))[0][1] == "crashed: no answer: Server disconnected"


def test_each_user_has_cookies_and_saved_values_of_their_own(one: One, backend: Backend) -> None:
    real = backend.login

    def login(request: dict[str, Any]) -> Reply:
        status, reply = real(request)
        backend.replies_headers = {"Set-Cookie": f"session={reply['token']}; Secure; HttpOnly; Path=/"}
        return status, reply

    def me(request: dict[str, Any]) -> Reply:
        backend.replies_headers = {}
        return 200, {"cookie": request["headers"].get("Cookie"), "token": request["headers"].get("Authorization")}

    backend.routes |= {"POST /login": login, "GET /me": me}
    result = one(
        """
        steps:
          - phone.login: {user: alice, as: code}
          - backend.login: {code: $code}
          - phone.login: {user: bob, as: code}
          - backend.login: {code: $code}
          - backend.me:
            expect: {json: {$.cookie: session=token-2, $.token: Bearer token-2}}
          - backend.me: {user: alice}
            expect: {json: {$.cookie: session=token-1, $.token: Bearer token-1}}
          - backend.me: {user: carol, session: none}
            expect: {json: {$.cookie: null, $.token: Bearer none}}
        """
    )
    assert wrong(result) == []
    assert [step.user for step in result.steps if step.verb.startswith("backend.")] == [
        "alice",
        "bob",
        "bob",
        "alice",
        "carol",
    ]


def test_one_user_does_not_know_what_another_saved(one: One) -> None:
    result = one(LOGIN + "  - backend.me: {user: bob}\n")
    assert result.verdict == "skipped"
    assert "there is no value kept as 'session'" in str(result.reason)


def test_what_a_step_keeps_can_be_given_to_later_ones(one: One, backend: Backend) -> None:
    backend.routes["POST /echo"] = lambda request: (200, request["json"])
    said = {
        "actions": {
            "login": {
                "request": "POST /login",
                "json": {"code": "$code"},
                "save": {"session": "$.token", "uid": "$.user.id"},
            },
            "echo": {"request": "POST /echo", "json": "$what"},
        }
    }
    result = one(
        """
        steps:
          - phone.login: {user: alice, as: code}
          - phone.getPhoneNumber: alice
            as: phone
          - backend.login: {code: $code, as: session}
          - phone.login: {user: alice, as: code}
          - backend.login: {code: $code, as: whole}
          - backend.echo: {what: {iv: $phone.iv, text: "a $session", uid: $whole.uid, id: $whole.user.id, cost: $$1}}
            expect:
              json: {$.iv: $phone.iv, $.text: a token-1, $.uid: 1, $.id: 1, $.cost: $$1}
        """,
        said=said,
    )
    assert wrong(result) == []


def test_forms_queries_headers_and_paths_hold_variables_too(one: One, backend: Backend) -> None:
    backend.routes["PUT /u/a%20b"] = lambda _: (200, {})
    said = {
        "headers": {"X-Version": 2, "X-None": "$nobody"},
        "actions": {
            "save": {
                "request": "PUT /u/$name",
                "form": {"nick": "$nick", "age": 3},
                "query": {"q": "$nick", "flag": True},
                "headers": {"X-None": "n/a"},
            }
        },
    }
    result = one("steps: [{backend.save: {name: a b, nick: 小明 &}}]", said=said)
    assert wrong(result) == []
    (seen,) = backend.seen
    assert seen["body"] == "nick=%E5%B0%8F%E6%98%8E+%26&age=3"
    assert seen["query"] == "q=%E5%B0%8F%E6%98%8E+%26&flag=true"
    assert (seen["headers"]["X-Version"], seen["headers"]["X-None"]) == ("2", "n/a")


def test_a_redirect_is_an_answer_and_not_followed(one: One, backend: Backend) -> None:
    backend.replies_headers = {"Location": "/me"}
    backend.routes["POST /login"] = lambda _: (302, {})
    assert wrong(one(LOGIN))[0] == ("an outcome", "unclear: HTTP 302 {}")
    assert [each["path"] for each in backend.seen] == ["/login"]
    calls = "expect: {calls: [{count: 0}]}\n"
    assert wrong(one(LOGIN + "    expect: {status: 3xx}\n" + calls)) == []
