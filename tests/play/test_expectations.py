"""Each kind of expectation, met and not met."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mockwx.play.results import PlayResult

from .conftest import LOGIN, wrong
from .good_backend import Backend, Reply

One = Callable[..., PlayResult]


def last(expect: str) -> str:
    return f"{LOGIN}    expect: {expect}\n"


@pytest.mark.parametrize(
    "expect",
    [
        "{outcome: ok}",
        "{outcome: [refused, ok]}",
        "{status: 200}",
        "{status: 2xx}",
        "{status: [404, 200..204]}",
        "{outcomes: {ok: 1, refused: 0}}",
        "{json: {$.token: token-1, $.user: {id: 1}, $.user.id: 1}}",
        "{json: {$.token: token-$n.value}}",
        "{never_contains: [session_key, secret, access_token, $code, nobody says this]}",
        "{never_contains: session_key}",
        "{within: 5s}",
    ],
)
def test_what_is_so_passes(one: One, expect: str) -> None:
    text = last(expect).replace("steps:\n", "steps:\n  - phone.nickname: {user: alice, value: '1', as: n}\n")
    assert wrong(one(text)) == []


@pytest.mark.parametrize(
    ("expect", "expected", "came"),
    [
        ("{outcome: refused}", "outcome refused", 'ok: HTTP 200 {"token": "token-1", "user": {"id": 1}}'),
        ("{outcome: [refused, unavailable]}", "outcome refused or unavailable", "ok: HTTP 200 {"),
        ("{status: 4xx}", "status 400..499", "ok: HTTP 200 {"),
        ("{status: [201, 3xx]}", "status 201 or 300..399", "ok: HTTP 200 {"),
        ("{outcomes: {ok: 0}}", "no ok", "1 ok"),
        ("{outcomes: {refused: 1..2}}", "1 to 2 refused", "1 ok"),
        ("{json: {$.user.id: 2}}", "$.user.id 2", "1"),
        ('{json: {$.user.id: "1"}}', '$.user.id "1"', "1"),
        ("{json: {$.nobody: null}}", "$.nobody null", "nothing"),
        ("{json: {$.token: $code}}", '$.token "', '"token-1"'),
        ("{never_contains: [x, token-1]}", "never token-1", "HTTP 200 {"),
        ("{never_contains: $code.}", "never $code.", ""),
        ("{same: $.user.id}", "$.user.id as in this user's last answer", "there was none before"),
    ],
)
def test_what_is_not_so_fails_with_what_was_expected_and_what_came(
    one: One, backend: Backend, expect: str, expected: str, came: str
) -> None:
    if "$code." in expect:
        backend.routes["POST /login"] = lambda request: (200, {"you sent": request["json"]["code"] + "."})
    (found,) = wrong(one(last(expect)))[:1]
    assert found[0].startswith(expected)
    assert found[1].startswith(came)


def test_an_answer_that_comes_too_late_is_told(one: One, backend: Backend) -> None:
    expected, came = wrong(one(last("{within: 0s}")))[0]
    assert expected == "an answer within 0s"
    assert came.endswith(" s")


def test_no_answer_in_time_is_a_crash(one: One, backend: Backend) -> None:
    import threading

    release = threading.Event()
    backend.routes["POST /login"] = lambda _: (200, {"in time": release.wait(60)})
    said = {"timeout": "50ms", "actions": {"login": {"request": "POST /login", "json": {"code": "$code"}}}}
    try:
        found = wrong(one(LOGIN, said=said))[0]
    finally:
        release.set()
    assert found == ("no crash", "crashed: no answer: nothing within 0.05 s")


@pytest.mark.parametrize("where", ["body", "header", "escaped"])
def test_no_answer_may_hold_wechats_secrets_whatever_is_expected(one: One, backend: Backend, where: str) -> None:
    real = backend.login

    def login(request: dict[str, Any]) -> Reply:
        status, reply = real(request)
        key = backend.keys[reply["token"]]
        if where == "header":
            backend.replies_headers = {"X-Debug": key}
            return status, reply
        if where == "escaped":
            escaped = "".join(f"\\u{ord(each):04x}" for each in key)
            return status, f'{{"k": "{escaped}"}}'.encode()
        return status, {**reply, "debug": {"k": key}}

    backend.routes["POST /login"] = login
    result = one(LOGIN)
    ((expected, came),) = wrong(result)
    assert expected == "none of WeChat's secrets"
    assert came == "the answer holds the session_key of alice in shop"
    (key,) = backend.keys.values()
    assert key not in repr(result)
    assert "hidden: it holds a secret" in result.steps[1].answers[0].shown.en


def test_a_crash_fails_unless_it_is_expected(one: One, backend: Backend) -> None:
    real = backend.login
    backend.routes["POST /login"] = lambda request: (500, real(request)[1])
    assert wrong(one(LOGIN))[0][0] == "no crash"
    assert wrong(one(last("{outcome: crashed}"))) == []
    assert wrong(one(last("{outcomes: {crashed: 1}}"))) == []


def test_an_answer_that_means_nothing_is_accepted_by_no_outcome(one: One, backend: Backend) -> None:
    real = backend.login
    backend.routes["POST /login"] = lambda request: (303, real(request)[1])
    for expect in ("{outcome: ok}", "{outcomes: {ok: ..1}}", "{within: 9s}"):
        assert wrong(one(last(expect)))[0][1].startswith("unclear: HTTP 303")
    assert wrong(one(last("{status: 303}"))) == []


TWICE = LOGIN + "  - phone.login: {user: alice, as: code}\n  - backend.login: {code: $code}\n    expect: "


@pytest.mark.parametrize("same", ["uid", "$.user.id", "[uid, $.user]", "{uid: $first.uid}", "{$.user.id: $first.uid}"])
def test_the_same_user_stays_the_same_at_every_login(one: One, backend: Backend, same: str) -> None:
    text = (TWICE + f"{{same: {same}}}\n").replace("{code: $code}", "{code: $code, as: first}", 1)
    assert wrong(one(text)) == []
    backend.users = {}
    real = backend.login

    def forgetful(request: dict[str, Any]) -> Reply:
        reply = real(request)
        backend.users = {f"nobody {n}": n for n in range(len(backend.seen))}
        return reply

    backend.routes["POST /login"] = forgetful
    assert [expected[:9] for expected, _ in wrong(one(text))][:1] == ["the same "]


def test_where_nobody_is_let_in_there_are_no_two_accounts(one: One, backend: Backend) -> None:
    backend.routes["POST /login"] = lambda request: (401, {})
    several = LOGIN + "    parallel: 2\n    expect: {outcomes: {refused: 0}, same: uid}\n"
    assert wrong(one(several))[0][0] == "no refused"
    assert not [expected for expected, _ in wrong(one(several)) if "the same uid" in expected]


def test_an_answer_without_an_account_is_no_second_one(one: One, backend: Backend) -> None:
    real = backend.login

    def no_account_for_losers(request: dict[str, Any]) -> Reply:
        status, answer = real(request)[:2]
        return (200, answer) if status == 200 else (200, {"token": "of nobody"})

    backend.routes["POST /login"] = no_account_for_losers
    several = LOGIN + "    parallel: 3\n    expect: {outcomes: {ok: 3}, same: uid}\n"
    assert not [expected for expected, _ in wrong(one(several)) if "the same uid" in expected]


def test_a_name_that_the_backend_does_not_save_is_noted_and_not_checked(one: One) -> None:
    result = one(TWICE + "{same: uid}\n", said={"actions": {"login": {"request": "POST /login", "json": "$code"}}})
    assert wrong(result)[0][0] != "the same uid"
    result = one(TWICE + "{same: uid}\n", said=None)
    assert wrong(result) == []
    assert result.steps[3].notes[0].en == (
        "not checked: this backend's login saves no uid; add save: {uid: $.user.id} to it, or "
        "save: {uid: {from: me, at: $.id}} where only me tells who it is"
    )


def test_what_the_phone_answers_can_be_expected_too(one: One) -> None:
    step = "  - phone.getPhoneNumber: {user: alice, deny: true}\n    expect: {json: {$.errMsg: 'getPhoneNumber:"
    assert wrong(one(f"steps:\n{step}fail user deny'}}}}\n")) == []
    assert wrong(one(f"steps:\n{step}ok'}}}}\n")) == [
        ('$.errMsg "getPhoneNumber:ok"', '"getPhoneNumber:fail user deny"')
    ]


@pytest.mark.parametrize(
    ("calls", "wanted"),
    [
        ("{api: code2session, count: 1}", None),
        ("{api: jscode2session, user: alice, app: shop, errcode: 0}", None),
        ("{api: code2session, count: 1..2, errcode: {0: 1, 40029: 0}}", None),
        ("{errcode: {0: 1..}}", None),
        ("{api: code2session, count: 2..}", "at least 2 calls of code2session"),
        ("{api: code2session, count: ..0}", "no call of code2session"),
        ("{api: token}", "at least 1 call of token"),
        ("{api: code2session, user: bob, count: 1}", "1 call of code2session by bob"),
        ("{api: code2session, errcode: {45011: 3, 0: 1}}", "3 calls of code2session with errcode 45011"),
        ("{api: code2session, errcode: code_used, count: 1}", "1 call of code2session with errcode 40163"),
    ],
)
def test_calls_to_wechat_are_counted_by_api_user_app_and_errcode(one: One, calls: str, wanted: str | None) -> None:
    found = wrong(one(LOGIN + f"expect: {{calls: [{calls}]}}\n"))
    assert [expected for expected, _ in found] == ([] if wanted is None else [wanted])


def test_calls_that_did_not_come_are_shown_with_the_nearest_and_why_they_do_not_count(one: One) -> None:
    result = one(LOGIN + "expect: {calls: [{api: code2session, user: bob, count: 1}]}\n")
    (difference,) = result.differences
    assert difference.came.en == "saw 0"
    assert difference.more[0].en.endswith("user was alice, not bob")


def test_rules_that_never_fired_fail_where_the_scenario_says_so(one: One) -> None:
    rules = "rules:\n" + "".join(
        f"  - {{name: {name}, when: {when}, then: {{errcode: -1}}}}\n"
        for name, when in (("later", "{api: code2session, call: 2}"), ("elsewhere", "{api: token}"))
    )
    assert wrong(one(rules + LOGIN)) == []
    assert wrong(one(rules + LOGIN + "expect: {unused_rules: allow}\n")) == []
    result = one(rules + LOGIN + "expect: {unused_rules: fail}\n")
    assert wrong(result) == [
        ("rule later to be used", "it never fired; it looked at 1 call"),
        ("rule elsewhere to be used", "it never fired; it looked at 0 calls"),
    ]
    assert tuple(each.en for each in result.differences[0].more) == ("this is call 1, not 2",)
