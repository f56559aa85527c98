"""The chaos matrix: what the backend did in each fault of each api."""

from __future__ import annotations

from msgspec import Struct

from mockwx.audit.check import Severity
from mockwx.core.text.bilingual import Text


class Cell(Struct, frozen=True):
    """One fault of one api, and what became of a login (or phone number) in it."""

    api: str
    fault: str
    """As a scenario writes it on one line: ``errcode 40029``, ``net reset``, ``body truncate``."""
    fault_class: str
    """``person``, ``passing``, ``ours``, ``token``, or ``harmless`` where a good backend does not notice."""
    after: bool
    """WeChat had done the work before the answer failed."""
    outcome: str
    """What the answer meant: ok, refused, unavailable, crashed, unclear; empty where the cell was not tried."""
    right: tuple[str, ...]
    """The outcomes that are right here."""
    severity: Severity | None = None
    """None: it is right."""
    check: str = ""
    """The id of the check that tells of it."""
    calls: int = 0
    """How often WeChat was asked for this api."""
    seconds: float = 0.0
    answer: str = ""
    """Masked, on one line."""
    reason: Text | None = None
    """Why the cell was not tried, or a sentence about it."""
