"""Which hosts are WeChat's, and which are this machine: the first are answered here and never called."""

from __future__ import annotations

from mockwx.core.web.hosts import HOSTS

DOMAINS = ("weixin.qq.com", "res.wx.qq.com")
"""All that lies at or below these is WeChat's, also what mockwx has no answer for."""
WECHAT = tuple(dict.fromkeys((*HOSTS, "mp.weixin.qq.com", "open.work.weixin.qq.com", "login.work.weixin.qq.com")))
"""The hosts that login backends call."""
LOCAL = ("localhost", "127.0.0.1", "::1")


def is_wechat(name: str) -> bool:
    name = name.lower().rstrip(".")
    return any(name == domain or name.endswith(f".{domain}") for domain in DOMAINS)


def is_here(name: str, port: int, own: tuple[str, int]) -> bool:
    """Whether a client that names ``name`` and ``port`` means mockwx itself, which listens at ``own``.

    A name without a dot is what containers call each other by; on mockwx's own port it is mockwx.
    """
    name = name.lower()
    local = name in LOCAL or name == own[0] or ("." not in name and ":" not in name)
    return local and port == own[1]


def split_authority(authority: str, default_port: int) -> tuple[str, int]:
    """``name:port``, ``[::1]:port`` or ``name`` as name and port.

    :raises ValueError: it is no such thing.
    """
    authority = authority.rpartition("@")[2]
    if authority.startswith("["):
        name, bracket, port = authority[1:].partition("]")
        if not bracket or (port and not port.startswith(":")):
            raise ValueError(authority)
        port = port[1:]
    else:
        name, _, port = authority.partition(":")
    number = int(port) if port else default_port
    if not name or not 0 < number < 65536:
        raise ValueError(authority)
    return name, number


class Passthrough:
    """Which of the hosts that are not WeChat's may be reached: none, all, or those listed.

    ``.example.com`` stands for all below example.com.
    """

    def __init__(self, given: str | tuple[str, ...] = ()) -> None:
        listed = given.split(",") if isinstance(given, str) else given
        names = tuple(name for each in listed if (name := each.strip().lower().removeprefix("*")))
        self._all = "all" in names
        self._names = names

    def __bool__(self) -> bool:
        return bool(self._names)

    def allows(self, name: str) -> bool:
        name = name.lower().rstrip(".")
        if is_wechat(name):
            return False
        return self._all or any(name == each or (each[0] == "." and name.endswith(each)) for each in self._names)
