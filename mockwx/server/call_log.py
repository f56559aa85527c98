"""The call log: a line per call that a person can read, written a little later so that no call waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from mockwx.core.journal.entries import entry, line
from mockwx.core.journal.journal import Exchange
from mockwx.core.text.bilingual import both
from mockwx.core.text.output_escaping import printable

WRITE_SECONDS = 0.05
MOST_LINES = 200
"""Lines per writing; a load test would drown the terminal otherwise."""


OnCall = Callable[[str, Mapping[str, Any]], object]
"""Gets a world's name and a journal entry once its answer has left, in the server's own thread."""

Watcher = Callable[[str, Exchange], object]
"""Gets a world's name and what was said in it, once its answer has left, in the server's own thread."""


class CallLog:
    """``write`` gets whole lines, ``on_call`` each call at once; None: nobody does."""

    def __init__(self, write: Callable[[str], object] | None, on_call: OnCall | None = None) -> None:
        self._write = write
        self._on_call = on_call
        self._watchers: list[Watcher] = []
        self.writes = write is not None or on_call is not None
        """Whether anybody wants to know of calls."""
        self._waiting: list[tuple[str, Exchange]] = []
        self._more = 0
        self._timer: asyncio.TimerHandle | None = None

    def watch(self, watcher: Watcher) -> None:
        """Tell ``watcher`` of each call from now on, as one more than those that were there from the start."""
        self._watchers.append(watcher)
        self.writes = True

    def unwatch(self, watcher: Watcher) -> None:
        self._watchers.remove(watcher)
        self.writes = bool(self._watchers) or self._write is not None or self._on_call is not None

    def note(self, world: str, exchange: Exchange) -> None:
        for watcher in self._watchers:
            watcher(world, exchange)
        if self._on_call is not None:
            self._on_call(world, entry(exchange))
        if self._write is None:
            return
        if len(self._waiting) < MOST_LINES:
            self._waiting.append((world, exchange))
        else:
            self._more += 1
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(WRITE_SECONDS, self.flush)

    def flush(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._write is None or not self._waiting:
            return
        lines = [
            (f"~{printable(world)} " if world else "") + line(exchange, "both") for world, exchange in self._waiting
        ]
        if self._more:
            lines.append(both(f"… and {self._more} more calls", f"……另有 {self._more} 次调用"))
        self._waiting, self._more = [], 0
        self._write("\n".join(lines) + "\n")
