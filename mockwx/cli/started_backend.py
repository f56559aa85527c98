"""The process of a backend that ``mockwx audit`` has started, as probes start it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mockwx.play.play_all import RunningBackend


class StartedBackend:
    def __init__(self, running: RunningBackend, without: set[str]) -> None:
        """``without``: variables that its next start does not get."""
        self._running = running
        self._without = without

    async def why_gone(self) -> str | None:
        return await self._running.why_gone()

    async def restart(self) -> None:
        self._without.clear()
        await self._running.restart()

    async def restart_without(self, variables: Sequence[str]) -> bool:
        from mockwx.play.backend_process import BackendNotUp

        self._without.update(variables)
        try:
            await self._running.restart()
        except BackendNotUp:
            return False
        finally:
            self._without.clear()
        return True
