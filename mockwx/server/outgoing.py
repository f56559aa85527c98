"""What goes out to the backend under test: to this machine, and to hosts that were allowed by name, nowhere else."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Collection, Iterable
from http.client import HTTPException
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from mockwx.core.wire import Outgoing
from mockwx.core.words import both

PATIENCE = 10.0
"""Seconds of real time for one answer."""
LARGEST = 64 * 1024
"""Bytes of an answer that are told."""


def is_allowed(url: str, hosts: Collection[str]) -> bool:
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:
        return False
    if parts.scheme not in ("http", "https"):
        return False
    if host == "localhost" or host.endswith(".localhost") or host in {each.lower() for each in hosts}:
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def send_all(outgoing: Iterable[Outgoing], hosts: Collection[str]) -> list[dict[str, Any]]:
    """One after the other; blocks. Tells for each ``status`` and ``location``, or the ``error``."""
    return [send(each, hosts) for each in outgoing]


def send(outgoing: Outgoing, hosts: Collection[str]) -> dict[str, Any]:
    found: dict[str, Any] = {"method": outgoing.method, "url": outgoing.url}
    if not is_allowed(outgoing.url, hosts):
        host = urlsplit(outgoing.url).hostname
        return found | {
            "error": both(
                f"{host} is not this machine; allow it by name: mockwx serve --callback-host {host}",
                f"{host} 不是本机；如需访问，请显式允许：mockwx serve --callback-host {host}",
            )
        }
    # No proxy, and no redirect is followed: what the backend says is the test's business.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _Stay)
    headers = {"Content-Type": outgoing.content_type} if outgoing.content_type else {}
    request = urllib.request.Request(  # noqa: S310  is_allowed has looked at the scheme
        outgoing.url, outgoing.body or None, headers, method=outgoing.method
    )
    try:
        with opener.open(request, timeout=PATIENCE) as answer:
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
