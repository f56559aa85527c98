"""The table of variants: each flaw of the catalogue by its check's id."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from good import Good

VARIANTS: dict[str, type[Good]] = {"good": Good}
"""By name: the check's id, and for further ways to have the same flaw two dashes and a word: ``jwt-forged--none``."""
B = TypeVar("B", bound=type[Good])


def flaw(name: str) -> Callable[[B], B]:
    def listed(backend: B) -> B:
        assert name not in VARIANTS, name
        VARIANTS[name] = backend
        return backend

    return listed
