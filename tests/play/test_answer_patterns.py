"""The words in which a backend says what it means: values, lists, ranges, presence, texts, and anything else."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mockwx.play.answers import BackendAnswer, outcome_of
from mockwx.scenario.backend_parsing import description_of
from mockwx.scenario.language.backend_models import BackendEntry
from mockwx.scenario.loader import ScenarioError, parse


def outcome(said: Any, body: Any, status: int = 200, headers: tuple[tuple[str, str], ...] = ()) -> str:
    outcomes = description_of(BackendEntry.model_validate({"outcomes": said})).outcomes
    text = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
    return outcome_of(BackendAnswer(status, headers, text), outcomes or {})


@pytest.mark.parametrize(
    ("pattern", "value", "fits"),
    [
        (0, 0, True),
        (0, False, False),
        ([1001, 1003], 1003, True),
        ([1001, 1003], 1002, False),
        (["1000..1999", 0], 1500, True),
        ("1000..1999", 1999, True),
        ("1000..1999", 2000, False),
        ("1000..", 10**9, True),
        ("..-1", -1, True),
        ("..-1", 0, False),
        ("1000..1999", "1500", False),
        ("present", "", True),
        ("present", None, False),
        ("absent", None, True),
        ("absent", 0, False),
        ({"is": "present"}, "present", True),
        ({"is": [1, 2]}, [1, 2], True),
        ({"is": [1, 2]}, 1, False),
        ({"contains": "过期"}, "登录已过期", True),
        ({"contains": ["code", "used"]}, "code was used", True),
        ({"contains": ["code", "used"]}, "code is bad", False),
        ({"matches": "^code (used|expired)$"}, "code used", True),
        ({"matches": "(?i)EXPIRED"}, "it has expired", True),
        ({"matches": "^used"}, "code used", False),
        ({"matches": "4[0-9]{4}"}, {"errcode": 40029}, True),
    ],
)
def test_a_value_fits_its_pattern_or_not(pattern: Any, value: Any, fits: bool) -> None:
    assert (outcome({"ok": {"json": {"$.v": pattern}}}, {"v": value}) == "ok") is fits


def test_a_value_that_is_not_there_is_absent_and_contains_nothing() -> None:
    assert outcome({"refused": {"json": {"$.token": "absent"}}}, {}) == "refused"
    for pattern in ("present", {"contains": "a"}, {"matches": "."}, "0..9", 0):
        assert outcome({"refused": {"json": {"$.token": pattern}}}, {}) == "ok"


def test_a_text_and_a_header_tell_as_well() -> None:
    said = {
        "refused": [{"text": "请重新登录"}, {"status": 302, "headers": {"location": {"contains": "/login"}}}],
        "unavailable": {"text": {"matches": "busy|later"}},
    }
    assert outcome(said, "请重新登录".encode()) == "refused"
    assert outcome(said, b"", 302, (("Location", "/login?again=1"),)) == "refused"
    assert outcome(said, b"", 302, (("Location", "/home"),)) == "unclear"
    assert outcome(said, b"try later", 500) == "unavailable"


@pytest.mark.parametrize("key", ["[refused, unavailable]", "refused or unavailable", "[unavailable,refused]"])
def test_an_answer_may_mean_outcomes_that_the_backend_does_not_tell_apart(key: str) -> None:
    said = {"ok": {"json": {"$.code": 0}}, key: {"json": {"$.code": 500}}}
    assert sorted(outcome(said, {"code": 500}).split(" or ")) == ["refused", "unavailable"]
    assert outcome(said, {"code": 1}) == "unclear"


def test_the_same_words_for_two_outcomes_mean_either() -> None:
    same = {"json": {"$.code": 500}}
    assert outcome({"refused": same, "unavailable": same}, {"code": 500}) == "refused or unavailable"


def test_anything_else_comes_last_wherever_it_stands_and_is_never_a_crash() -> None:
    said = {"anything else": ["refused", "unavailable"], "ok": {"json": {"$.code": 0}}}
    assert outcome(said, {"code": 0}) == "ok"
    assert outcome(said, {"code": 7}) == "refused or unavailable"
    assert outcome(said, b"<html>", 404) == "refused or unavailable"
    assert outcome(said, {"code": 7}, 500) == "crashed"
    assert outcome({"anything else": "refused", "ok": {"json": {"$.code": 0}}}, []) == "refused"


def test_what_is_said_of_one_action_is_for_that_action_and_for_these_outcomes() -> None:
    general = {"ok": {"json": {"$.code": 0}}, "refused": {"json": {"$.code": 1}}}
    own = {"ok": {"json": {"$.token": "present"}}}
    description = description_of(
        BackendEntry.model_validate(
            {"actions": {"login": {"request": "POST /in", "outcomes": own}}, "outcomes": general}
        )
    )
    assert description.actions is not None
    assert description.outcomes is not None
    of_login = description.actions["login"].requests[0].outcomes

    def login(body: Any) -> str:
        return outcome_of(BackendAnswer(200, body=json.dumps(body).encode()), description.outcomes or {}, of_login)

    assert [login({"token": "t"}), login({"code": 1}), login({"code": 0})] == ["ok", "refused", "unclear"]


@pytest.mark.parametrize(
    ("outcomes", "problem"),
    [
        ("{refused: {json: {$.m: {matches: '(?=a)'}}}}", "refused.json['$.m'].matches: this is no regular expression"),
        ("{refused: {json: {$.m: {matches: '('}}}}", "refused.json['$.m'].matches: this is no regular expression"),
        ("{refused: {json: {$.m: {contain: a}}}}", "refused.json['$.m'].contain: there is no key 'contain'; did you"),
        ("{refused: {json: {$.m: []}}}", "refused.json['$.m']: an empty list fits no answer"),
        ("{refused: {json: {$.m: {contains: ''}}}}", "refused.json['$.m'].contains: text that is not empty is wanted"),
        ("{'[ok, refused]': {status: 200}}", "['[ok, refused]']: an answer that may as well be ok tells nothing"),
        ("{refused or unavailble: {status: 200}}", "there is no outcome 'unavailble'; did you mean 'unavailable'?"),
        ("{anything else: {status: 200}}", "['anything else']: say what it means, such as refused"),
        ("{anything else: refusd}", "['anything else']: there is no outcome 'refusd'; did you mean 'refused'?"),
        ("{ok: refused}", "ok: say by which status, json, headers or text it is known"),
        ("{ok: {headers: {'a b': 1}}}", "'a b' is no header's name"),
    ],
)
def test_every_mistake_in_an_outcome_has_its_place(outcomes: str, problem: str) -> None:
    with pytest.raises(ScenarioError) as raised:
        parse(f"mockwx: 1\nbackend: {{outcomes: {outcomes}}}", where="f")
    assert problem in str(raised.value.problems[0])


def test_a_pattern_that_would_take_ages_elsewhere_takes_none_here() -> None:
    said = {"refused": {"text": {"matches": "(a|a|aa)+(a+)+$"}}}
    assert outcome(said, b"a" * 50_000 + b"b") == "ok"
