"""YAML or JSON, from a file, a text or Python, as a Scenario; or every problem at once, each with its line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from mockwx.scenario.meaning import understand
from mockwx.scenario.reading import yaml12
from mockwx.scenario.reading.bases import read_file, with_bases
from mockwx.scenario.reading.places import Document, Spot
from mockwx.scenario.reading.plain import plain
from mockwx.scenario.reading.problems import Finding, Problem, ScenarioError
from mockwx.scenario.reading.problems import Path as ValuePath
from mockwx.scenario.scenario import Scenario

__all__ = ["Loaded", "Problem", "ScenarioError", "from_mapping", "load", "merged", "parse"]

NOWHERE = "<scenario>"


class Loaded(Struct, frozen=True):
    scenario: Scenario
    warnings: tuple[Problem, ...] = ()


def load(path: Path) -> Loaded:
    """A file that names no name is called as the file is."""
    document = read_file(path)
    loaded = _finish(document, path.parent)
    scenario = loaded.scenario
    name = scenario.name if _names_itself(document) else path.stem
    return replace(loaded, scenario=replace(scenario, name=name, source=document.text, path=str(path)))


def merged(path: Path) -> dict[str, Any]:
    """A sound file as one plain value with all that it builds on: for a server that does not see the file."""
    scenario = load(path).scenario
    return dict(scenario.document) | {"name": scenario.name}


def parse(text: str, *, where: str = NOWHERE, folder: Path | None = None) -> Loaded:
    """``folder``: where ``use:`` finds files; without it ``use:`` is refused."""
    loaded = _finish(yaml12.read(text, where), folder)
    return replace(loaded, scenario=replace(loaded.scenario, source=text))


def from_mapping(value: object, *, where: str = NOWHERE, folder: Path | None = None) -> Loaded:
    """A scenario as a dict. ``mockwx: 1`` may be left away: the dict was written for this very version."""
    found, findings = plain(value)
    spot = Spot(where)
    if findings:
        raise ScenarioError(_problem(spot, each) for each in findings)
    if isinstance(found, dict):
        found = {"mockwx": 1} | found
    loaded = _finish(Document(found, spot), folder)
    source = json.dumps(found, ensure_ascii=False, indent=2)
    return replace(loaded, scenario=replace(loaded.scenario, source=source))


def _finish(document: Document, folder: Path | None) -> Loaded:
    if document.broken:
        raise ScenarioError(document.problems)
    whole = with_bases(document, folder)
    value, spot = whole.document.value, whole.document.spot

    def spelled(path: ValuePath) -> str | None:
        return spot.at(path).text

    meaning = understand(value, spelled=spelled, complete=whole.complete)
    problems = list(whole.document.problems)
    # What could not be read stands for nothing, so what the models say of the same place is no news.
    told = {(each.file, each.line, each.column) for each in problems}
    found = [_problem(spot, each) for each in meaning.findings]
    problems += [each for each in found if (each.file, each.line, each.column) not in told]
    if problems or meaning.scenario is None:
        raise ScenarioError(_in_order(problems, document.spot.file))
    plain_value = {key: part for key, part in value.items() if key != "use"}
    scenario = replace(meaning.scenario, document=plain_value)
    return Loaded(scenario, tuple(_problem(spot, each) for each in meaning.warnings))


def _problem(spot: Spot, finding: Finding) -> Problem:
    return spot.problem(finding.path, finding.what, at_key=finding.at_key)


def _in_order(problems: list[Problem], first: str) -> list[Problem]:
    """As a reader meets them, the bases last; each once, also where an alias repeats it."""
    distinct = dict.fromkeys(problems)
    return sorted(distinct, key=lambda each: (each.file != first, each.file, each.line, each.column))


def _names_itself(document: Document) -> bool:
    return isinstance(document.value, dict) and document.value.get("name") is not None
