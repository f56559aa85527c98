"""Answers: what came back for one request, and what it means."""

from __future__ import annotations

import json
from base64 import b64encode
from codecs import lookup
from email.message import Message
from functools import cached_property, lru_cache
from http.cookies import CookieError, SimpleCookie
from typing import Any

from msgspec import Struct

from mockwx.core.journal.shown import shown_body, shown_text
from mockwx.core.text.output_escaping import cut, printable
from mockwx.play.answer_values import fits
from mockwx.play.json_paths import NOTHING, look
from mockwx.scenario.backend_actions import (
    ANYTHING_ELSE,
    OR,
    AnswerPattern,
    AnswerPatterns,
    outcomes_in,
)

UNCLEAR = "unclear"
"""Neither the backend's own words nor its status say what the answer means; no expectation accepts it."""
ANSWER_CHARACTERS = 600


class BackendAnswer(Struct, frozen=True, dict=True):
    """``status`` is None where no answer came; ``error`` says why."""

    status: int | None
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    error: str = ""
    seconds: float = 0.0
    timed_out: bool = False
    """It did not come within the backend's ``timeout``."""

    @cached_property
    def json(self) -> Any:
        """The body as JSON, or ``NOTHING``."""
        try:
            return json.loads(self.body if self._charset is None else self.decoded)
        except (ValueError, RecursionError):
            return NOTHING

    @cached_property
    def decoded(self) -> str:
        """The body as the label says that it is encoded, by default in UTF-8."""
        return self.body.decode(self._charset or "utf-8", "replace")

    @cached_property
    def _charset(self) -> str | None:
        """Where the label names another one than UTF-8, such as GBK; None: it does not, or nobody knows it."""
        return _charset_in(next((value for name, value in self.headers if name.lower() == "content-type"), ""))

    @property
    def cookies(self) -> tuple[tuple[str, str], ...]:
        """Those that it sets."""
        jars = []
        for name, value in self.headers:
            if name.lower() == "set-cookie":
                try:
                    jars.append(SimpleCookie(value))
                except CookieError:
                    continue
        return tuple((name, morsel.value) for jar in jars for name, morsel in jar.items())

    @property
    def text(self) -> str:
        """All that the client gets to see: headers and body, JSON also without its escapes, no text also as base64."""
        if self.status is None:
            return self.error  # which quotes what is no HTTP
        lines = [f"{name}: {value}" for name, value in self.headers]
        lines.append(self.decoded)
        if self.json is not NOTHING:
            # Half an emoji, as a client may send it and be answered with it, can be sent on by nobody.
            lines.append(json.dumps(self.json, ensure_ascii=False).encode("utf-8", "replace").decode())
        elif not self._is_text:
            lines.append(b64encode(self.body).decode("ascii"))
        return "\n".join(lines)

    @property
    def _is_text(self) -> bool:
        try:
            self.body.decode(self._charset or "utf-8")
        except UnicodeDecodeError:
            return False
        return True

    def shown(self) -> str:
        """On one line, with secrets masked."""
        if self.status is None:
            return f"no answer: {_harmless(shown_text(self.error))}"
        text = _harmless(shown_body(self.body if self._charset is None else self.decoded.encode()))
        return f"HTTP {self.status} {cut(text, ANSWER_CHARACTERS)}".rstrip()


@lru_cache(maxsize=64)
def _charset_in(label: str) -> str | None:
    message = Message()
    message["content-type"] = label
    charset = str(message.get_param("charset") or "utf-8")
    try:
        "a".encode(charset)  # lookup alone also knows codecs that are none of texts
        name = lookup(charset).name
    except (LookupError, ValueError):
        return None
    return None if name == "utf-8" else name


def _harmless(text: str) -> str:
    """On one line, and without what would steer a terminal."""
    return printable(" ".join(text.split()))


def outcome_of(answer: BackendAnswer, *patterns: AnswerPatterns) -> str:
    """What the answer means: by the backend's own words, else by its status.

    An outcome that the backend spells in its own words is known by nothing else. Of several ``patterns`` the later are
    of the action itself: what they say of an outcome stands in place of what the former say. Outcomes that cannot be
    told apart are joined by `` or ``.
    """
    if answer.status is None:
        return "crashed"
    spelled: dict[str, tuple[AnswerPattern, ...]] = {}
    for words in reversed(patterns):
        spelled.update({name: ways for name, ways in words.items() if name not in spelled})
    otherwise = spelled.pop(ANYTHING_ELSE, ())
    for ways in spelled.values():
        for way in ways:
            if fits_pattern(answer, way):
                # The same words for two outcomes: nobody can tell them apart.
                alike = [name for name, others in spelled.items() if way in others]
                return OR.join(dict.fromkeys(outcome for name in alike for outcome in outcomes_in(name)))
    usual = by_status(answer.status)
    named = {outcome for name in spelled for outcome in outcomes_in(name)}
    if otherwise and (usual != "crashed" or usual in named):
        return OR.join(otherwise[0].means)
    return UNCLEAR if usual in named else usual


def by_status(status: int) -> str:
    if 200 <= status < 300:
        return "ok"
    if status in (429, 502, 503, 504):
        return "unavailable"
    if 400 <= status < 500:
        return "refused"
    return "crashed" if status >= 500 else UNCLEAR


def fits_pattern(answer: BackendAnswer, wanted: AnswerPattern) -> bool:
    """Whether it has the status, values, headers and text of one pattern."""
    if wanted.status is not None and (answer.status or 0) not in wanted.status:
        return False
    if wanted.text is not None and not fits(wanted.text, answer.body.decode("utf-8", "replace")):
        return False
    if not all(fits(value, _header(answer, name)) for name, value in wanted.headers):
        return False
    return all(fits(value, look(path, answer.json)) for path, value in wanted.values)


def _header(answer: BackendAnswer, name: str) -> Any:
    return next((value for given_name, value in answer.headers if given_name.lower() == name.lower()), NOTHING)
