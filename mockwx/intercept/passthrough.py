"""Passing through: whether a host that is not WeChat's may be reached by way of mockwx, and at which addresses."""

from __future__ import annotations

import asyncio
import socket

from mockwx.core.text.bilingual import both
from mockwx.core.web.authority import address_of
from mockwx.intercept.hosts import is_wechat_host


class NotPassed(Exception):
    """The host may not be reached; the text says why, and what to write so that it may."""


class Passthrough:
    """Which of the hosts that are not WeChat's may be reached: none, all, or those listed.

    ``.example.com`` stands for all below example.com. Only a host that is listed by its very name may have an address
    of this machine or of its link: a client elsewhere must not get at what listens here for this machine alone.
    """

    def __init__(self, listed: str | tuple[str, ...] = ()) -> None:
        items = listed.split(",") if isinstance(listed, str) else listed
        names = tuple(name for item in items if (name := item.strip().lower().removeprefix("*")))
        self._all = "all" in names
        self._names = names

    def __bool__(self) -> bool:
        return bool(self._names)

    def allows(self, name: str) -> bool:
        name = name.lower().rstrip(".")
        if is_wechat_host(name):
            return False
        return self._all or any(
            name == allowed or (allowed[0] == "." and name.endswith(allowed)) for allowed in self._names
        )

    async def addresses(self, host: str, port: int) -> list[str]:
        """Where ``host``, which is allowed, may be connected to; these addresses and not the name are to be used.

        :raises NotPassed: none of its addresses may be.
        :raises OSError: it has none.
        """
        loop = asyncio.get_running_loop()
        infos = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = list(dict.fromkeys(str(info[4][0]) for info in infos))
        if host.lower().rstrip(".") in self._names:
            return addresses
        passed = [address for address in addresses if not _is_near(address)]
        if not passed:
            raise NotPassed(
                both(
                    f"{host} is this machine or on its link; --passthrough {host} lets it through by name",
                    f"{host} 指向本机或链路本地地址；用 --passthrough {host} 按名称放行",
                )
            )
        return passed


def _is_near(text: str) -> bool:
    """Whether it is an address of this machine, or one that only its link knows."""
    address = address_of(text.partition("%")[0])
    if address is None or address.is_loopback or address.is_link_local or address.is_unspecified:
        return True
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            # Only an address of this machine can be bound.
            probe.bind((str(address), 0))
        except OSError:
            return False
    return True
