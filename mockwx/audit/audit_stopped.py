"""AuditStopped: why nothing more of a backend can be judged."""

from __future__ import annotations

from mockwx.audit.finding import Observation
from mockwx.core.text.bilingual import Text


class AuditStopped(Exception):
    """Nothing more can be judged; the text says why, and what to do."""

    def __init__(self, why: Text, check: str = "", seen: Observation | None = None) -> None:
        super().__init__(str(why))
        self.why = why
        self.check = check
        """The id of the check that fails by this very fact; empty: none does."""
        self.seen = seen
