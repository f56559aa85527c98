"""Where each value of a document stands: file, line and column."""

from __future__ import annotations

from typing import Any

from msgspec import Struct, field

from mockwx.scenario.reading.problems import Path, Problem, spell_path


class Place(Struct):
    """Where a value stands (lines and columns from 1; line 0: nowhere), and where its parts do."""

    file: str
    line: int = 0
    column: int = 0
    key: tuple[int, int] | None = None
    """Line and column of the key in front of it."""
    text: str | None = None
    """A number, true, false or null as it was written."""
    under: dict[str | int, Place] = field(default_factory=dict)

    def at(self, path: Path) -> Place:
        """The place of ``path``, or of the nearest thing around it that exists."""
        place = self
        for step in path:
            if step not in place.under:
                break
            place = place.under[step]
        return place

    def problem(self, path: Path, what: str, *, at_key: bool = False) -> Problem:
        place = self.at(path)
        line, column = place.key if at_key and place.key else (place.line, place.column)
        return Problem(place.file, line, column, spell_path(path), what)


class SourceDocument(Struct, frozen=True):
    value: Any
    place: Place
    problems: tuple[Problem, ...] = ()
    text: str = ""
    broken: bool = False
    """It could not be read to its end; ``value`` means nothing."""
