"""Answers: what came back for one request, and what it means."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from msgspec import Struct

from mockwx.core.journal.shown import shown_body, shown_text
from mockwx.core.text.printable import printable
from mockwx.play.json_paths import NOTHING, look, same
from mockwx.scenario.plays import AnswerPattern, Outcome

UNCLEAR = "unclear"
"""Neither the backend's own words nor its status say what the answer means; no expectation accepts it."""
SHOWN = 600


class BackendAnswer(Struct, frozen=True, dict=True):
    """``status`` is None where no answer came; ``error`` says why."""

    status: int | None
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    error: str = ""
    seconds: float = 0.0

    @cached_property
    def json(self) -> Any:
        """The body as JSON, or ``NOTHING``."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return NOTHING

    @property
    def text(self) -> str:
        """All that the client gets to see: headers and body, JSON also without its escapes, no text also as base64."""
        if self.status is None:
            return self.error  # which quotes what is no HTTP
        lines = [f"{name}: {value}" for name, value in self.headers]
        lines.append(self.body.decode("utf-8", "replace"))
        if self.json is not NOTHING:
            lines.append(json.dumps(self.json, ensure_ascii=False))
        elif not self._is_text:
            lines.append(b64encode(self.body).decode("ascii"))
        return "\n".join(lines)

    @property
    def _is_text(self) -> bool:
        try:
            self.body.decode()
        except UnicodeDecodeError:
            return False
        return True

    def shown(self) -> str:
        """On one line, with secrets masked."""
        if self.status is None:
            return f"no answer: {_harmless(shown_text(self.error))}"
        text = _harmless(shown_body(self.body))
        if len(text) > SHOWN:
            text = text[:SHOWN] + "…"
        return f"HTTP {self.status} {text}".rstrip()


def _harmless(text: str) -> str:
    """On one line, and without what would steer a terminal."""
    return printable(" ".join(text.split()))


def outcome_of(answer: BackendAnswer, said: Mapping[Outcome, Sequence[AnswerPattern]]) -> str:
    """What the answer means: by the backend's own words, else by its status.

    An outcome that the backend spells in its own words is known by nothing else.
    """
    if answer.status is None:
        return "crashed"
    for name, ways in said.items():
        if any(_is(answer, each) for each in ways):
            return name
    usual = by_status(answer.status)
    return UNCLEAR if usual in said else usual


def by_status(status: int) -> str:
    if 200 <= status < 300:
        return "ok"
    if status in (429, 502, 503, 504):
        return "unavailable"
    if 400 <= status < 500:
        return "refused"
    return "crashed" if status >= 500 else UNCLEAR


def _is(answer: BackendAnswer, wanted: AnswerPattern) -> bool:
    if wanted.status is not None and (answer.status or 0) not in wanted.status:
        return False
    return all(same(look(path, answer.json), value) for path, value in wanted.values)
