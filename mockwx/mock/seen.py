"""What MockWx shows of a world: its apps and the calls in its journal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct


class App(Struct, frozen=True):
    """An app as a backend needs it."""

    name: str
    appid: str
    secret: str | None
    kind: str
    owner: str | None


class Authorized(Struct, frozen=True):
    """What came of an authorisation link."""

    url: str | None
    """The callback's URL; None where the page leads nowhere."""
    redirects: tuple[str, ...]
    """Every URL that the phone opens."""
    code: str | None
    state: str | None
    errcode: int | None
    """Of the page that WeChat shows instead, such as 10003; 0: all is well."""
    reason: str | None
    delivered: tuple[Mapping[str, Any], ...] = ()
    """How the backend took each delivery: ``status``, ``location`` and ``body``, or an ``error``."""


def authorized(found: Mapping[str, Any]) -> Authorized:
    return Authorized(
        **{name: found[name] for name in ("url", "code", "state", "errcode", "reason")},
        redirects=tuple(found["redirects"]),
        delivered=tuple(found.get("delivered", ())),
    )


class Scanned(Struct, frozen=True):
    """What came of scanning a QR code."""

    uuid: str | None
    """None where there was no QR code to scan."""
    status: str | None
    """``scanned``, ``denied``, ``confirmed`` by somebody before, or ``expired``."""
    errcode: int | None
    """Of the page that WeChat shows instead of a QR code, such as 10003; 0: all is well."""
    reason: str | None


def scanned(found: Mapping[str, Any]) -> Scanned:
    return Scanned(**{name: found[name] for name in ("uuid", "status", "errcode", "reason")})


class Entry(Struct, frozen=True):
    """One call in the journal. ``answer`` is the JSON that was sent, with secrets masked."""

    number: int
    at: str
    api: str | None
    app: str | None
    user: str | None
    errcode: int | None
    """None where a fault kept any errcode from the backend."""
    rule: str | None
    fault: str | None
    reason: str | None
    rid: str | None
    status: int
    request: Mapping[str, Any]
    answer: Any
    trace: tuple[str, ...] = ()


def entry_of(found: Mapping[str, Any]) -> Entry:
    names = ("number", "at", "api", "app", "user", "errcode", "rule", "fault", "reason", "rid")
    return Entry(
        **{name: found[name] for name in names},
        status=found["response"]["status"],
        request=found["request"],
        answer=found["response"]["body"],
        trace=tuple(found["trace"]),
    )


class Pushed(Struct, frozen=True):
    """What WeChat sent to a callback, and how the backend took it."""

    number: int
    event: str
    app: str
    user: str | None
    url: str
    message: str
    """What the backend reads in it: XML or JSON, opened; of ``verify_url`` the echostr."""
    sent: bool
    accepted: bool
    """Whether WeChat is content with the answer."""
    reason: str | None
    """Why not."""
    reply: str | None
    """What a sealed answer says."""
    attempts: tuple[Mapping[str, Any], ...]
    """Each with ``status`` and ``body``, or an ``error``."""
    ticket: str | None = None
    """The component_verify_ticket that was pushed; only to the one who asked for it."""

    def __str__(self) -> str:
        words = [f"push {self.number}", self.event, self.user or "-", self.url.partition("?")[0] or "nowhere"]
        return " ".join([*words, "accepted" if self.accepted else f"({self.reason})"])


def pushed(found: Mapping[str, Any]) -> Pushed:
    names = ("number", "event", "app", "user", "url", "message", "sent", "accepted", "reason", "reply")
    return Pushed(
        **{name: found[name] for name in names}, attempts=tuple(found["attempts"]), ticket=found.get("ticket")
    )
