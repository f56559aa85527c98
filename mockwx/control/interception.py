"""Control calls about interception: whose certificate clients are shown that speak TLS with this server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockwx.control.answer import ControlError
from mockwx.control.shape import mapping
from mockwx.core.text.bilingual import both

if TYPE_CHECKING:
    from mockwx.control.answer import JsonObject
    from mockwx.control.call import Certificates, ControlCall

TRUSTED, UNTRUSTED = "trusted", "untrusted"


def look(call: ControlCall) -> JsonObject:
    return {"certificate": UNTRUSTED if _certificates(call).shows_untrusted else TRUSTED}


def change(call: ControlCall) -> JsonObject:
    """For connections that begin from now on, of all worlds of this process."""
    wanted = mapping(call.body, "certificate").get("certificate")
    if wanted not in (TRUSTED, UNTRUSTED):
        raise ControlError(
            both(f"{wanted!r} is not {TRUSTED} or {UNTRUSTED}", f"{wanted!r} 不是 {TRUSTED} 或 {UNTRUSTED}"),
            "certificate",
        )
    _certificates(call).shows_untrusted = wanted == UNTRUSTED
    return look(call)


def _certificates(call: ControlCall) -> Certificates:
    if call.certificates is None:
        raise ControlError(both("this server speaks no TLS", "此服务不支持 TLS"), "certificate", 409)
    return call.certificates
