"""What a client makes up: sent beside what the file says; and values that must not be somebody's."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mockwx.play.results import PlayResult

from .conftest import LOGIN, wrong
from .good_backend import Backend

One = Callable[..., PlayResult]
FORM = {"actions": {"login": {"request": "POST /login", "form": {"code": "$code"}, "save": {"session": "$.token"}}}}
NESTED = LOGIN + "    extra: {json: {openid: oMOCK-x, price: $$5, userInfo.openId: '${code}', userInfo.n: 1}}\n"


def test_made_up_values_are_sent_beside_those_of_the_file(one: One, backend: Backend) -> None:
    assert wrong(one(NESTED)) == []
    sent = backend.seen[-1]["json"]
    assert sent == {
        "code": sent["code"],
        "openid": "oMOCK-x",
        "price": "$5",
        "userInfo": {"openId": sent["code"], "n": 1},
    }


def test_made_up_headers_cookies_and_parameters_are_sent_too(one: One, backend: Backend) -> None:
    one(LOGIN + "    extra: {headers: {X-WX-OPENID: oMOCK-x}, cookies: {openid: oMOCK-y}, query: {uid: 7}}\n")
    seen = backend.seen[-1]
    assert (seen["headers"]["X-WX-OPENID"], seen["headers"]["Cookie"]) == ("oMOCK-x", "openid=oMOCK-y")
    assert (seen["path"], seen["query"]) == ("/login", "uid=7")


def test_into_a_form_they_go_as_well(one: One, backend: Backend) -> None:
    backend.routes["POST /login"] = lambda request: (401, {})
    one(LOGIN + "    extra: {json: {openid: oMOCK-x}}\n", said=FORM)
    assert backend.seen[-1]["body"].endswith("&openid=oMOCK-x")


def test_what_holds_a_variable_that_is_not_sent_is_left_away(one: One, backend: Backend) -> None:
    backend.routes["POST /login"] = lambda request: (401, {})
    one(LOGIN + "    extra: {without: code, json: {phone: '13800000000'}}\n")
    assert backend.seen[-1]["json"].keys() == {"phone"}
    result = one(LOGIN.replace("{code: $code}", "{code: $code}\n    extra: {without: [code]}") + "  - backend.me:\n")
    assert result.verdict == "skipped"  # nobody is in, so me has no session to send


def test_the_next_step_is_asked_as_the_file_says(one: One, backend: Backend) -> None:
    again = "  - phone.login: {user: alice, as: code}\n  - backend.login: {code: $code}\n"
    assert wrong(one(NESTED + again)) == []
    assert backend.seen[-1]["json"].keys() == {"code"}


def test_what_nobody_gave_is_the_reason_why_it_is_not_played(one: One) -> None:
    result = one(LOGIN + "  - backend.me:\n    extra: {query: {of: $nobody.uid}}\n")
    assert result.verdict == "skipped"
    assert "nobody" in str(result.reason)


BOB = """
steps:
  - phone.login: {user: bob, as: code}
  - backend.login: {code: $code, as: bob}
  - phone.login: {user: alice, as: code}
  - backend.login: {code: $code}
    extra: {json: {uid: $bob.uid}}
    expect: {differs: {%s: $bob.uid}}
"""


@pytest.mark.parametrize("name", ["uid", "$.user.id"])
def test_somebody_else_is_not_bob(one: One, backend: Backend, name: str) -> None:
    assert wrong(one(BOB % name)) == []
    real = backend.login

    def believes(request: dict[str, dict[str, int]]) -> tuple[int, object]:
        status, answer = real(request)[:2]
        return status, {**answer, "user": {"id": request["json"].get("uid", answer["user"]["id"])}}

    backend.routes["POST /login"] = believes
    ((expected, came),) = wrong(one(BOB % name))
    assert expected == f"another {name} than $bob.uid"
    assert came.isdecimal()


def test_who_is_refused_is_nobody(one: One, backend: Backend) -> None:
    real = backend.login
    backend.routes["POST /login"] = lambda request: (403, {}) if "uid" in request["json"] else real(request)
    assert wrong(one(BOB % "uid")) == []


def test_what_is_not_saved_is_noted_and_not_checked(one: One) -> None:
    text = LOGIN + "    expect: {differs: {uid: 1}}\n"
    said = {"actions": {"login": {"request": "POST /login", "json": {"code": "$code"}}}}
    assert one(text, said=said).steps[1].notes[0].en.startswith("not checked: this backend's login saves no uid")
