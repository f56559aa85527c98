"""What all checks have in common: their errcodes, their evidence and a way to refuse."""

from __future__ import annotations

from msgspec import Struct

from mockwx.core.errcodes import Errcode, Evidence
from mockwx.products.shared.call import Call
from mockwx.products.shared.refusal import Refusal


class Asked(Struct, frozen=True, kw_only=True):
    evidence: Evidence = Evidence.OBSERVED
    gateway: bool = False
    """Asked by the gateway in front of the api."""

    def peek(self, call: Call) -> None:
        """Most checks learn nothing before they ask."""

    def refuse(self, errcode: Errcode, reason: str, *, ip: str = "", errmsg: str | None = None) -> Refusal:
        return Refusal(errcode, reason, self.evidence, self.gateway, ip, errmsg)
