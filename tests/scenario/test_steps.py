"""What is played is read once, typed, and is the same after a store has kept it."""

from __future__ import annotations

import subprocess
import sys

from mockwx.core.text.spans import Span, parse_span, spell_span
from mockwx.core.world import Settings
from mockwx.scenario.backend_actions import (
    Action,
    ActionRequest,
    AnswerPath,
    AnswerPattern,
    SavedValue,
    ValuePattern,
)
from mockwx.scenario.backend_description import BackendDescription
from mockwx.scenario.loader import parse
from mockwx.scenario.steps import (
    CallExpectation,
    JsonPath,
    Statuses,
    Step,
    StepExpectation,
)
from mockwx.store import origin as origins

PLAYED = """mockwx: 1
backend:
  url: http://127.0.0.1:1/
  timeout: 3s
  actions:
    login: {request: "POST /in?a=$a", json: null, save: {session: "$.data[0]['a key']"}}
    me: {request: GET /me, headers: {X: $session}, query: {q: 1}}
  outcomes:
    refused: [{status: [401, 420..429]}, {json: {$.code: [1, 2]}}]
steps:
  - phone.login: {user: alice, as: code}
  - backend.login: {code: $code, a: 1}
    as: session
    parallel: 3
    expect:
      outcome: [ok, refused]
      outcomes: {ok: 1..2, refused: ..3}
      json: {$.user.id: $code}
      never_contains: session_key
      same: {session: $code}
      within: 800ms
  - clock.advance: 61s
expect:
  calls: [{api: jscode2session, user: alice, count: 2..}, {errcode: {0: 1, 40163: ..3}}]
  unused_rules: fail
"""
DATA = SavedValue(AnswerPath("$.data[0]['a key']", "json", ("data", 0, "a key")))


def test_steps_expectations_and_backend_are_values() -> None:
    scenario = parse(PLAYED).scenario
    login = StepExpectation(
        outcome=("ok", "refused"),
        outcomes={"ok": Span(1, 2), "refused": Span(0, 3)},
        values=((JsonPath("$.user.id", ("user", "id")), "$code"),),
        never_contains=("session_key",),
        same=(("session", "$code"),),
        within=800,
    )
    assert scenario.steps == (
        Step("phone.login", {"user": "alice"}, "code"),
        Step("backend.login", {"code": "$code", "a": 1}, "session", 3, login),
        Step("clock.advance", {"by": "61s"}),
    )
    assert [step.action for step in scenario.steps] == [None, "login", None]
    assert scenario.backend == BackendDescription(
        url="http://127.0.0.1:1",
        timeout=3000,
        actions={
            "login": Action((ActionRequest("POST", "/in?a=$a", body=None, save={"session": DATA}),)),
            "me": Action((ActionRequest("GET", "/me", headers={"X": "$session"}, query={"q": 1}),)),
        },
        outcomes={
            "refused": (
                AnswerPattern(Statuses(((401, 401), (420, 429)))),
                AnswerPattern(values=((JsonPath("$.code", ("code",)), ValuePattern(any_of=(1, 2))),)),
            )
        },
    )
    assert scenario.expect.unused_rules == "fail"
    assert scenario.expect.calls == (
        CallExpectation("code2session", "alice", count=Span(2)),
        CallExpectation(errcodes={0: Span(1, 1), 40163: Span(0, 3)}),
    )


def test_a_store_gives_back_what_is_played_as_it_was() -> None:
    scenario = parse(PLAYED).scenario
    kept = origins.load(origins.dump(origins.WorldOrigin(Settings(), "1", scenario, ()))).scenario
    assert (kept.steps, kept.expect, kept.backend) == (scenario.steps, scenario.expect, scenario.backend)


def test_expected_calls_are_sent_as_verify_takes_them() -> None:
    first, second = parse(PLAYED).scenario.expect.calls
    assert first.as_mapping() == {"api": "code2session", "user": "alice", "count": "2.."}
    assert second.as_mapping() == {"errcode": {"0": "1", "40163": "0..3"}}


def test_a_span_that_was_spelled_is_read_as_the_same_one() -> None:
    for span in (Span(), Span(0, 0), Span(4, 4), Span(1, 3), Span(2), Span(0, 3)):
        assert parse_span(spell_span(span)) == span


def test_a_world_without_a_file_needs_neither_pydantic_nor_yaml() -> None:
    code = "import sys, mockwx.store.memory, mockwx.scenario.scenario; print({'pydantic', 'yaml'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
