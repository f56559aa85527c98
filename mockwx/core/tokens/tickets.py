"""JS-SDK tickets: one per app and type while it lives, whichever access_token asks."""

from __future__ import annotations

from msgspec import Struct

from mockwx.core.clock import HOUR
from mockwx.core.ids import Ids
from mockwx.core.tables.table import OpenTable

TICKET_LIFE = 2 * HOUR


class Ticket(Struct, frozen=True):
    text: str
    expires_at: int
    nth: int = 1


class Tickets:
    def __init__(self, open_table: OpenTable, ids: Ids) -> None:
        self._tickets = open_table("tickets", Ticket)
        self._ids = ids

    def fetch(self, appid: str, kind: str, now: int) -> Ticket:
        key = f"{appid}|{kind}"
        former = self._tickets.get(key)
        if former is not None and now < former.expires_at:
            return former
        nth = 1 if former is None else former.nth + 1
        ticket = Ticket(self._ids.ticket(appid, kind, nth), now + TICKET_LIFE, nth)
        self._tickets.put(key, ticket)
        return ticket
