"""Which scenarios are meant: files, folders of files, or ready scenarios by name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mockwx.core.words import both
from mockwx.play.player import Script, scripts
from mockwx.scenario import library
from mockwx.scenario.problems import Problem, ScenarioError


def find_all(given: Sequence[str]) -> list[Script]:
    """:raises ScenarioError: every problem of every file."""
    found: list[Script] = []
    problems: list[Problem] = []
    for each in given:
        try:
            for path in _files(each):
                try:
                    found += scripts(path)
                except ScenarioError as error:
                    problems += error.problems
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(dict.fromkeys(problems))
    return found


def _files(given: str) -> list[Path]:
    folder = Path(given)
    if not folder.is_dir():
        return [library.find(given)]
    files = sorted((*folder.rglob("*.yaml"), *folder.rglob("*.yml")))
    if not files:
        what = both("there is no *.yaml in this folder", "这个文件夹里没有 *.yaml")
        raise ScenarioError([Problem(given, 0, 0, "", what)])
    return files
