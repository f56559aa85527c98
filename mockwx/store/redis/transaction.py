"""Transaction: one piece of pure work on a world and how it ended; ``optimistic`` runs it, again if need be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mockwx.core.world import World


class Transaction:
    __slots__ = ("done", "failure", "number", "numbered", "path", "query", "result", "tries", "wall", "work")

    def __init__(
        self, work: Callable[[World], Any], wall: int, *, path: str = "", query: Mapping[str, str] = {}
    ) -> None:
        """``path`` and ``query`` of a call: they let its keys be guessed, and it gets a journal number at once."""
        self.work = work
        self.wall = wall
        self.path = path
        self.query = query or {}
        self.numbered = bool(path)
        self.number = 0
        self.tries = 0
        self.done = False
        self.result: Any = None
        self.failure: BaseException | None = None
