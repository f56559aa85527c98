"""YAML or JSON, from a file, a text or Python, as a Scenario; or every problem at once, each with its line."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from mockwx.scenario.reading import yaml12
from mockwx.scenario.reading.places import Place, SourceDocument
from mockwx.scenario.reading.problems import Finding, Problem, ScenarioError
from mockwx.scenario.reading.python_values import plain
from mockwx.scenario.reading.use_merging import read_file, with_bases
from mockwx.scenario.scenario import Scenario
from mockwx.scenario.scenario_parsing import parse_scenario

__all__ = ["Loaded", "Problem", "ScenarioError", "from_mapping", "load", "merged", "parse"]

NOWHERE = "<scenario>"


class Loaded(Struct, frozen=True):
    scenario: Scenario
    warnings: tuple[Problem, ...] = ()


def load(path: Path) -> Loaded:
    """A file that says no name has its own."""
    document = read_file(path)
    loaded = _loaded(document, path.parent)
    names_itself = isinstance(document.value, dict) and document.value.get("name") is not None
    name = loaded.scenario.name if names_itself else path.stem
    return replace(loaded, scenario=replace(loaded.scenario, name=name, path=str(path)))


def merged(path: Path) -> dict[str, Any]:
    """A sound file as one plain value with all that it builds on: for a server that does not see the file."""
    return load(path).scenario.as_mapping()


def parse(text: str, *, where: str = NOWHERE, folder: Path | None = None) -> Loaded:
    """``folder``: where ``use:`` finds files; without it ``use:`` is refused."""
    return _loaded(yaml12.read(text, where), folder)


def from_mapping(mapping: object, *, where: str = NOWHERE, folder: Path | None = None) -> Loaded:
    """A scenario as a dict. ``mockwx: 1`` may be left away: the dict was written for this very version."""
    value, findings = plain(mapping)
    nowhere = Place(where)
    if isinstance(value, dict):
        value = {"mockwx": 1} | value
    source = json.dumps(value, ensure_ascii=False, indent=2)
    problems = tuple(_problem(nowhere, finding) for finding in findings)
    return _loaded(SourceDocument(value, nowhere, problems, source, broken=bool(problems)), folder)


def _loaded(document: SourceDocument, folder: Path | None) -> Loaded:
    """The one way of every scenario: its text was read; its bases are laid under it, then the whole is parsed."""
    if document.broken:
        raise ScenarioError(document.problems)
    whole = with_bases(document, folder)
    value, place = whole.document.value, whole.document.place
    parsed = parse_scenario(value, spelled=lambda path: place.at(path).text, complete=whole.complete)
    problems = _in_order([_problem(place, finding) for finding in parsed.findings], whole.document.problems, place.file)
    if problems or parsed.scenario is None:
        raise ScenarioError(problems)
    written = {key: part for key, part in value.items() if key != "use"}
    scenario = replace(parsed.scenario, document=written, source=document.text)
    return Loaded(scenario, tuple(_problem(place, finding) for finding in parsed.warnings))


def _problem(place: Place, finding: Finding) -> Problem:
    return place.problem(finding.path, finding.what, at_key=finding.at_key)


def _in_order(parsing: list[Problem], reading: Iterable[Problem], file: str) -> list[Problem]:
    """As a reader of ``file`` meets them, its bases last; each once, also where an alias repeats it.

    What could not be read stands for nothing, so what parsing says of the same place is no news.
    """
    unread = {(problem.file, problem.line, problem.column) for problem in reading}
    news = [problem for problem in parsing if (problem.file, problem.line, problem.column) not in unread]
    distinct = dict.fromkeys((*reading, *news))
    return sorted(distinct, key=lambda problem: (problem.file != file, problem.file, problem.line, problem.column))
