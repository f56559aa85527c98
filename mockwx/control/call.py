"""A control call as a value: of which server, what it brings, and how its world is lent to what it asks for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, MutableMapping
from typing import Any, Protocol, TypeVar

from msgspec import Struct, field

from mockwx.core.world import World
from mockwx.store.port import Store

T = TypeVar("T")


class Certificates(Protocol):
    """What a server shows to clients that speak TLS with it."""

    shows_untrusted: bool
    """Of a CA that no client was told to trust; for new connections."""


class ControlCall(Struct, frozen=True):
    """One request to the control plane."""

    worlds: Store
    wall: int
    """The real time in milliseconds."""
    base_url: str
    world: str
    """The name of the world that it is about; the default world's is empty."""
    parts: tuple[str, ...]
    """What the path holds in the places that the route leaves open."""
    query: Mapping[str, str] = field(default_factory=dict)
    body: object = None
    """The JSON of the body; None where there is none."""
    text: str = ""
    """The body as it came."""
    callback_hosts: Collection[str] = ()
    """Where else than to this machine requests to the backend may go."""
    relays: Mapping[str, str] = field(default_factory=dict)
    """Where pages' requests to a host go: ``{"https://example.com": "http://127.0.0.1:8000"}``."""
    ca: Callable[[], bytes] = bytes
    """The certificate, as PEM, of whoever vouches for this server."""
    certificates: Certificates | None = None
    """None: this server speaks no TLS."""
    verdicts: MutableMapping[str, dict[str, Any]] = field(default_factory=dict)
    """The last one that was left in each world."""

    def run(self, work: Callable[[World], T]) -> T:
        """Lend the world to ``work``, alone."""
        return self.worlds.run(self.world, work, wall=self.wall)
