"""What goes out to the backend under test: to this machine, and to hosts that were allowed by name, nowhere else."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Collection
from http.client import HTTPException
from typing import TYPE_CHECKING, Any

from mockwx.core.pushes.deliveries import Attempt
from mockwx.core.pushes.reach import is_allowed as is_allowed
from mockwx.core.pushes.reach import why_not
from mockwx.core.wire import Outgoing

if TYPE_CHECKING:
    from mockwx.control.answer import Answer
    from mockwx.control.plane import Plane

LARGEST = 64 * 1024
"""Bytes of an answer that are told."""


def deliver(found: Answer, plane: Plane, world: str) -> dict[str, Any]:
    """The answer of a control call once all that it sends has been sent; blocks.

    Requests of a phone are told in ``delivered``: each with ``status``, ``location`` and ``body``, or an ``error``.
    """
    value = dict(found.value)
    for each in found.outgoing:
        if each.push is None:
            value.setdefault("delivered", []).append(send(each, plane.callback_hosts))
        else:
            value |= plane.answered(world, each.push, _attempts(each, plane.callback_hosts))
    return value


def _attempts(outgoing: Outgoing, hosts: Collection[str]) -> list[Attempt]:
    """Once more after each failure, as often as the request says."""
    tried: list[Attempt] = []
    while len(tried) < outgoing.tries and (not tried or tried[-1].failed):
        found = send(outgoing, hosts)
        tried.append(Attempt(found.get("status"), found.get("body", ""), found.get("error")))
    return tried


def send(outgoing: Outgoing, hosts: Collection[str]) -> dict[str, Any]:
    found: dict[str, Any] = {"method": outgoing.method, "url": outgoing.url}
    if not is_allowed(outgoing.url, hosts):
        return found | {"error": why_not(outgoing.url)}
    # No proxy, and no redirect is followed: what the backend says is the test's business.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _Stay)
    headers = {"Content-Type": outgoing.content_type} if outgoing.content_type else {}
    request = urllib.request.Request(  # noqa: S310  is_allowed has looked at the scheme
        outgoing.url, outgoing.body or None, headers, method=outgoing.method
    )
    try:
        with opener.open(request, timeout=outgoing.patience / 1000) as answer:
            body = answer.read(LARGEST)
            return found | {"status": answer.status, "location": None, "body": body.decode("utf-8", "replace")}
    except urllib.error.HTTPError as error:
        with error:
            body = error.read(LARGEST)
            location = error.headers.get("Location")
            return found | {"status": error.code, "location": location, "body": body.decode("utf-8", "replace")}
    except (OSError, HTTPException, ValueError) as error:
        return found | {"error": str(getattr(error, "reason", error))}


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None
