"""A tunnel: the bytes of one connection, handed on as they are to a host that passing through allows, and back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence


class Tunnel:
    """``ended`` is called as each of the two ends goes."""

    def __init__(self, near: asyncio.Transport, ended: Callable[[Tunnel], object]) -> None:
        self._near = near
        self._ended = ended
        self._far: asyncio.Transport | None = None

    async def open(self, addresses: Sequence[str], port: int) -> None:
        """To the first of ``addresses`` that answers.

        :raises OSError: none does.
        """
        loop = asyncio.get_running_loop()
        for address in addresses:
            try:
                self._far, _ = await loop.create_connection(lambda: _End(self._near, self.over), address, port)
            except OSError:
                if address == addresses[-1]:
                    raise
            else:
                return

    def begin(self, seen: bytes) -> None:
        """``seen``: what the client has sent already."""
        if self._far is None or self._near.is_closing():
            self.abort()
            return
        if seen:
            self._far.write(seen)
        self._near.set_protocol(_End(self._far, self.over))
        self._near.resume_reading()

    def abort(self) -> None:
        self._near.abort()
        if self._far is not None:
            self._far.abort()

    def over(self) -> None:
        self._ended(self)


class _End(asyncio.Protocol):
    """What comes in at one end goes out at ``other``, which reads no more than this end can take."""

    def __init__(self, other: asyncio.Transport, over: Callable[[], None]) -> None:
        self._other = other
        self._over = over

    def data_received(self, data: bytes) -> None:
        self._other.write(data)

    def eof_received(self) -> bool:
        if self._other.can_write_eof() and not self._other.is_closing():
            self._other.write_eof()
            return True
        return False

    def connection_lost(self, error: BaseException | None) -> None:
        if error is None:
            self._other.close()
        else:
            self._other.abort()
        self._over()

    def pause_writing(self) -> None:
        if not self._other.is_closing():
            self._other.pause_reading()

    def resume_writing(self) -> None:
        if not self._other.is_closing():
            self._other.resume_reading()
