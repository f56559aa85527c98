"""What is kept of an answer: from its JSON, headers, cookies, a JWT, its text, or from another action's answer."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from typing import Any

import pytest

from mockwx.play.answer_values import kept_value
from mockwx.play.answers import BackendAnswer
from mockwx.play.json_paths import NOTHING
from mockwx.play.results import PlayResult
from mockwx.scenario.language.backend_values import saved_value

from .conftest import LOGIN, wrong
from .good_backend import Backend, Reply

One = Callable[..., PlayResult]


def jwt(**claims: Any) -> str:
    head, payload = (
        urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in ({"alg": "HS256"}, claims)
    )
    return f"{head}.{payload}.c2lnbmF0dXJl"


ANSWER = BackendAnswer(
    200,
    (
        ("X-Token", "from the header"),
        ("Set-Cookie", "sid=of-1; Path=/; HttpOnly"),
        ("Set-Cookie", "other=2"),
        ("Set-Cookie", "sid=of-3"),
        ("Authorization", f"Bearer {jwt(role='guest')}"),
    ),
    json.dumps({"data": {"access": jwt(sub="u7", aud=["a"]), "refresh": jwt(sub="r7")}, "raw": '{"id": 5}'}).encode(),
)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("$.data.nothing", NOTHING),
        ("$header.x-token", "from the header"),
        ("$header.X-None", NOTHING),
        ("$cookie.sid", "of-3"),
        ("$cookie.none", NOTHING),
        ("$jwt.sub", "u7"),
        ("$jwt.aud[0]", "a"),
        ("$jwt.role", "guest"),
        ("$jwt.none", NOTHING),
        ({"from": "$.data.refresh", "at": "$jwt.sub"}, "r7"),
        ({"from": "$header.Authorization", "at": "$jwt.role"}, "guest"),
        ({"from": "$.raw", "at": "$.id"}, 5),
        ({"from": "$.data", "at": "$.nothing"}, NOTHING),
        ({"from": "$header.X-Token", "at": "$.id"}, NOTHING),
    ],
)
def test_a_value_is_found_where_the_file_says(written: Any, value: Any) -> None:
    assert kept_value(saved_value(written), ANSWER) == value


def test_text_is_the_body_as_it_came() -> None:
    assert kept_value(saved_value("$text"), BackendAnswer(200, body=b"token-1")) == "token-1"


@pytest.mark.parametrize("body", [b"a.b.c", b"eyJhbGciOiJIUzI1NiJ9.!!!!.x", b"abcd.W10.x", b"www.example.com"])
def test_what_only_looks_like_a_jwt_gives_nothing(body: bytes) -> None:
    assert kept_value(saved_value("$jwt.sub"), BackendAnswer(200, body=body)) is NOTHING


def test_a_header_and_a_cookie_can_be_sent_back(one: One, backend: Backend) -> None:
    backend.replies_headers = {"X-Token": "t-9"}
    said = {
        "actions": {
            "login": {"request": "POST /login", "json": {"code": "$code"}, "save": {"session": "$header.X-Token"}},
            "me": {"request": "GET /me", "headers": {"Authorization": "Bearer $session"}},
        }
    }
    one(LOGIN + "  - backend.me:\n", said=said)
    assert backend.seen[1]["headers"]["Authorization"] == "Bearer t-9"


def by_me(session: Any = "$.token") -> dict[str, Any]:
    return {
        "actions": {
            "login": {
                "request": "POST /login",
                "json": {"code": "$code"},
                "save": {"session": session, "uid": {"from": "me", "at": "$.uid"}},
            },
            "me": {"request": "GET /me", "headers": {"Authorization": "Bearer $session"}},
        }
    }


TWICE = LOGIN + "    as: first\n  - phone.login: {user: alice, as: code}\n  - backend.login: {code: $code}\n"


def test_another_action_is_asked_for_what_an_answer_does_not_hold(one: One, backend: Backend) -> None:
    result = one(TWICE + "    expect: {same: {uid: $first.uid}}\n", said=by_me())
    assert wrong(result) == []
    assert [request["path"] for request in backend.seen][-4:] == ["/login", "/me", "/login", "/me"]


def test_nobody_is_asked_after_a_login_that_was_refused(one: One, backend: Backend) -> None:
    one("steps:\n  - backend.login: {code: nonsense}\n", said=by_me())
    assert [request["path"] for request in backend.seen] == ["/login"]


def test_each_of_several_logins_is_asked_by_its_own_session_who_it_is(one: One, backend: Backend) -> None:
    made = iter(range(100))

    def login(request: dict[str, Any]) -> Reply:
        backend.login(request)
        sid = str(next(made))
        return 200, {"sid": sid}

    def me(request: dict[str, Any]) -> Reply:
        return 200, {"uid": request["headers"].get("Cookie")}

    backend.routes |= {"POST /login": login, "GET /me": me}
    said = by_me("$.sid")
    said["actions"]["me"]["headers"] = {"Cookie": "sid=$session"}
    result = one(
        """
        steps:
          - phone.login: {user: alice, as: one}
          - phone.login: {user: alice, as: two}
          - backend.login: {}
            parallel: [{code: $one}, {code: $two}]
            expect: {outcomes: {ok: 2}, same: [uid]}
        """,
        said=said,
    )
    ((expected, came), *_) = wrong(result)
    assert expected.startswith("the same uid")
    assert came.count("sid=") == 2


@pytest.mark.parametrize(
    ("save", "problem"),
    [
        ("{uid: $jwt}", "save.uid: '$jwt' names no value; write $.user.id, $header.X-Token, $cookie.sid, $jwt.sub"),
        ("{uid: $coookie.sid}", "save.uid: there is no part of an answer '$coookie'; did you mean '$cookie'?"),
        ("{uid: $header.}", "save.uid: '$header.' names no value"),
        ("{uid: {from: me}}", "save.uid: at is missing; write {from: me, at: $.id}"),
        ("{uid: {from: me, at: id}}", "save.uid.at: 'id' is no path into JSON"),
        ("{uid: {form: me, at: $.id}}", "save.uid.form: there is no key 'form'; did you mean 'from'?"),
        ("{uid: {from: mee, at: $.id}}", "save.uid.from: there is no other action of this backend 'mee'"),
        ("{uid: {from: login, at: $.id}}", "save.uid.from: there is no other action of this backend 'login'"),
    ],
)
def test_every_mistake_in_what_is_kept_has_its_place(save: str, problem: str) -> None:
    from mockwx.scenario.loader import ScenarioError, parse

    actions = f"{{login: {{request: POST /in, save: {save}}}, me: {{request: GET /me}}}}"
    with pytest.raises(ScenarioError) as raised:
        parse(f"mockwx: 1\nbackend: {{actions: {actions}}}", where="f")
    (only,) = raised.value.problems
    assert f"actions.login.{problem}" in str(only)
