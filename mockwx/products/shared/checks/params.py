"""Checks of the request itself: its method, its body, its parameters."""

from __future__ import annotations

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Errcode, Evidence
from mockwx.products.shared.call import Call
from mockwx.products.shared.check import Check
from mockwx.products.shared.refusal import Refusal


class Method(Check, frozen=True, kw_only=True):
    """43001 or 43002. Documented; no real answer was ever published, so that it comes first is assumed."""

    wanted: tuple[str, ...] = ("GET",)
    evidence: Evidence = Evidence.DOCUMENTED
    gateway: bool = True

    @property
    def errcodes(self) -> tuple[Errcode, ...]:
        return (e.common.REQUIRE_POST if self.wanted[0] == "POST" else e.common.REQUIRE_GET,)

    def ask(self, call: Call) -> Refusal | None:
        method = call.request.method
        if method in self.wanted or (method == "HEAD" and "GET" in self.wanted):
            return None
        return self.refuse(self.errcodes[0], f"the method was {method}, not {' or '.join(self.wanted)}")


class Present(Check, frozen=True):
    """The parameter is there and not empty."""

    name: str
    errcode: Errcode

    lasting = True

    @property
    def errcodes(self) -> tuple[Errcode, ...]:
        return (self.errcode,)

    def ask(self, call: Call) -> Refusal | None:
        if call.params.get(self.name):
            return None
        if call.endpoint.reads_body and (why := call.why_no_body()) is not None:
            place = "the query, or a JSON body" if call.endpoint.reads_query_too else "a JSON body only"
            return self.refuse(self.errcode, f"{self.name} is missing: it is read from {place}, and {why}")
        where = "JSON body" if call.endpoint.reads_body else "query"
        return self.refuse(self.errcode, f"{self.name} is missing or empty in the {where}")


class OneOf(Check, frozen=True):
    """The parameter is one of the words that WeChat knows."""

    name: str
    words: tuple[str, ...]
    errcode: Errcode

    lasting = True

    @property
    def errcodes(self) -> tuple[Errcode, ...]:
        return (self.errcode,)

    def ask(self, call: Call) -> Refusal | None:
        word = call.params.get(self.name, "")
        if word in self.words:
            return None
        return self.refuse(self.errcode, f"{self.name} was {word!r}, not {' or '.join(self.words)}")


class HasBody(Check, frozen=True, kw_only=True):
    """The body is there (44002) and is a JSON object (47001)."""

    errcodes = (e.common.EMPTY_POST_DATA, e.common.DATA_FORMAT)

    def ask(self, call: Call) -> Refusal | None:
        if not call.request.body:
            return self.refuse(e.common.EMPTY_POST_DATA, "the body is empty")
        why = call.why_no_body()
        return self.refuse(e.common.DATA_FORMAT, f"the body is no JSON object: {why}") if why is not None else None
