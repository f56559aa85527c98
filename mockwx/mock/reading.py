"""Scenarios as a caller of MockWx gives them: a file, a ready one's name or a mapping."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mockwx.mock.errors import MockWxError

if TYPE_CHECKING:
    from mockwx.scenario.scenario import Scenario


def read_scenario(given: str | Path | Mapping[str, Any], near: Sequence[Path] = ()) -> Scenario:
    """A scenario from a file, a ready scenario's name or a mapping; relative files are looked for in ``near`` too.

    :raises MockWxError: every problem, as file:line:column.
    """
    from mockwx.scenario import library, loader

    try:
        if isinstance(given, Mapping):
            return loader.from_mapping(given).scenario
        return loader.load(library.find(given, near=list(near))).scenario
    except (loader.ScenarioError, LookupError) as error:
        raise MockWxError(str(error)) from None
