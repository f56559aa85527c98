"""Which file a scenario's name means: a person's own, or one of the ready scenarios that come with mockwx."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from mockwx.core.text.did_you_mean import unknown
from mockwx.scenario.reading.problems import Problem, ScenarioError

if TYPE_CHECKING:
    from mockwx.scenario.scenario import Scenario

_PACKAGE = Path(__file__).resolve().parents[1]
_FOLDERS = (_PACKAGE / "_scenarios", _PACKAGE.parent / "scenarios")
"""In the wheel; in a checkout."""


def folder() -> Path:
    return next((folder for folder in _FOLDERS if folder.is_dir()), _FOLDERS[0])


@cache
def builtin_names() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in folder().glob("*.yaml")))


def find(name_or_path: str | Path, *, near: Sequence[Path] = ()) -> Path:
    """A file that exists, in a folder of ``near`` or where the process stands; else a ready scenario.

    Raises ``ScenarioError`` with the nearest name.
    """
    wanted = str(name_or_path)
    for place in (*near, Path()):
        try:
            if (file := place / wanted).is_file():
                return file
        except (OSError, ValueError):  # no file has such a name
            continue
    name = wanted.removesuffix(".yaml").removesuffix(".yml")
    if name in builtin_names():
        return folder() / f"{name}.yaml"
    what = unknown("file or ready scenario", "文件或内置场景", name, builtin_names())
    raise ScenarioError([Problem(wanted, 0, 0, "", what)])


def ready(name: str) -> Path:
    """Where a ready scenario lies.

    :raises ScenarioError: there is none of that name; with the nearest.
    """
    if name not in builtin_names():
        what = unknown("ready scenario", "内置场景", name, builtin_names())
        raise ScenarioError([Problem(name, 0, 0, "", what)])
    return folder() / f"{name}.yaml"


def is_ready(scenario: Scenario) -> bool:
    """Whether it was read from one of them."""
    return scenario.path is not None and Path(scenario.path).parent == folder()
