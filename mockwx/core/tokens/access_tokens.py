"""Access tokens of apps: the two ways to fetch one, isolated from each other, and how each one dies.

    GET /cgi-bin/token            a new one at each call; the one before lives on for 5 minutes
    POST /cgi-bin/stable_token    the same one until its last 5 minutes; then a new one beside it
      force_refresh               a new one, and the ones before die at once; 20 a day, 30 s apart

A token that came to its natural end is answered 42001, one that was replaced 40001.
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from mockwx.core.clock import MINUTE
from mockwx.core.ids import Ids
from mockwx.core.tables.table import OpenTable
from mockwx.core.text.durations import spell_duration
from mockwx.core.tokens.token_life import DEAD_TOKEN_REMEMBERED, TOKEN_LIFE, Death, expiry

GRACE = 5 * MINUTE
"""How long a replaced token of /cgi-bin/token still works, and how long two stable tokens overlap (documented)."""
FORCE_APART = 30_000
"""Milliseconds between two forced refreshes (documented)."""
FORCE_PER_DAY = 20
"""Forced refreshes of one day of Beijing (documented)."""


class Token(Struct, frozen=True, gc=False):
    appid: str
    made_at: int
    expires_at: int
    dead_at: int | None = None
    """When another fetch, or WeChat itself, put an end to it."""
    component: str | None = None
    """The third-party platform that it was lent to, as authorizer_access_token; None: it is the app's own."""

    def why_dead(self, now: int) -> Death | None:
        if self.dead_at is not None and now >= self.dead_at:
            return Death(
                False, f"it was replaced or revoked; it stopped working {spell_duration(now - self.dead_at)} ago"
            )
        return expiry(self.expires_at, now)

    def carried(self, then: int, now: int) -> Token:
        """Into a world whose clock shows ``now`` when that of the former one shows ``then``.

        Time that was only pretended there aged no backend, so one that was never ended begins its life anew.
        """
        if self.dead_at is None:
            return replace(self, made_at=now, expires_at=now + self.expires_at - self.made_at)
        by = now - then
        return replace(self, made_at=self.made_at + by, expires_at=self.expires_at + by, dead_at=self.dead_at + by)


class HeldTokens(Struct, frozen=True, gc=False):
    """The tokens that one app holds at the moment."""

    made: int = 0
    plain: str | None = None
    stable: str | None = None
    former_stable: str | None = None
    forced_at: int | None = None
    forced_day: int = -1
    forced: int = 0


class Tokens:
    def __init__(self, open_table: OpenTable, ids: Ids) -> None:
        self._tokens = open_table("tokens", Token)
        self._holdings = open_table("holdings", HeldTokens)
        self._ids = ids

    def find(self, text: str) -> Token | None:
        return self._tokens.get(text)

    def fetch(self, appid: str, now: int) -> tuple[str, Token]:
        """What GET /cgi-bin/token does."""
        holding = self._holding(appid)
        self._end(holding.plain, now + GRACE)
        made, text, token = self._issue(appid, holding, now)
        self._holdings.put(appid, replace(holding, made=made, plain=text))
        return text, token

    def fetch_stable(self, appid: str, now: int, *, force: bool = False, today: int = 0) -> tuple[str, Token]:
        """What POST /cgi-bin/stable_token does; ``today`` numbers the day of Beijing."""
        holding = self._holding(appid)
        current = self._live(holding.stable, now)
        if force and _is_apart(holding, now):
            used = holding.forced if holding.forced_day == today else 0
            self._end(holding.stable, now)
            self._end(holding.former_stable, now)
            holding = replace(holding, forced_at=now, forced_day=today, forced=used + 1, former_stable=None)
        elif current is not None and holding.stable is not None and current.expires_at - now >= GRACE:
            return holding.stable, current
        else:
            holding = replace(holding, former_stable=holding.stable)
        made, text, token = self._issue(appid, holding, now)
        self._holdings.put(appid, replace(holding, made=made, stable=text))
        return text, token

    def ending(self, now: int, then: int) -> int:
        """How many access_tokens that work now will not ``then``."""
        lives = (token for _, token in self._tokens.items() if token.why_dead(now) is None)
        return sum(token.why_dead(then) is not None for token in lives)

    def lend(self, text: str, appid: str, component: str, now: int) -> Token:
        """An authorizer_access_token, which neither ends the app's own tokens nor is ended by them."""
        token = Token(appid, now, now + TOKEN_LIFE, component=component)
        self._tokens.put(text, token, token.expires_at + DEAD_TOKEN_REMEMBERED)
        return token

    def keep_from(self, former: Tokens, then: int, now: int) -> None:
        """Tokens of an earlier world live on here: a backend that cached one need not know that the world is new.

        ``then`` is what the earlier world's clock shows, ``now`` what this one's does: the same where time goes on.
        """
        for text, token in former._tokens.items():
            if then < token.expires_at + DEAD_TOKEN_REMEMBERED:
                kept = token if now == then else token.carried(then, now)
                self._tokens.put(text, kept, kept.expires_at + DEAD_TOKEN_REMEMBERED)
        for appid, holding in former._holdings.items():
            moved = None if holding.forced_at is None else holding.forced_at + now - then
            self._holdings.put(appid, replace(holding, forced_at=moved))

    def may_force(self, appid: str, now: int, today: int) -> bool:
        """Whether a forced refresh is left for the day; one that comes too early refreshes nothing and is free."""
        holding = self._holding(appid)
        return not _is_apart(holding, now) or holding.forced_day != today or holding.forced < FORCE_PER_DAY

    def clear_forced(self, appid: str) -> None:
        """What clear_quota does to the day's forced refreshes."""
        self._holdings.put(appid, replace(self._holding(appid), forced=0))

    def revoke(self, appid: str, now: int) -> int:
        """WeChat kills all tokens of an app at once (secret reset, migration); how many worked until now."""
        holding = self._holding(appid)
        killed = 0
        for text in (holding.plain, holding.stable, holding.former_stable):
            killed += self._live(text, now) is not None
            self._end(text, now)
        self._holdings.put(appid, replace(holding, plain=None, stable=None, former_stable=None))
        return killed

    def _holding(self, appid: str) -> HeldTokens:
        return self._holdings.get(appid) or HeldTokens()

    def _issue(self, appid: str, holding: HeldTokens, now: int) -> tuple[int, str, Token]:
        """And how many the app has had with it."""
        made = holding.made + 1
        text = self._ids.access_token(appid, made)
        token = Token(appid, now, now + TOKEN_LIFE)
        self._tokens.put(text, token, token.expires_at + DEAD_TOKEN_REMEMBERED)
        return made, text, token

    def _live(self, text: str | None, now: int) -> Token | None:
        token = self._tokens.get(text) if text is not None else None
        return token if token is not None and token.why_dead(now) is None else None

    def _end(self, text: str | None, at: int) -> None:
        """Of a token that an app holds: none of these was ended before."""
        token = self._tokens.get(text) if text is not None else None
        if text is not None and token is not None:
            ended = Token(token.appid, token.made_at, token.expires_at, at, token.component)
            self._tokens.put(text, ended, token.expires_at + DEAD_TOKEN_REMEMBERED)


def _is_apart(holding: HeldTokens, now: int) -> bool:
    return holding.forced_at is None or now - holding.forced_at >= FORCE_APART
