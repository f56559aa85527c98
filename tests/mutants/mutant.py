"""A mutant: one deliberate fault in the code, and the tests that must see it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
LISTS = sorted(Path(__file__).parent.glob("*.yaml"))


class StaleMutant(ValueError):
    """The list and the code have parted; the text says where."""


@dataclass(frozen=True)
class Mutant:
    name: str
    """What is wrong in it, in a few words; no two have the same."""
    file: str
    old: str
    """Stands in the file exactly once."""
    new: str
    tests: tuple[str, ...]
    """What pytest runs, seen from the project's folder."""
    why: str
    """What a user would lose."""
    equivalent: str = ""
    """Why no test can see it; then it has to live."""

    def applied(self, root: Path = ROOT) -> str:
        """The file's text with the fault in it.

        :raises StaleMutant: the old text is not there, or there more than once.
        """
        path = root / self.file
        if not path.is_file():
            raise StaleMutant(f"{self.name}: there is no {self.file} (was it moved? then say where it is now)")
        text = path.read_text(encoding="utf-8")
        times = text.count(self.old)
        if times != 1:
            raise StaleMutant(
                f"{self.name}: {self.file} has {times or 'no'} times\n{self.old}\n"
                "take the text as it is now, so that the same fault is made"
            )
        return text.replace(self.old, self.new)


def read(path: Path) -> list[Mutant]:
    """The mutants of one list.

    :raises ValueError: an entry lacks something, or has a key that means nothing.
    """
    mutants = []
    for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
        keys: dict[str, Any] = {**entry, "tests": tuple(entry.get("tests", ()))}
        try:
            mutants.append(Mutant(**keys))
        except TypeError as error:
            raise ValueError(f"{path.name}: {entry.get('name', entry)}: {error}") from None
    return mutants


def all_mutants() -> list[Mutant]:
    return [mutant for path in LISTS for mutant in read(path)]
