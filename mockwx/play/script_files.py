"""Which scenarios are meant: files, folders of files, or ready scenarios by name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mockwx.core.text.bilingual import both
from mockwx.play.player import Script, scripts
from mockwx.scenario import ready_scenarios
from mockwx.scenario.reading.problems import Problem, ScenarioError


def find_all(given: Sequence[str], *, backend: str | None = None) -> list[Script]:
    """``backend``: its file may lie among the scenarios and is none.

    :raises ScenarioError: every problem of every file.
    """
    found: list[Script] = []
    problems: list[Problem] = []
    for each in given:
        try:
            for path in files_of(each, backend):
                try:
                    found += scripts(path)
                except ScenarioError as error:
                    problems += error.problems
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(dict.fromkeys(problems))
    return found


def files_of(given: str, backend: str | None = None) -> list[Path]:
    """The file, all files of the folder, or the file of the ready scenario.

    :raises ScenarioError: there is none.
    """
    folder = Path(given)
    if not folder.is_dir():
        return [ready_scenarios.find(given)]
    files = sorted((*folder.rglob("*.yaml"), *folder.rglob("*.yml")))
    if backend is not None:
        files = [each for each in files if each.resolve() != Path(backend).resolve()]
    if not files:
        what = both("there is no *.yaml in this folder", "这个文件夹里没有 *.yaml")
        raise ScenarioError([Problem(given, 0, 0, "", what)])
    return files
