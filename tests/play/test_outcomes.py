"""What an answer means: in the backend's own words, else by its status."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mockwx.play.answers import BackendAnswer, outcome_of
from mockwx.scenario.backend_parsing import description_of
from mockwx.scenario.language.backend_models import BackendEntry

OWN = {
    "ok": {"status": 200, "json": {"$.code": 0}},
    "refused": [{"json": {"$.code": 1001}}, {"status": [401, "41x", "420..425"], "json": {"$.why": "old"}}],
}


def outcome(status: int | None, body: Any = None, said: Any = None) -> str:
    outcomes = description_of(BackendEntry.model_validate({"outcomes": said or {}})).outcomes
    return outcome_of(BackendAnswer(status, body=json.dumps(body).encode()), outcomes or {})


@pytest.mark.parametrize(
    ("status", "meant"),
    [
        (200, "ok"),
        (204, "ok"),
        (302, "unclear"),
        (400, "refused"),
        (401, "refused"),
        (404, "refused"),
        (429, "unavailable"),
        (500, "crashed"),
        (501, "crashed"),
        (502, "unavailable"),
        (503, "unavailable"),
        (504, "unavailable"),
        (505, "crashed"),
        (None, "crashed"),
    ],
)
def test_without_a_word_from_the_backend_the_status_tells(status: int | None, meant: str) -> None:
    assert outcome(status) == meant


@pytest.mark.parametrize(
    ("status", "body", "meant"),
    [
        (200, {"code": 0}, "ok"),
        (200, {"code": 1001}, "refused"),
        (200, {"code": 9}, "unclear"),
        (200, {"code": False}, "unclear"),
        (200, "no object", "unclear"),
        (422, {"why": "old"}, "unclear"),
        (425, {"why": "old"}, "refused"),
        (401, {}, "unclear"),
        (503, {}, "unavailable"),
        (500, {}, "crashed"),
    ],
)
def test_what_the_backend_says_in_its_own_words_is_known_by_nothing_else(status: int, body: Any, meant: str) -> None:
    said = OWN | {"refused": [OWN["refused"][0], {"status": [401, "425..426"], "json": {"$.why": "old"}}]}  # type: ignore[index]
    assert outcome(status, body, said) == meant


def test_the_first_way_that_fits_wins_and_no_answer_is_always_a_crash() -> None:
    said = {"unavailable": {"status": "2xx"}, "ok": {"status": 200}, "crashed": {"status": 200}}
    assert outcome(200, {}, said) == "unavailable"
    assert outcome(None, {}, said) == "crashed"
    assert outcome(500, {}, said) == "unclear"


def test_a_body_that_is_no_json_is_still_an_answer() -> None:
    answer = BackendAnswer(200, (("X", "y"),), b"<h1>\xff</h1>")
    assert outcome_of(answer, {}) == "ok"
    assert answer.text.startswith("X: y\n<h1>\N{REPLACEMENT CHARACTER}</h1>\n")
