"""Store: what the servers, the control plane and the command line ask of a place where worlds are kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, TypeVar

from mockwx.core.text.bilingual import both
from mockwx.core.text.did_you_mean import unknown

if TYPE_CHECKING:
    import asyncio

    from mockwx.core.journal.journal import Exchange
    from mockwx.core.wire import Request
    from mockwx.core.world import World
    from mockwx.products.shared.settled import Settled
    from mockwx.scenario.scenario import Scenario
    from mockwx.store.snapshot import Snapshot

T = TypeVar("T")

DEFAULT = ""
"""The name of the world that is meant where none is named."""
MOST_WORLDS = 10_000
MOST_NAMED = 100
"""Worlds among which the one that is meant is looked for, the last ones: more would take longer than a call."""


class NoSuchWorld(LookupError):
    """Its text says which worlds there are."""

    @classmethod
    def among(cls, name: str, names: list[str]) -> NoSuchWorld:
        return cls(unknown("world", " world ", name, [other for other in names if other][-MOST_NAMED:]))

    @classmethod
    def idle(cls, name: str) -> NoSuchWorld:
        return cls(
            both(
                f"the world {name!r} is gone: nobody had used it for long, or others needed its memory; "
                "POST /_mockwx/worlds makes it anew",
                f"world {name!r} 长时间无人使用，或内存须让给别的 world，已被删除；可用 POST /_mockwx/worlds 重新创建",
            )
        )


class TooManyWorlds(ValueError):
    """Worlds are bounded, so that a forgetful client does not eat the machine's memory."""

    def __init__(self) -> None:
        super().__init__(
            both(
                f"there are {MOST_WORLDS} worlds already; DELETE /_mockwx/worlds/NAME frees one",
                f"已有 {MOST_WORLDS} 个 world；请用 DELETE /_mockwx/worlds/NAME 删除不用的",
            )
        )


class StoreUnavailable(Exception):
    """The store cannot be asked now. Its text says why, and what was asked may have been done or not."""


class Store(Protocol):
    """Safe to use from any thread. Work on a world may be done more than once, and only its last run counts."""

    remote: bool
    """Whether asking takes a while: the data plane awaits, the control plane asks from a thread of its own."""

    def put(
        self,
        name: str,
        scenario: Scenario,
        *,
        wall: int,
        series: str | None = None,
        outlived: bool = False,
        keep_clock: bool = True,
    ) -> object: ...

    def reset(self, name: str, *, wall: int) -> object: ...

    def scenario(self, name: str) -> Scenario: ...

    def drop(self, name: str) -> None: ...

    def names(self) -> list[str]: ...

    def snapshot(self, name: str, *, wall: int) -> Snapshot:
        """All of a world at one instant."""

    def restore(self, name: str, snapshot: Snapshot, *, wall: int) -> object:
        """Make a world, or begin it anew, as it was when the snapshot was taken."""

    def run(self, name: str, work: Callable[[World], T], *, wall: int) -> T: ...

    def handle(self, name: str, request: Request, *, wall: int) -> Exchange: ...

    def handle_if_no_rules(
        self, name: str, request: Request, *, wall: int, settled: Settled | None = None
    ) -> Exchange | None:
        """As ``handle``, where the answer is certain to go out at once and whole. None: it may not be, or it cannot be
        had without waiting, or there is no such world; nothing was done then.

        ``settled``: of the calls that differ from this one in their code alone, whichever world they are about.
        """

    def begin_if_no_rules(self, name: str, request: Request, *, wall: int) -> asyncio.Future[Exchange | None]:
        """As ``handle_if_no_rules``, of a remote store, for a server that must not wait.

        The future fails where there is no such world, and with no :class:`StoreUnavailable`: WeChat's own -1 is the
        answer. Who does not wait for it any more lets it be: what was begun is done.
        """

    async def exchange(self, name: str, request: Request, *, wall: int) -> Exchange:
        """As ``handle``, for a server that must not wait.

        Raises no :class:`StoreUnavailable`: WeChat's own -1 is the answer.
        """

    def tend(self, *, wall: int) -> None:
        """To be called now and then while a server runs on a remote store: what is used stays, what expired goes."""

    async def close(self) -> None:
        """Nothing is asked any more."""
