"""Answers of the control plane, and the errors that become 4xx."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeVar

from msgspec import Struct, field

from mockwx.core.wire import Outgoing
from mockwx.core.world import World
from mockwx.store.port import Store

T = TypeVar("T")


class ControlError(Exception):
    """A control call that cannot be done; nothing has changed.

    ``what`` says what is wrong and what to write instead, in English and Chinese; ``where`` names the place in the
    request; ``status`` is the HTTP status; ``more`` goes into the JSON beside them.
    """

    def __init__(self, what: str, where: str = "", status: int = 422, more: Mapping[str, Any] | None = None) -> None:
        super().__init__(f"{where}: {what}" if where and not what.startswith(f"{where}: ") else what)
        self.what = what
        self.where = where
        self.status = status
        self.more = dict(more or {})

    def as_json(self) -> dict[str, Any]:
        return {"error": self.what, "where": self.where, **self.more}


class Answer(Struct, frozen=True):
    """``value`` becomes JSON unless it is bytes."""

    value: Any
    status: int = 200
    content_type: str = "application/json; charset=utf-8"
    outgoing: tuple[Outgoing, ...] = ()
    """What the backend gets before the answer is given; how it took it goes into ``value`` as ``delivered``."""


class Asked(Struct, frozen=True):
    """One control call: of which server, about which world, and what with it."""

    worlds: Store
    wall: int
    """The real time in milliseconds."""
    base_url: str
    world: str
    parts: tuple[str, ...]
    """What the path holds in the places that the route leaves open."""
    query: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    """The JSON of the body; None where there is none."""
    text: str = ""
    """The body as it came."""
    callback_hosts: Collection[str] = ()
    """Where else than to this machine requests to the backend may go."""
    ca: Callable[[], bytes] = bytes
    """The certificate, as PEM, of whoever vouches for this server."""

    def run(self, work: Callable[[World], T]) -> T:
        """Lend the world to ``work``, alone."""
        return self.worlds.run(self.world, work, wall=self.wall)
