"""Findings: what a failing check claims, with all that proves it and shows it again."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from msgspec import Struct

from mockwx.audit.check import Proof, Severity
from mockwx.core.text.bilingual import Text


class FoundSecret(Struct, frozen=True):
    """A secret that stands where it must not; the secret itself is in no report."""

    what: str
    """``session_key``, ``secret``, ``access_token``, …"""
    whose: str
    """App and user, as far as it belongs to one."""
    where: str
    """Such as ``body``, ``header Set-Cookie``, ``log line 12``."""
    decodings: tuple[str, ...] = ()
    """What had to be undone to see it, from the outside in; empty: it stands there as it is."""
    user: str = ""
    """Empty where it is the app's."""

    @property
    def is_a_persons(self) -> bool:
        return bool(self.user)


class Observation(Struct, frozen=True):
    """One thing that was done and seen. All of it may be shown: secrets are masked."""

    title: Text
    """Who did what: "bob's openid beside alice's code"."""
    request: str = ""
    """On one line: method, URL, and what was sent."""
    curl: str = ""
    """The same as a command line; ``CODE`` stands for a fresh code where one is needed."""
    answer: str = ""
    """On one line: status and body, or why there is none."""
    outcome: str = ""
    """What the answer means in the file's words: ok, refused, unavailable, crashed, unclear."""
    seconds: float = 0.0
    calls: tuple[str, ...] = ()
    """The journal's lines: what the backend asked WeChat meanwhile, with rule and reason."""
    secrets: tuple[FoundSecret, ...] = ()


class AuditFinding(Struct, frozen=True):
    """One cause of a failing check: what is mended at one place in the code is one finding."""

    check: str
    cause: str
    """A few words in kebab-case that tell it from the check's other causes, such as ``body-not-json``. It stays the
    same from run to run: no text, time, seed or person is in it."""
    severity: Severity
    proof: Proof
    what: Text
    """What was seen, in one sentence about this backend."""
    observations: tuple[Observation, ...] = ()
    """A few that prove it, not all."""
    action: str = "login"
    """Of the backend file: the one that was probed."""
    seen: int = 1
    tried: int = 1
    """It was seen in ``seen`` of ``tried`` cases."""
    session_tried: bool = True
    """False: there is no ``me`` to show that the session is one; the precision is lower."""
    scenario: Mapping[str, Any] | None = None
    """What ``mockwx run`` plays: fails while the flaw is there, passes once it is mended. Without ``backend``. None:
    the language of scenarios cannot say it."""
    hint: Text | None = None
    """About this very finding: "in this configuration (FLASK_DEBUG=1)", "a development server with one thread"."""

    @property
    def fingerprint(self) -> str:
        """Of check, cause and action: the same in every run, for baselines and SARIF."""
        return sha256(f"{self.check}\n{self.cause}\n{self.action}".encode()).hexdigest()[:16]

    @property
    def precision(self) -> str:
        """In SARIF's words."""
        if self.proof is not Proof.ANSWER and not self.session_tried:
            return "medium"
        return self.proof.precision
