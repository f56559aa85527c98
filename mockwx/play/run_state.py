"""What is known from one play of a run to the next: when the backend was last asked, addresses, whether uid is one."""

from __future__ import annotations

import asyncio
import ipaddress
import secrets

ADDRESSES = ipaddress.ip_network("198.18.0.0/15")
"""For tests of network devices (RFC 2544), so that no real client has one of them."""


class RunState:
    def __init__(self) -> None:
        self._name = secrets.token_hex(6)
        self._plays = 0
        self._next_address: int | None = None
        self._free_at = 0.0
        self.via: str | None = None
        """How the backend's calls to WeChat's own hosts are led here, ``proxy`` or ``hosts``; None: they are not."""
        self.uid: UidCheck | None = None
        """None: nobody has looked yet."""

    def new_play(self) -> str:
        """What tells a play from all others, of this run and of every other."""
        self._plays += 1
        return f"{self._name}-{self._plays}"

    def new_address(self) -> str:
        """An address that no other user of this run has."""
        if self._next_address is None:
            # Elsewhere in each run: a backend that keeps its counters has not met these people before.
            self._next_address = int(asyncio.get_running_loop().time() * 10)
        self._next_address += 1
        return str(ADDRESSES[self._next_address % ADDRESSES.num_addresses])

    async def pause(self, pace: float) -> None:
        """Until the backend may be asked again, ``pace`` seconds after it was asked last."""
        now = asyncio.get_running_loop().time
        begin = max(now(), self._free_at)
        self._free_at = begin + pace
        if begin > now():
            await asyncio.sleep(begin - now())


class UidCheck:
    """What two logins of one person in a row were told to be; empty where it could not be seen."""

    def __init__(self, *uids: str) -> None:
        self.uids = uids
        self.told = False

    @property
    def changes(self) -> bool:
        return len(set(self.uids)) > 1
