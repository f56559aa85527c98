"""Check: one flaw that a login backend may have, as a value with the function that proves it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from mockwx.audit.areas import Area
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text

if TYPE_CHECKING:
    from mockwx.audit.check_results import ProbeResult
    from mockwx.audit.lab import Lab
    from mockwx.scenario.audit_settings import AuditSettings


class Severity(StrEnum):
    """Who can do what with the flaw; the worst first."""

    CRITICAL = "critical"
    """Anybody becomes anybody, or the app's master secret is out."""
    HIGH = "high"
    """Another's data or session, one key or token out, accounts mixed, one slow WeChat stops all logins."""
    MEDIUM = "medium"
    """Needs a second flaw or luck; or a crash, a storm, a lost login in a fault of WeChat's that happens monthly."""
    LOW = "low"
    """Hardening, a wrong message."""
    NOTE = "note"
    """Told, never graded."""

    @property
    def letter(self) -> str:
        """As in a matrix: C, H, M, L, N."""
        return self.value[0].upper()

    @property
    def rank(self) -> int:
        """0 is the worst."""
        return list(Severity).index(self)


class Proof(StrEnum):
    """How a flaw is proven; the strongest first. The first four know nothing of the backend's dialect."""

    IMPOSTOR = "impostor"
    """``me`` shows somebody's account to a client that only another's phone fed."""
    NO_EXCHANGE = "in without WeChat"
    """A session that ``me`` accepts, and WeChat never answered its code with success."""
    CANARY = "canary"
    """A value that exists nowhere else stands where it must not."""
    JOURNAL = "journal"
    """What was asked of WeChat, how often, with which parameters, over which TLS."""
    ANSWER = "answer"
    """A crash, no answer in time, a wrong outcome: it depends on what the file says of outcomes."""

    @property
    def precision(self) -> str:
        """In SARIF's words."""
        return _PRECISION[self]


_PRECISION = {
    Proof.IMPOSTOR: "very-high",
    Proof.NO_EXCHANGE: "very-high",
    Proof.CANARY: "very-high",
    Proof.JOURNAL: "high",
    Proof.ANSWER: "medium",
}


class Reference(Struct, frozen=True):
    """Where to read on: a page of Tencent's, a CVE, a standard."""

    title: str
    url: str = ""
    """Empty where there is no page that everybody can open."""


class Phase(StrEnum):
    """When a check is tried; the order is that of an audit."""

    DOORS = "back doors"
    SECRETS = "secrets"
    SESSIONS = "sessions"
    SEALED = "sealed data"
    MATRIX = "chaos matrix"
    HANGS = "hangs"
    """Apart, for each takes seconds."""
    TOKENS = "tokens"
    RACES = "races"
    OTHERS = "web, WeCom, pushes"
    LOCKOUT = "lockout"
    """So much nonsense that a backend may have enough of us."""
    RESTARTS = "restarts"
    """The backend is started otherwise, so nothing may come after it."""
    WHOLE = "the whole audit"
    """Judges what all other checks have seen; its probe asks the backend for nothing."""


class AuditCheck(Struct, frozen=True):
    """A flaw. Its ``id`` stays for ever: baselines, SARIF and scenarios name it.

    All texts are told in reports, by ``--explain`` and in the documentation; none names a backend or a run.
    """

    id: str
    area: Area
    severity: Severity
    """The worst that it can be; a finding may be less."""
    proof: tuple[Proof, ...]
    phase: Phase
    title: Text
    """What is wrong, as the shortest sentence about the backend: "Any code logs in"."""
    flaw: Text
    """How it comes about, and what somebody could do with it."""
    explanation: Text
    """What the audit does, and what it takes for proof."""
    advice: Text
    """How to mend it, down to the lines of code where that helps."""
    probe: Callable[[Lab], Awaitable[ProbeResult]]
    requests: int = 10
    """That the probe sends to the backend at most, in three rounds where it has rounds; ``me`` after a login counts."""
    more_requests: Callable[[AuditSettings], int] = lambda _: 0
    """And for what the backend file names of its own."""
    no_flaw_if: Text | None = None
    """When a finding is none, so that a reader can accept it with a good reason."""
    needs: tuple[Need, ...] = ()
    """All of these; ``login`` is always needed."""
    needs_any: tuple[Need, ...] = ()
    """At least one of these; empty: nothing more."""
    cwe: tuple[int, ...] = ()
    owasp: str = ""
    """Of the OWASP API Security Top 10, 2023: ``API2``."""
    references: tuple[Reference, ...] = ()
    core: bool = False
    """Without it there is no grade."""
    swallowed_by: tuple[str, ...] = ()
    """Ids of checks of which this one's failure is a mere consequence: only those are told where both fail."""
    swallowed_causes: tuple[tuple[str, str], ...] = ()
    """The like for single causes of its findings: the cause, and the id of the check that it follows from."""
    after: tuple[str, ...] = ()
    """Ids of checks that must be tried before; where one of them fails, this one is its consequence and not tried."""
