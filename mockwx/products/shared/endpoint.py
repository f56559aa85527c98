"""Endpoint: the declaration of one WeChat API, from which route, checks, reference and tests are made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct, field
from msgspec.structs import force_setattr

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Errcode, Evidence
from mockwx.core.people.accounts import Kind
from mockwx.core.tokens.quotas import Quota
from mockwx.core.web.hosts import API_HOST
from mockwx.core.wire import Document
from mockwx.products.shared.call import Call
from mockwx.products.shared.check import Check
from mockwx.products.shared.dialect import Dialect
from mockwx.products.shared.refusal import Refusal


class Param(Struct, frozen=True):
    """A parameter as the reference describes it; what WeChat demands of it is the checks' business."""

    name: str
    en: str
    zh: str
    required: bool = True
    type: str = "string"
    within: str = ""
    """"query", "body" or "path" where it differs from the endpoint's own place."""
    choices: tuple[str, ...] = ()


class Field(Struct, frozen=True):
    """A key of a successful answer; keys come in the order of the declaration."""

    name: str
    type: str
    en: str
    always: bool = True


Ask = Callable[[Call], Refusal | None]
Run = Callable[[Call], Mapping[str, Any] | Document]
"""The answer: an object for the dialect to spell, or a document that goes out as it is."""


class Endpoint(Struct, frozen=True):
    api: str
    methods: tuple[str, ...]
    path: str
    dialect: Dialect
    title: str
    """The name in Tencent's own menu."""
    docs: str
    checks: tuple[Check, ...]
    run: Run
    params: tuple[Param, ...]
    answer: tuple[Field, ...]
    evidence: Evidence
    """How the successful answer is known."""
    host: str = API_HOST
    aka: tuple[str, ...] = ()
    """Tencent's other names for it."""
    reads_body: bool = False
    """Parameters come as JSON in the body; otherwise, as here, the query is read and nothing else."""
    reads_query_too: bool = False
    """Where a JSON body lacks a parameter, or there is none, the query's counts."""
    reads_form: bool = False
    """Parameters come in the query, in a form body or in both; where both have one, the query's counts."""
    patience: Callable[[Call], int] | None = None
    """For a long poll: real milliseconds for which the call may still be held, because there is nothing new to tell;
    0: answer now. Asked again and again while the call is held; it only looks."""
    needs_content_length: bool = False
    """A body of unknown length is answered 412 without a body (observed)."""
    on_error: Mapping[str, Any] = field(default_factory=dict)
    """Keys that an error answer carries too."""
    ahead_on_error: Mapping[str, Any] = field(default_factory=dict)
    """The same, in front of errcode and errmsg."""
    of_kind: Kind | None = None
    """It answers for apps of this kind only; at the same path another endpoint answers for all others."""
    by_rule: tuple[Errcode, ...] = ()
    """Errcodes that are documented here, and that nothing in a world causes: a rule provokes them."""
    quotas: tuple[Quota, ...] = ()
    assumed: tuple[str, ...] = ()
    """Choices that nobody published, one sentence each."""
    path_param: str | None = None
    """What the last part of the path stands for, where it is in braces: ``uuid`` of ``/connect/qrcode/{uuid}``."""

    reads_beside_query: bool = False
    """Whether parameters come from body, form or path, too or instead."""
    asks: tuple[Ask, ...] = ()
    """Of each check its own ``ask``, in their order: to look that up anew made every call 7 % slower in the engine."""

    fleeting_asks: tuple[Ask, ...] = ()
    """Those that may find something in a call that differs from the last one in its code alone."""

    peeks: tuple[Callable[[Call], object], ...] = ()
    """Of the checks that learn whom a call is about, each one's own ``peek``."""

    def __post_init__(self) -> None:
        peeks = tuple(check.peek for check in self.checks if type(check).peek is not Check.peek)
        force_setattr(self, "peeks", peeks)
        asks = tuple(check.ask for check in self.checks)
        force_setattr(self, "asks", asks)
        fleeting = tuple(check.ask for check in self.checks if not check.lasting)
        force_setattr(self, "fleeting_asks", asks if self.reads_beside_query else fleeting)

    def check_that_asks(self, ask: Ask) -> Check:
        return self.checks[self.asks.index(ask)]

    @property
    def method(self) -> str:
        return self.methods[0]

    @property
    def errcodes(self) -> tuple[Errcode, ...]:
        """Every errcode it can answer with, in the order of the checks."""
        asked = (errcode for check in self.checks for errcode in check.errcodes)
        return tuple(dict.fromkeys((*asked, *self.by_rule)))

    def own(self, errcode: Errcode) -> Errcode | None:
        """What the number means here; None where this endpoint is not known to answer with it."""
        return next((declared for declared in self.errcodes if declared.code == errcode.code), None)

    @property
    def gateway_errcodes(self) -> frozenset[int]:
        """Those that the gateway answers rather than the endpoint."""
        asked = {errcode.code for check in self.checks if check.gateway for errcode in check.errcodes}
        return frozenset(asked | {e.common.INVALID_ACCESS_TOKEN.code})


def endpoint(*methods: str, path: str, **fields: Any) -> Callable[[Run], Endpoint]:
    """Make the function below it an endpoint, whose api is the function's name. Registers nothing."""

    last = path.rpartition("/")[2]
    path_param = last[1:-1] if last.startswith("{") else None
    beside_query = path_param is not None or any(fields.get(place) for place in ("reads_body", "reads_form"))

    def declare(run: Run) -> Endpoint:
        return Endpoint(
            api=run.__name__,
            methods=methods,
            path=path,
            run=run,
            path_param=path_param,
            reads_beside_query=beside_query,
            **fields,
        )

    return declare
