"""Table: one kind of thing that WeChat remembers, reached by key.

The core knows nothing of where tables are kept. A store gives an ``OpenTable``, and the world puts frozen values
into what it opens.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol, TypeVar

V = TypeVar("V")


class Table(Protocol[V]):
    def get(self, key: str) -> V | None: ...

    def put(self, key: str, value: V, expires_at: int | None = None, *, fading: bool = False) -> None:
        """Keep ``value``; after ``expires_at`` (the world's milliseconds) it may be forgotten at any time.

        ``fading``: it is only remembered to tell why something does not work; where there are very many of them,
        the oldest may be forgotten sooner.
        """

    def drop(self, key: str) -> None: ...

    def items(self) -> Iterator[tuple[str, V]]:
        """Everything, for a person who looks at it. Never used on the path of a call."""


class OpenTable(Protocol):
    def __call__(self, name: str, kind: type[V]) -> Table[V]:
        """The table called ``name``, whose values are of type ``kind``."""
