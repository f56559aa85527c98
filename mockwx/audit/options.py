"""Options of an audit: how much of it, and what its caller allows."""

from __future__ import annotations

from msgspec import Struct

USUAL_ROUNDS, DEEP_ROUNDS = 3, 10


class AuditOptions(Struct, frozen=True):
    quick: bool = False
    """Without the chaos matrix, hangs, races and restarts."""
    deep: bool = False
    """Ten rounds of races in place of three."""
    doors: bool = False
    """Other routes than those of the backend file may be asked."""
    restart: bool = False
    """The backend may be started again with another environment."""
    only: tuple[str, ...] = ()
    """Ids and areas; empty: all."""
    skip: tuple[str, ...] = ()
    """Ids and areas."""
    seed: int = 1

    @property
    def rounds(self) -> int:
        """Of a race."""
        return DEEP_ROUNDS if self.deep else USUAL_ROUNDS

    @property
    def said(self) -> tuple[str, ...]:
        """As words of the command line, those that make it other than the usual audit."""
        words = [f"--{name}" for name in ("quick", "deep", "doors", "restart") if getattr(self, name)]
        words += [f"--{name} {','.join(ids)}" for name in ("only", "skip") if (ids := getattr(self, name))]
        return tuple(words)
