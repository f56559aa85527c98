"""Scenario files as values: a ready one from ``ready.msgpack``, which ``make reference`` writes, any other is parsed.

Whoever begins with a ready one waits for neither PyYAML nor pydantic's models of the whole scenario language. A
process that only loads ``happy`` takes 360 million instructions where it took 1,370 (callgrind).
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from msgspec import Raw, msgpack
from msgspec.structs import replace

from mockwx.core.text.bilingual import Text
from mockwx.scenario.ready_scenarios import builtin_names, folder, ready
from mockwx.scenario.scenario import Scenario

FILE = Path(__file__).with_name("ready.msgpack")


def load(path: Path) -> Scenario:
    """The scenario of a file, which is parsed unless it is a ready one that nobody has changed.

    :raises ScenarioError: every problem of the file.
    """
    compiled = _compiled(path) if path.parent == folder() else None
    if compiled is not None:
        return replace(compiled, path=str(path))
    from mockwx.scenario import loader

    return loader.load(path).scenario


def described(names: Sequence[str]) -> list[tuple[str, Text]]:
    """These ready scenarios, each with its own one line about itself."""
    scenarios = [load(ready(name)) for name in names]
    return [(name, scenario.about.title(scenario.name)) for name, scenario in zip(names, scenarios, strict=True)]


def compile_all() -> bytes:
    """What the file is to hold."""
    from mockwx.scenario import loader

    scenarios = {name: replace(loader.load(ready(name)).scenario, path=None) for name in builtin_names()}
    return msgpack.encode(scenarios, enc_hook=dict)  # of read-only mappings


def _compiled(path: Path) -> Scenario | None:
    """None: it was changed since."""
    written = _scenarios().get(path.stem)
    if written is None:
        return None
    scenario = msgpack.decode(written, type=Scenario)
    return scenario if scenario.source.encode() == path.read_bytes() else None


@cache
def _scenarios() -> dict[str, Raw]:
    return msgpack.decode(FILE.read_bytes(), type=dict[str, Raw])


if __name__ == "__main__":
    sys.stdout.buffer.write(compile_all())
