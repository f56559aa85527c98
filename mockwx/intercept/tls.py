"""TLS as WeChat's hosts would speak it, with a certificate for the name that is asked for."""

from __future__ import annotations

import contextlib
import ssl
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from mockwx.intercept.hosts import is_wechat_host

if TYPE_CHECKING:
    from mockwx.intercept.certificate_authority import Authority

MOST_LEAVES = 64


class Tls:
    """Server contexts: one for clients that name no host, or this machine, and one per name of WeChat's."""

    def __init__(self, authority: Authority, *, is_untrusted: bool = False) -> None:
        """``is_untrusted``: no client is told to trust this CA, so that one that talks all the same checks nothing."""
        self.is_untrusted = is_untrusted
        self._authority = authority
        self._for = lru_cache(MOST_LEAVES)(self._made_for)
        self.context = self._made_for()
        self.context.sni_callback = self._choose

    def _choose(self, wire: ssl.SSLSocket | ssl.SSLObject, name: str | None, _: ssl.SSLContext) -> int | None:
        # A name of nobody's here gets the default leaf, and the client says what it misses.
        if name is not None and is_wechat_host(name):
            # Where no certificate can be made for it, as on a full disk, the default one is as good as none.
            with contextlib.suppress(OSError):
                wire.context = self._for(name.lower())
        return None

    def _made_for(self, *names: str) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.set_alpn_protocols(["http/1.1"])
        # ssl takes certificates from files only; the folder is the user's own and gone at once.
        with tempfile.TemporaryDirectory(prefix="mockwx-") as folder:
            file = Path(folder) / "leaf.pem"
            file.touch(0o600)
            file.write_bytes(self._authority.leaf(*names))
            context.load_cert_chain(file)
        return context
