"""Scopes of a mini program (scope.userInfo, scope.userLocation, …): what a user allowed once, or refused."""

from __future__ import annotations

from msgspec import Struct

from mockwx.core.tables.table import OpenTable


class AskedScopes(Struct, frozen=True):
    """Of one user in one app; only what was asked for."""

    allowed: tuple[tuple[str, bool], ...] = ()


class Scopes:
    def __init__(self, open_table: OpenTable) -> None:
        self._asked = open_table("asked_scopes", AskedScopes)

    def decisions(self, appid: str, user: str) -> dict[str, bool]:
        """Whether each scope that was asked for is allowed, in the order of asking."""
        record = self._asked.get(f"{appid}|{user}")
        return dict(record.allowed) if record is not None else {}

    def decide(self, appid: str, user: str, scope: str, *, allowed: bool) -> None:
        asked = self.decisions(appid, user) | {scope: allowed}
        self._asked.put(f"{appid}|{user}", AskedScopes(tuple(asked.items())))
