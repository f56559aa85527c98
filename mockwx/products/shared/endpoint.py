"""Endpoint: the declaration of one WeChat API, from which route, checks, reference and tests are made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from msgspec import Struct, field
from msgspec.structs import force_setattr

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Errcode, Evidence
from mockwx.core.people.accounts import Kind
from mockwx.core.tokens.quotas import Quota
from mockwx.core.web.hosts import API_HOST
from mockwx.core.wire import Document
from mockwx.products.shared.call import Call
from mockwx.products.shared.dialect import Dialect
from mockwx.products.shared.refusal import Refusal


class Check(Protocol):
    """One question that WeChat asks before it answers."""

    @property
    def errcodes(self) -> tuple[Errcode, ...]:
        """All that it can refuse with."""

    @property
    def evidence(self) -> Evidence: ...

    def peek(self, call: Call) -> None:
        """Learn whom the call is about, for rules and journal, without a judgement."""

    def __call__(self, call: Call) -> Refusal | None:
        """WeChat's no, or None; may put what it found (the app, the code) into the call."""


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
    host: str = API_HOST
    aka: tuple[str, ...] = ()
    """Tencent's other names for it."""
    evidence: Evidence = Evidence.OBSERVED
    """How the successful answer is known."""
    reads_body: bool = False
    """Parameters come as JSON in the body; otherwise, as here, the query is read and nothing else."""
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
    questions: tuple[Callable[[Call], Refusal | None], ...] = ()
    """Never given: the checks as functions, which are called faster than values are."""
    elsewhere: bool = False
    """Never given: whether parameters come from elsewhere than the query too."""
    path_param: str | None = None
    """Never given: what the last part of the path stands for, where it is in braces: ``/connect/qrcode/{uuid}``."""

    def __post_init__(self) -> None:
        last = self.path.rpartition("/")[2]
        force_setattr(self, "questions", tuple(check.__call__ for check in self.checks))
        force_setattr(self, "path_param", last[1:-1] if last[:1] == "{" else None)
        force_setattr(self, "elsewhere", self.reads_body or self.reads_form or self.path_param is not None)

    @property
    def method(self) -> str:
        return self.methods[0]

    @property
    def errcodes(self) -> tuple[Errcode, ...]:
        """Every errcode it can answer with, in the order of the checks."""
        found = dict.fromkeys(errcode for check in self.checks for errcode in check.errcodes)
        return tuple(found | dict.fromkeys(self.by_rule))

    def own(self, errcode: Errcode) -> Errcode | None:
        """What the number means here; None where this endpoint is not known to answer with it."""
        return next((each for each in self.errcodes if each.code == errcode.code), None)

    @property
    def gateway_errcodes(self) -> frozenset[int]:
        """Those that the gateway answers rather than the endpoint."""
        found = {
            errcode.code for check in self.checks if getattr(check, "gateway", False) for errcode in check.errcodes
        }
        return frozenset(found | {e.common.INVALID_ACCESS_TOKEN.code})


def endpoint(*methods: str, path: str, **fields: Any) -> Callable[[Run], Endpoint]:
    """Make the function below it an endpoint, whose api is the function's name. Registers nothing."""

    def declare(run: Run) -> Endpoint:
        return Endpoint(api=run.__name__, methods=methods, path=path, run=run, **fields)

    return declare
