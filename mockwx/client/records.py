"""Records: what a control call tells about apps, calls, pushes and logins, as values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from mockwx.core.text.bilingual import Language, Text
from mockwx.core.text.chinese_reasons import reason_text, told_line
from mockwx.core.text.output_escaping import printable
from mockwx.core.wire import RuleTrace
from mockwx.verify import WrongCount


class AppCredentials(Struct, frozen=True):
    """An app as a backend needs it."""

    name: str
    appid: str
    secret: str | None
    kind: str
    owner: str | None

    @classmethod
    def of(cls, app: Mapping[str, Any]) -> AppCredentials:
        return cls(**{name: app[name] for name in ("name", "appid", "secret", "kind", "owner")})


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

    @classmethod
    def of(cls, answer: Mapping[str, Any]) -> Authorized:
        return cls(
            **{name: answer[name] for name in ("url", "code", "state", "errcode", "reason")},
            redirects=tuple(answer["redirects"]),
            delivered=tuple(answer.get("delivered", ())),
        )


class Installed(Struct, frozen=True):
    """A suite that a corp has installed."""

    auth_code: str
    """What the push brought; once, for get_permanent_code."""
    permanent_code: str
    """What that gives for it: for a backend's database that knows the corp already."""
    pushed: Pushed | None
    """How the provider took the push; None where it listens nowhere."""

    @classmethod
    def of(cls, answer: Mapping[str, Any]) -> Installed:
        pushed = Pushed.of(answer) if "number" in answer else None
        return cls(str(answer["auth_code"]), str(answer["permanent_code"]), pushed)


class JournalEntry(Struct, frozen=True):
    """One call in the journal, secrets masked."""

    number: int
    at: str
    """The world's clock, ISO 8601 in Beijing time."""
    api: str | None
    app: str | None
    user: str | None
    errcode: int | None
    """None where a fault kept any errcode from the backend."""
    rule: str | None
    """The rule that fired."""
    fault: str | None
    reason: str | None
    """Why WeChat answers so."""
    rid: str | None
    status: int
    request: Mapping[str, Any]
    answer: Any
    """The JSON that was sent."""
    trace: tuple[str, ...]
    """For each rule that looked at the call, why it fired or did not."""
    line: str
    """The whole entry on one line, for people."""
    rules: tuple[RuleTrace, ...] = ()
    """The trace as values."""

    @property
    def untrusted(self) -> bool:
        """It came over a certificate that its client was not told to trust."""
        return bool(self.request.get("untrusted_certificate"))

    @property
    def plain_http(self) -> bool:
        """A host of WeChat's was asked for over plain HTTP."""
        return bool(self.request.get("plain_http"))

    @property
    def secure(self) -> bool:
        """It came over TLS."""
        return bool(self.request.get("secure"))

    @classmethod
    def of(cls, entry: Mapping[str, Any]) -> JournalEntry:
        names = ("number", "at", "api", "app", "user", "errcode", "rule", "fault", "reason", "rid", "request", "line")
        return cls(
            **{name: entry[name] for name in names},
            status=entry["response"]["status"],
            answer=entry["response"]["body"],
            trace=tuple(entry["trace"]),
            rules=tuple(RuleTrace(trace["rule"], trace["why"]) for trace in entry["rules"]),
        )

    def told(self, language: Language = "both") -> list[str]:
        """The entry on one line, and under it a line for each rule that looked at the call, in that language."""
        rule = Text("rule", "规则").told("zh" if language == "zh" else "en")
        return [
            told_line(self.line, language),
            *(printable(f"    {rule} {look.rule}: {reason_text(look.why).told(language)}") for look in self.rules),
        ]


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
    """What a sealed answer, or one to a follower, says."""
    shows: str | None
    """What the follower reads on the phone after it; None: nothing."""
    attempts: tuple[Mapping[str, Any], ...]
    """Each with ``status`` and ``body``, or an ``error``."""
    ticket: str | None = None
    """The component_verify_ticket or suite_ticket that was pushed; only to the one who asked for it."""
    forge: str | None = None
    """How it was wrong, where WeChat would never have sent it."""
    canary: str | None = None
    """Of an external entity: the name of the canary URL in it; its hits are in the journal."""
    canary_hits: int = 0
    """So many there were by the time the backend had answered."""

    def __str__(self) -> str:
        words = [f"push {self.number}", self.event, self.user or "-", self.url.partition("?")[0] or "nowhere"]
        return " ".join([*words, "accepted" if self.accepted else f"({self.reason})"])

    @classmethod
    def of(cls, push: Mapping[str, Any]) -> Pushed:
        names = ("number", "event", "app", "user", "url", "message", "sent", "accepted", "reason", "reply", "shows")
        only_some = [name for name in ("ticket", "forge", "canary", "canary_hits") if name in push]
        return cls(**{name: push[name] for name in (*names, *only_some)}, attempts=tuple(push["attempts"]))


class Scanned(Struct, frozen=True):
    """What came of scanning a QR code."""

    uuid: str | None
    """Of a website's QR code; None where there was none."""
    status: str | None
    """Of a website: ``scanned``, ``denied``, ``confirmed`` by somebody before, or ``expired``. Of an official account:
    ``scanned`` by a follower, ``followed``, ``left`` without following, or ``expired``. Of a mini program: ``opened``,
    or ``expired``."""
    errcode: int | None
    """Of the page that WeChat shows instead of a QR code, such as 10003; 0: all is well."""
    reason: str | None
    app: str | None = None
    """Whose QR code it is, where it is an official account's or a mini program's."""
    pushed: Pushed | None = None
    """What the official account was told."""
    path: str | None = None
    """The page of the mini program that opens."""
    query: Mapping[str, str] | None = None
    """What its onLoad gets; ``scene`` of an unlimited code is percent-encoded there."""
    scene: int | None = None
    """WeChat's number for how the page was come by, such as 1047."""
    env_version: str | None = None
    """``release``, ``trial`` or ``develop``."""

    @classmethod
    def of(cls, answer: Mapping[str, Any]) -> Scanned:
        pushed = answer.get("pushed")
        return cls(
            **{name: answer[name] for name in ("uuid", "status", "errcode", "reason")},
            **{name: answer.get(name) for name in ("app", "path", "query", "scene", "env_version")},
            pushed=None if pushed is None else Pushed.of(pushed),
        )


class ContainerAnswer(Struct, frozen=True):
    """What wx.cloud.callContainer answers."""

    err_msg: str
    """``cloud.callContainer:ok``, or why nobody answered."""
    status: int | None
    """None: nobody answered."""
    header: Mapping[str, str]
    data: Any
    """JSON as values, anything else as text."""

    @classmethod
    def of(cls, answer: Mapping[str, Any]) -> ContainerAnswer:
        return cls(answer["errMsg"], answer.get("statusCode"), answer.get("header", {}), answer.get("data"))


class UnmetCalls(Struct, frozen=True):
    """Of which calls another number came than was expected."""

    counts: tuple[WrongCount, ...]
    """At least one; that of all calls comes before those of each errcode."""
    note: str | None = None
    """About entries that the journal dropped for their size."""
