"""A refusal: WeChat's no, with mockwx's reason for it."""

from __future__ import annotations

from msgspec import Struct

from mockwx.core.errcodes import Errcode, Evidence


class Refusal(Struct, frozen=True):
    errcode: Errcode
    reason: str
    """For the journal: what exactly was wrong, with the figures."""
    evidence: Evidence = Evidence.OBSERVED
    """How it is known that WeChat refuses for this reason, with this errcode, at this place."""
    gateway: bool = False
    """The gateway in front of the apis refused, which spells its trace suffix in its own way."""
    ip: str = ""
    errmsg: str | None = None
    """Another text than the table's: from a rule, or because WeChat has several for one errcode."""
