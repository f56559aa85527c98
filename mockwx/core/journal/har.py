"""The journal as an HTTP archive (HAR 1.2), for tools that read such."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mockwx.core.clock import spell_instant
from mockwx.core.journal.entries import masked_exchange
from mockwx.core.journal.journal import Exchange
from mockwx.core.version import VERSION


def har(exchanges: Iterable[Exchange]) -> dict[str, Any]:
    """HAR 1.2; secrets are masked as in the journal."""
    return {
        "log": {
            "version": "1.2",
            "creator": {"name": "mockwx", "version": VERSION},
            "entries": [_har_entry(exchange) for exchange in exchanges],
        }
    }


def _har_entry(exchange: Exchange) -> dict[str, Any]:
    request, response = exchange.request, exchange.response
    shown = masked_exchange(exchange)
    host = request.host or "api.weixin.qq.com"
    body, sent = shown.request.body.decode(), shown.response.body.decode()
    took = exchange.took or 0.0
    fields: dict[str, Any] = {
        "startedDateTime": spell_instant(exchange.at),
        "time": took,
        "request": {
            "method": request.method,
            "url": f"https://{host}{request.path}",
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": [],
            "queryString": [{"name": name, "value": value} for name, value in shown.request.query.items()],
            "headersSize": -1,
            "bodySize": len(request.body),
        },
        "response": {
            "status": response.status if response.net is None else 0,
            "statusText": "",
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": [{"name": "Content-Type", "value": response.content_type}],
            "content": {"size": len(response.body), "mimeType": response.content_type, "text": sent},
            "redirectURL": "",
            "headersSize": -1,
            "bodySize": len(response.body),
        },
        "cache": {},
        "timings": {"send": 0, "wait": took, "receive": 0},
        "comment": exchange.reason or "",
    }
    if body:
        fields["request"]["postData"] = {"mimeType": "application/json", "text": body}
    return fields
