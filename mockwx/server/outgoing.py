"""What goes out to the backend under test: to this machine, and to hosts that were allowed by name, nowhere else."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Collection
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from mockwx.core.pushes.callback_hosts import is_allowed as is_allowed
from mockwx.core.pushes.callback_hosts import why_not
from mockwx.core.pushes.deliveries import Attempt
from mockwx.core.version import VERSION
from mockwx.core.web.authority import parse_http_url
from mockwx.core.wire import OutgoingRequest

if TYPE_CHECKING:
    from mockwx.control.answer import ControlAnswer
    from mockwx.control.control_routes import ControlPlane

TOLD_BYTES = 64 * 1024
"""Of an answer; the rest is not told."""
_CONNECTIONS: dict[str, type[HTTPConnection]] = {"http": HTTPConnection, "https": HTTPSConnection}
_KEPT = "%/?:@!$&'()*+,;=-._~[]"


def send_outgoing(answer: ControlAnswer, plane: ControlPlane, world: str) -> dict[str, Any]:
    """The answer of a control call once all that it sends has been sent; blocks.

    Requests of a phone are told in ``delivered``: each with ``status``, ``location`` and ``body``, or an ``error``.
    """
    value = dict(answer.json)
    for outgoing in answer.outgoing:
        if outgoing.is_container_call:
            value |= _as_wx_answer(send(outgoing, plane.callback_hosts))
        elif outgoing.push is None:
            value.setdefault("delivered", []).append(send(outgoing, plane.callback_hosts))
        else:
            outcome = plane.answered(world, outgoing.push, _attempts(outgoing, plane.callback_hosts))
            # A phone's deed may be more than the push that it causes.
            if "pushed" in value:
                value["pushed"] = {**value["pushed"], **outcome}
            else:
                value |= outcome
    return value


def _as_wx_answer(delivery: dict[str, Any]) -> dict[str, Any]:
    """As wx.cloud.callContainer answers; how it tells that nobody is there is assumed."""
    if "error" in delivery:
        return {"errMsg": f"cloud.callContainer:fail {delivery['error']}"}
    text, data = delivery["body"], None
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        data = text
    return {"statusCode": delivery["status"], "header": delivery["headers"], "data": data}


def _attempts(outgoing: OutgoingRequest, hosts: Collection[str]) -> list[Attempt]:
    """Once more after each failure, as often as the request says."""
    tried: list[Attempt] = []
    while len(tried) < outgoing.tries and (not tried or tried[-1].failed):
        answer = send(outgoing, hosts)
        tried.append(Attempt(answer.get("status"), answer.get("body", ""), answer.get("error")))
    return tried


def send(outgoing: OutgoingRequest, hosts: Collection[str]) -> dict[str, Any]:
    delivery: dict[str, Any] = {"method": outgoing.method, "url": outgoing.url}
    if not is_allowed(outgoing.url, hosts):
        return delivery | {"error": why_not(outgoing.url)}
    url = parse_http_url(outgoing.url)
    # No proxy, and no redirect is followed: what the backend says is the test's business.
    line = _CONNECTIONS[url.scheme](_where(url.host), url.port, timeout=outgoing.patience / 1000)
    headers = {"Host": url.authority, "User-Agent": f"mockwx/{VERSION}", "Connection": "close"}
    if outgoing.content_type:
        headers["Content-Type"] = outgoing.content_type
    headers |= outgoing.headers
    with contextlib.closing(line):
        try:
            target = quote(url.target, safe=_KEPT)
            line.request(outgoing.method, target, outgoing.body or None, headers)
            answer = line.getresponse()
            body = answer.read(TOLD_BYTES).decode("utf-8", "replace")
            delivery |= {"status": answer.status, "location": answer.headers.get("Location"), "body": body}
            return delivery | ({"headers": dict(answer.headers)} if outgoing.is_container_call else {})
        except (OSError, HTTPException, ValueError) as error:
            return delivery | {"error": str(error) or type(error).__name__}


def _where(host: str) -> str:
    """A name below localhost is this machine, whatever a resolver says."""
    return "localhost" if host.removesuffix(".").endswith(".localhost") else host
