"""Spans: how many of a thing there should be: 4, 1..3, 2.., ..3."""

from __future__ import annotations

import re

from msgspec import Struct

from mockwx.core.text.bilingual import both

_TEXT = re.compile(r"(?P<one>[0-9]{1,9})|(?P<least>[0-9]{1,9})?\s*\.\.\s*(?P<most>[0-9]{1,9})?")


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


def parse_span(value: object) -> Span:
    """:raises ValueError: with what to write instead."""
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    parts = _TEXT.fullmatch(text.strip()) if isinstance(text, str) else None
    if parts is None or (parts["one"] is None and parts["least"] is None and parts["most"] is None):
        shown = repr(value)[:60]
        raise ValueError(
            both(
                f"{shown} does not say how many; write 4, 1..3, 2.. or ..3",
                f"{shown} 不能表示数量；请写成 4、1..3、2..、..3",
            )
        )
    if parts["one"] is not None:
        return Span(int(parts["one"]), int(parts["one"]))
    least = int(parts["least"] or 0)
    most = None if parts["most"] is None else int(parts["most"])
    if most is not None and most < least:
        raise ValueError(
            both(
                f"{text!r} runs backwards; write {most}..{least}",
                f"{text!r} 前后颠倒；请写成 {most}..{least}",
            )
        )
    return Span(least, most)


def spell_span(span: Span) -> str:
    """The inverse of ``parse_span``."""
    if span.least == span.most:
        return str(span.least)
    return f"{span.least}..{'' if span.most is None else span.most}"
