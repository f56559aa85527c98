"""One errcode: its number, WeChat's text for it, what it means and what a backend should do about it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from msgspec import Struct


class Evidence(StrEnum):
    """How we know a thing about WeChat."""

    DOCUMENTED = "documented"
    """Tencent's own pages say so."""
    OBSERVED = "observed"
    """Somebody published a real answer that shows it."""
    ASSUMED = "assumed"
    """Nobody published it; mockwx chose what protects its users most."""


class Errcode(Struct, frozen=True):
    """A row of the errcode table.

    ``errmsg`` is the bare text, without the trace suffix, and is empty where no text was ever published.
    It may hold ``{ip}``, and ``{trace}`` where the trace does not stand at its end. ``on`` gives another text for
    single apis; ``earlier`` gives texts that were used before a date, oldest first, as ``(until, text)`` with an ISO
    date.
    """

    code: int
    name: str
    errmsg: str
    zh: str
    en: str
    advice_zh: str
    advice_en: str
    evidence: Evidence
    source: str
    on: Mapping[str, str] = MappingProxyType({})
    earlier: tuple[tuple[str, str], ...] = ()

    def __hash__(self) -> int:
        return hash((self.code, self.name))

    def text(self, api: str, as_of: str | None = None) -> str:
        """The bare errmsg that ``api`` answers with; ``as_of`` (ISO date) asks for the text of an earlier day."""
        if as_of is not None:
            for until, text in self.earlier:
                if as_of < until:
                    return text
        return self.on.get(api, self.errmsg)
