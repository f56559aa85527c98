"""WeCom: what a corp has beside what every app has."""

from __future__ import annotations

from dataclasses import dataclass

from mockwx.core.table import OpenTable


@dataclass(frozen=True, slots=True)
class Corp:
    appid: str
    """The corpid."""


class Corps:
    def __init__(self, open_table: OpenTable) -> None:
        self._corps = open_table("corps", Corp)

    def add(self, corp: Corp) -> Corp:
        """Add or replace."""
        self._corps.put(corp.appid, corp)
        return corp

    def find(self, appid: str) -> Corp | None:
        return self._corps.get(appid)
