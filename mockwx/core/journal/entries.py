"""Entries: exchanges as people and programs may read them, with secrets masked; and the choice among them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from mockwx.core.clock import spell_instant
from mockwx.core.journal.journal import Exchange
from mockwx.core.journal.masks import masked_answer, masked_body, masked_query, masked_raw_query
from mockwx.core.text.bilingual import Language, Text
from mockwx.core.text.chinese_reasons import reason_text
from mockwx.core.text.output_escaping import printable
from mockwx.core.wire import Response


class JournalFilter(Struct, frozen=True):
    """Which exchanges are meant; None leaves it open. ``since`` is a journal number that is itself left out."""

    api: str | None = None
    user: str | None = None
    app: str | None = None
    errcode: int | None = None
    since: int = 0

    def why_not(self, exchange: Exchange) -> str | None:
        if exchange.number <= self.since:
            return f"number {exchange.number} is not after {self.since}"
        if self.api is not None and exchange.api != self.api:
            return f"api was {exchange.api or 'none'}, not {self.api}"
        if self.user is not None and exchange.user != self.user:
            return f"user was {exchange.user or 'unknown'}, not {self.user}"
        if self.app is not None and self.app not in (exchange.app, exchange.appid):
            return f"app was {exchange.app or 'unknown'}, not {self.app}"
        if self.errcode is not None and exchange.errcode != self.errcode:
            return f"errcode was {exchange.errcode}, not {self.errcode}"
        return None

    def among(self, exchanges: Iterable[Exchange]) -> list[Exchange]:
        return [exchange for exchange in exchanges if self.why_not(exchange) is None]

    def __str__(self) -> str:
        words = [self.api or "any api"]
        words += [f"by {self.user}"] if self.user is not None else []
        words += [f"for {self.app}"] if self.app is not None else []
        words += [f"with errcode {self.errcode}"] if self.errcode is not None else []
        return " ".join(words)


def masked_exchange(exchange: Exchange) -> Exchange:
    """The same exchange with the secrets in its query and bodies masked; bodies are cut where they are very long."""
    request, response = exchange.request, exchange.response
    return replace(
        exchange,
        request=replace(
            request,
            query=masked_query(request.query),
            raw_query=masked_raw_query(request.raw_query),
            body=masked_body(request.body).encode(),
        ),
        response=replace(response, body=masked_body(response.body).encode()),
    )


def entry(exchange: Exchange) -> dict[str, Any]:
    """One exchange as JSON."""
    request, response = exchange.request, exchange.response
    fields: dict[str, Any] = {
        "number": exchange.number,
        "at": spell_instant(exchange.at),
        "api": exchange.api,
        "app": exchange.app,
        "user": exchange.user,
        "errcode": exchange.errcode,
        "rule": response.rule,
        "fault": exchange.fault,
        "reason": exchange.reason,
        "evidence": str(exchange.evidence),
        "trace": [str(trace) for trace in exchange.trace],
        "rules": [{"rule": trace.rule, "why": trace.why} for trace in exchange.trace],
        "line": line(exchange),
        "rid": exchange.rid,
        "request": {
            "method": request.method,
            "host": request.host,
            "path": request.path,
            "query": masked_query(request.query),
            "raw_query": masked_raw_query(request.raw_query),
            "client_ip": request.client_ip,
        },
        "response": {"status": response.status, "body": _shown_answer(response)},
        "took_ms": None if exchange.took is None else round(exchange.took, 3),
    }
    if request.untrusted:
        fields["request"]["untrusted_certificate"] = True
    if request.secure:
        fields["request"]["secure"] = True
    if request.plain_http:
        fields["request"]["plain_http"] = True
    if request.body:
        fields["request"]["body"] = masked_body(request.body)
    if response.headers:
        fields["response"]["headers"] = dict(response.headers)
    if response.delay:
        fields["response"]["delay_ms"] = response.delay
    if response.held is not None:
        fields["response"]["held"] = {"calls": response.held.calls, "arrived": response.held.arrived}
    return fields


def _shown_answer(response: Response) -> Any:
    if response.content_type.startswith("image/"):
        return f"({len(response.body)} bytes of {response.content_type})"
    return masked_answer(response.body)


def line(exchange: Exchange, language: Language = "en") -> str:
    """One exchange on one line, for logs and reports: ``#3 code2session alice 40163 code spent … (rule x)``.

    ``language``: of the reason.
    """
    what = exchange.api or f"{exchange.request.method} {exchange.request.path}"
    words = [f"#{exchange.number}", what, exchange.user or "-", str(exchange.errcode or 0)]
    if exchange.errcode is None:
        words[-1] = exchange.fault or "no answer"
    status = f"HTTP {exchange.response.status}"
    if exchange.response.status not in (0, 200) and not words[-1].startswith(status):  # 0: no HTTP was spoken
        words.append(status)
    if exchange.request.untrusted:
        words.append("[untrusted certificate]")
    if exchange.reason is not None:
        # A reason's Chinese is found among all that there are, so not where nobody wants it.
        reason = Text.of(exchange.reason) if language == "en" else reason_text(exchange.reason)
        words.append(f"({reason.told(language)})")
    if exchange.response.rule is not None:
        words.append(f"[rule {exchange.response.rule}]")
    if exchange.took is not None:
        words.append(f"{exchange.took:.1f} ms")
    return printable(" ".join(words))
