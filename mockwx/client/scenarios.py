"""Scenarios as a caller names them: a file, a ready one's name, a mapping, or one that was read already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from mockwx.client.errors import MockWxError

if TYPE_CHECKING:
    from mockwx.scenario.scenario import Scenario

    AnyScenario: TypeAlias = str | Path | Mapping[str, Any] | Scenario


def read_scenario(scenario: str | Path | Mapping[str, Any], near: Sequence[Path] = ()) -> Scenario:
    """A scenario from a file, a ready scenario's name or a mapping; relative files are looked for in ``near`` too.

    :raises MockWxError: every problem, as file:line:column.
    """
    from mockwx.scenario import compiled, ready_scenarios
    from mockwx.scenario.reading.problems import ScenarioError

    try:
        if isinstance(scenario, Mapping):
            from mockwx.scenario import loader

            return loader.from_mapping(scenario).scenario
        return compiled.load(ready_scenarios.find(scenario, near=list(near)))
    except (ScenarioError, LookupError) as error:
        raise MockWxError(str(error)) from None


def as_document(scenario: AnyScenario) -> dict[str, Any]:
    """The scenario as one JSON object with all that it builds on, for a server that does not see its file.

    :raises MockWxError: every problem of a file.
    """
    if isinstance(scenario, Mapping):
        # A file must say its version; a mapping was written for this very one.
        return {"mockwx": 1, **scenario}
    read = read_scenario(scenario) if isinstance(scenario, str | Path) else scenario
    return {"mockwx": 1, **read.document, "name": read.name}
