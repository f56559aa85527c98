"""Which hosts are WeChat's, and which are this machine: the first are answered here and never called."""

from __future__ import annotations

from mockwx.core.web.hosts import HOSTS

DOMAINS = ("weixin.qq.com", "res.wx.qq.com")
"""All that lies at or below these is WeChat's, also what mockwx has no answer for."""
WECHAT = tuple(dict.fromkeys((*HOSTS, "mp.weixin.qq.com", "open.work.weixin.qq.com", "login.work.weixin.qq.com")))
"""The hosts that login backends call."""
LOCAL = ("localhost", "127.0.0.1", "::1")


def is_wechat_host(name: str) -> bool:
    name = name.lower().rstrip(".")
    return any(name == domain or name.endswith(f".{domain}") for domain in DOMAINS)


def is_here(name: str, port: int, own: tuple[str, int]) -> bool:
    """Whether a client that names ``name`` and ``port`` means mockwx itself, which listens at ``own``.

    A name without a dot is what containers call each other by; on mockwx's own port it is mockwx.
    """
    name = name.lower()
    local = name in LOCAL or name == own[0] or ("." not in name and ":" not in name)
    return local and port == own[1]
