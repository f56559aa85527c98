"""Transaction: one piece of pure work on a world and how it ended; ``optimistic`` runs it, again if need be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mockwx import engine
from mockwx.core.journal.journal import Exchange
from mockwx.core.wire import Request
from mockwx.core.world import World


class Transaction:
    __slots__ = ("done", "failure", "missed", "number", "numbered", "result", "tries", "wall", "work")
    path = ""
    query: Mapping[str, str] = {}
    unless_rules = False

    def __init__(self, work: Callable[[World], Any], wall: int) -> None:
        self.work = work
        self.wall = wall
        self.numbered = False
        """It gets a journal number before it runs."""
        self.number = 0
        self.missed = False
        """It asked for a key that was not guessed."""
        self.tries = 0
        self.done = False
        self.result: Any = None
        self.failure: BaseException | None = None


class CallTransaction(Transaction):
    """One call of WeChat's own paths; ``path`` and ``query`` let its keys be guessed."""

    __slots__ = ("path", "query", "request", "unless_rules")

    def __init__(self, request: Request, wall: int, *, unless_rules: bool = False) -> None:
        """``unless_rules``: nothing is done, and None is the result, where the world has rules."""
        super().__init__(self._handle, wall)
        self.request = request
        self.path = request.path
        self.query = request.query
        self.unless_rules = unless_rules
        self.numbered = True

    def _handle(self, world: World) -> Exchange:
        return engine.handle(world, self.request, self.wall)
