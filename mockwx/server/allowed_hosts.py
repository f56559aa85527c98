"""Who may speak to a control plane that asks no token: programs of this machine, and no web page of somebody else's.

A page in a developer's browser can send simple POSTs to any port of this machine; the browser says whose page it is in
``Origin`` or ``Sec-Fetch-Site``. And its host's name may suddenly mean 127.0.0.1 (DNS rebinding): then only ``Host``
tells.
"""

from __future__ import annotations

from collections.abc import Collection

from mockwx.core.text.bilingual import both
from mockwx.core.web.authority import address_of, is_this_machine, split_authority
from mockwx.intercept.hosts import is_wechat_host

_ALL = frozenset({"", "0.0.0.0", "::"})  # noqa: S104
_FOREIGN_SITES = frozenset({"cross-site", "same-site"})


class AllowedHosts:
    """``named``: hosts that were allowed by name; ``.example.com`` stands for all below it."""

    def __init__(self, named: Collection[str] = ()) -> None:
        self._named = tuple(name.strip().lower().removeprefix("*") for name in named)
        self.own = "127.0.0.1"
        """Where the server listens."""

    def why_not(self, authority: str, *, forwarded: str, origin: str | None, fetch_site: str | None) -> str | None:
        """Why a request is none that may be answered; None where it is one.

        ``authority``: which host it asks for, as it is written; empty where it names none, as no browser does.
        ``forwarded``: the same as it was before a reverse proxy.
        """
        if authority and not self._is_ours(authority):
            return both(
                f"the control plane answers to names of this machine only, and {authority!r} is none: mockwx serve "
                "--allow-host NAME, or in Python MockWx(allow_hosts=[NAME]), lets it answer to a name",
                f"控制接口只应答指向本机的名称，{authority!r} 不是；可用 mockwx serve --allow-host NAME 放行，"
                "或在 Python 中用 MockWx(allow_hosts=[NAME])",
            )
        is_foreign = origin is not None and not self.is_own(origin, authority, forwarded)
        if is_foreign or (fetch_site or "").strip().lower() in _FOREIGN_SITES:
            whose = "another site" if origin is None else repr(origin)
            return both(
                f"a web page of {whose} may not use the control plane; a server with --token answers whoever "
                "brings its token",
                f"其他网站（{whose}）的网页不能使用控制接口；带 --token 启动的服务会应答出示令牌的请求",
            )
        return None

    def is_own(self, origin: str, *authorities: str) -> bool:
        """Whether pages of ``origin`` are this server's own, as it is asked for by one of ``authorities``."""
        return any(_is_origin(origin, authority) for authority in authorities if authority)

    def _is_ours(self, authority: str) -> bool:
        try:
            host = split_authority(authority, 80).host.removesuffix(".")
        except ValueError:
            return False
        if is_this_machine(host) or host == self.own.lower() or is_wechat_host(host):
            return True
        if address_of(host) is not None:
            # No name, so nobody can have bent it; a container's or a mapped port's.
            return self.own in _ALL
        return "." not in host or any(host == name or (name[:1] == "." and host.endswith(name)) for name in self._named)


def _is_origin(origin: str, authority: str) -> bool:
    """Whether pages of ``origin`` come from ``authority``; what ended TLS in between may have changed the scheme."""
    scheme, _, said = origin.partition("://")
    port = 443 if scheme == "https" else 80
    try:
        return split_authority(said, port) == split_authority(authority, port)
    except ValueError:
        return False
