"""Which scenarios are meant: files, folders of files, or ready scenarios by name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mockwx.core.text.bilingual import both
from mockwx.scenario import ready_scenarios
from mockwx.scenario.reading.problems import Problem, ScenarioError

if TYPE_CHECKING:
    from mockwx.play.player import Script


def find_all(wanted: Sequence[str], *, backend: str | None = None) -> list[Script]:
    """``backend``: its file may lie among the scenarios and is none.

    :raises ScenarioError: every problem of every file.
    """
    # Loaded on first use: who only looks for files, as `mockwx check` does, plays none.
    from mockwx.play.player import scripts

    found_scripts: list[Script] = []
    problems: list[Problem] = []
    for name in wanted:
        try:
            for path in files_of(name, backend):
                try:
                    found_scripts += scripts(path)
                except ScenarioError as error:
                    problems += error.problems
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(dict.fromkeys(problems))
    return found_scripts


def files_of(wanted: str, backend: str | None = None) -> list[Path]:
    """The file, all files of the folder, or the file of the ready scenario.

    :raises ScenarioError: there is none.
    """
    folder = Path(wanted)
    if not folder.is_dir():
        return [ready_scenarios.find(wanted)]
    files = sorted((*folder.rglob("*.yaml"), *folder.rglob("*.yml")))
    if backend is not None:
        files = [file for file in files if file.resolve() != Path(backend).resolve()]
    if not files:
        what = both("there is no *.yaml in this folder", "这个文件夹里没有 *.yaml")
        raise ScenarioError([Problem(wanted, 0, 0, "", what)])
    return files
