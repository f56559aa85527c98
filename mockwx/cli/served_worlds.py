"""The worlds of ``mockwx serve``: how they begin, and begin anew when a scenario file changes (``--watch``)."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from mockwx.cli.output import to_stderr
from mockwx.core.text.bilingual import both
from mockwx.server.real_clock import wall
from mockwx.store.port import StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable

    from mockwx.scenario.scenario import Scenario
    from mockwx.store.port import Store


def put(worlds: Store, loaded: dict[str, Scenario]) -> None:
    for name, scenario in loaded.items():
        worlds.put(name, scenario, wall=wall(), series=series(name, scenario))


def series(name: str, scenario: Scenario) -> str:
    """What tells the codes of a world from those of its neighbours."""
    return f"{wall() if scenario.start is None else scenario.start}{name}"


def _begin_anew(worlds: Store, name: str, scenario: Scenario) -> None:
    if worlds.remote:
        from mockwx.store.origin import same_scenario

        if same_scenario(worlds.scenario(name), scenario):
            return  # another server watches the same file, and was faster
    put(worlds, {name: scenario})


async def watch_scenarios(worlds: Store, loaded: dict[str, Scenario], complete: Callable[[Scenario], Scenario]) -> None:
    """Twice a second; a file with problems is told about, and the world stays as it was."""
    from mockwx.mock import MockWxError, read_scenario
    from mockwx.scenario.reading.use_merging import files_of

    def stamp(path: str) -> tuple[tuple[Path, int], ...]:
        """Of the file and of those that it builds on."""
        return tuple((file, _changed_at(file)) for file in files[path])

    paths = {name: scenario.path for name, scenario in loaded.items() if scenario.path is not None}
    files = {path: files_of(Path(path)) for path in paths.values()}
    stamps = {path: stamp(path) for path in paths.values()}
    while True:
        await asyncio.sleep(0.5)
        for path in {path for path in paths.values() if stamp(path) != stamps[path]}:
            files[path] = await asyncio.to_thread(files_of, Path(path))
            stamps[path] = stamp(path)
            try:
                scenario = complete(read_scenario(path))
                for name in [name for name, watched in paths.items() if watched == path]:
                    await asyncio.to_thread(_begin_anew, worlds, name, scenario)
            except (MockWxError, StoreUnavailable) as error:
                to_stderr(f"{error}\n")
                continue
            to_stderr(both(f"{path} changed: its world begins anew", f"{path} 已变化，world 重新开始") + "\n")


def _changed_at(file: Path) -> int:
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0
