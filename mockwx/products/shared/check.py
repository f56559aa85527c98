"""Check: one question that WeChat asks before it answers; what all of them have in common."""

from __future__ import annotations

from typing import ClassVar

from msgspec import Struct

from mockwx.core.errcodes import Errcode, Evidence
from mockwx.products.shared.call import Call
from mockwx.products.shared.refusal import Refusal


class Check(Struct, frozen=True, kw_only=True):
    """A small frozen value. An endpoint lists its checks in WeChat's order; the first that refuses is the answer.

    A new one says what it can refuse with (``errcodes = (e.login.INVALID_SECRET,)``) and asks. One that finds the app,
    the user or the code that the call is about looks them up in ``peek``, and asks with what that found.
    """

    evidence: Evidence = Evidence.OBSERVED
    """How it is known that WeChat asks this here, and refuses in this way."""
    gateway: bool = False
    """Asked by the gateway in front of the api, which spells its refusals in its own way."""

    finds_user: ClassVar[bool] = False
    """Whether ``peek`` may find the user whom the call is about."""

    lasting: ClassVar[bool] = False
    """Whether its answer follows from app, query and client's address alone, all but the code: then it is the same for
    the next call that differs in its code alone (see ``Settled``)."""

    @property
    def errcodes(self) -> tuple[Errcode, ...]:
        """All that it can refuse with; refusing with another one is a bug that the engine reports."""
        return ()

    def peek(self, call: Call) -> object:
        """Learn whom the call is about, for rules and journal, without a judgement; what was looked up."""
        return None

    def ask(self, call: Call) -> Refusal | None:
        """WeChat's no; None lets the call pass on to the next check. Nothing but the call and a count may change."""
        raise NotImplementedError

    def refuse(self, errcode: Errcode, reason: str, *, ip: str = "", errmsg: str | None = None) -> Refusal:
        return Refusal(errcode, reason, self.evidence, self.gateway, ip, errmsg)
