"""Spans: how many of a thing there should be: 4, 1..3, 2.., ..3."""

from __future__ import annotations

import re

from msgspec import Struct

from mockwx.core.text.bilingual import both

_TEXT = re.compile(r"(?P<one>[0-9]{1,9})|(?P<first>[0-9]{1,9})?\s*\.\.\s*(?P<last>[0-9]{1,9})?")


class Span(Struct, frozen=True):
    """At least ``least`` and, unless None, at most ``most``."""

    least: int = 0
    most: int | None = None

    def __contains__(self, count: int) -> bool:
        return self.least <= count and (self.most is None or count <= self.most)

    def __str__(self) -> str:
        if self.most is None:
            return f"at least {self.least}"
        if self.least == self.most:
            return str(self.least) if self.least else "no"
        return f"{self.least} to {self.most}" if self.least else f"at most {self.most}"

    @property
    def one(self) -> bool:
        """Whether the word that follows stands in the singular."""
        return (self.least if self.most is None else self.most) == 1


class Backwards(ValueError):
    """A range whose end is before its beginning; ``turned`` is the other way round."""

    def __init__(self, text: str, first: int, last: int) -> None:
        self.turned = f"{last}..{first}"
        super().__init__(
            both(f"{text!r} runs backwards; write {self.turned}", f"{text!r} 前后颠倒；请写成 {self.turned}")
        )


def ends(text: str) -> tuple[int | None, int | None] | None:
    """First and last of ``2``, ``1..3``, ``4..`` (no last) and ``..3`` (no first); None if the text is no such thing.

    :raises Backwards: the last is before the first.
    """
    match = _TEXT.fullmatch(text)
    if match is None or not any(match.groups()):
        return None
    if match["one"] is not None:
        return int(match["one"]), int(match["one"])
    first = None if match["first"] is None else int(match["first"])
    last = None if match["last"] is None else int(match["last"])
    if first is not None and last is not None and last < first:
        raise Backwards(text, first, last)
    return first, last


def parse_span(value: object) -> Span:
    """:raises ValueError: with what to write instead."""
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    first_and_last = ends(text.strip()) if isinstance(text, str) else None
    if first_and_last is None:
        shown = repr(value)[:60]
        raise ValueError(
            both(
                f"{shown} does not say how many; write 4, 1..3, 2.. or ..3",
                f"{shown} 不能表示数量；请写成 4、1..3、2..、..3",
            )
        )
    first, last = first_and_last
    return Span(first or 0, last)


def spell_span(span: Span) -> str:
    """The inverse of ``parse_span``."""
    if span.least == span.most:
        return str(span.least)
    return f"{span.least}..{'' if span.most is None else span.most}"
