"""A diagnosis of ``mockwx doctor``: what was looked at, what is so, and what to do about it."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from mockwx.core.text.bilingual import Text

Verdict = Literal["ok", "note", "problem"]
"""A note may be meant so; a problem keeps a backend's calls from mockwx, or their answers from the backend."""


class Diagnosis(Struct, frozen=True):
    about: str
    """The part: ``port``, ``base URL``, ``NO_PROXY``, …"""
    verdict: Verdict
    seen: Text
    advice: Text | None = None
    """What to do; None where all is well."""


def well(about: str, en: str, zh: str) -> Diagnosis:
    return Diagnosis(about, "ok", Text(en, zh))


def note(about: str, seen: tuple[str, str], advice: tuple[str, str]) -> Diagnosis:
    return Diagnosis(about, "note", Text(*seen), Text(*advice))


def problem(about: str, seen: tuple[str, str], advice: tuple[str, str]) -> Diagnosis:
    return Diagnosis(about, "problem", Text(*seen), Text(*advice))
