"""Accounts and sessions in SQLite: the database's unique keys decide, whatever happens at the same moment."""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
import time
from dataclasses import dataclass

from wechat import Identity

SESSION = 7 * 24 * 3600
"""Seconds that a session lives."""
TABLES = """
CREATE TABLE IF NOT EXISTS account (id TEXT PRIMARY KEY, nickname TEXT, avatar TEXT, phone TEXT);
-- Who somebody is, in each app and across those of one owner. BINARY: openids that differ in case are two people.
CREATE TABLE IF NOT EXISTS identity (
  kind TEXT, app TEXT, name TEXT COLLATE BINARY, account TEXT NOT NULL REFERENCES account, PRIMARY KEY (kind, app, name)
);
-- Whoever reads this table cannot log in with it.
CREATE TABLE IF NOT EXISTS session (
  token_hash TEXT PRIMARY KEY, account TEXT NOT NULL, app TEXT, openid TEXT, session_key TEXT, expires INTEGER
);
CREATE TABLE IF NOT EXISTS push (nonce TEXT PRIMARY KEY);
"""


@dataclass(frozen=True)
class Session:
    account: str
    app: str
    openid: str
    session_key: str


class Accounts:
    def __init__(self, path: str = ":memory:") -> None:
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.executescript(TABLES)

    def of(self, app: str, identity: Identity) -> str:
        """The account's id: by openid, else by unionid, which may come later and may be gone again; else a new one."""
        return self._account([("openid", app, identity.openid), *_by_unionid(identity)])

    def of_member(self, corp: str, userid: str) -> str:
        return self._account([("member", corp, userid)])

    def _account(self, names: list[tuple[str, str, str]]) -> str:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            account = next((found for name in names if (found := self._find(name))), None)
            if account is None:
                account = secrets.token_hex(8)
                self._db.execute("INSERT INTO account VALUES (?, '微信用户', '', '')", (account,))
            rows = [(*name, account) for name in names]
            self._db.executemany("INSERT INTO identity VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", rows)
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")
        return account

    def _find(self, name: tuple[str, str, str]) -> str | None:
        query = "SELECT account FROM identity WHERE kind = ? AND app = ? AND name = ?"
        row = self._db.execute(query, name).fetchone()
        return None if row is None else str(row[0])

    def profile(self, account: str) -> dict[str, str]:
        row = self._db.execute("SELECT id, nickname, avatar, phone FROM account WHERE id = ?", (account,)).fetchone()
        return dict(zip(("id", "nickname", "avatar", "phone"), row or (account, "", "", ""), strict=True))

    def set_profile(self, account: str, nickname: str, avatar: str) -> None:
        """The avatar is a link for browsers. Nothing here ever opens it."""
        if nickname:
            self._db.execute("UPDATE account SET nickname = ? WHERE id = ?", (nickname[:64], account))
        if avatar.startswith("https://"):
            self._db.execute("UPDATE account SET avatar = ? WHERE id = ?", (avatar[:1000], account))

    def set_phone(self, account: str, phone: str) -> None:
        self._db.execute("UPDATE account SET phone = ? WHERE id = ?", (phone, account))

    # Sessions: random, and hashed where they are kept. The session_key stays with them and goes nowhere.

    def new_session(self, account: str, app: str, identity: Identity) -> str:
        token = secrets.token_urlsafe(32)
        row = (_hash(token), account, app, identity.openid, identity.session_key, int(time.time()) + SESSION)
        self._db.execute("INSERT INTO session VALUES (?, ?, ?, ?, ?, ?)", row)
        return token

    def session(self, token: str) -> Session | None:
        query = "SELECT account, app, openid, session_key FROM session WHERE token_hash = ? AND expires > ?"
        row = self._db.execute(query, (_hash(token), int(time.time()))).fetchone()
        return None if row is None else Session(*row)

    def end_session(self, token: str) -> None:
        self._db.execute("DELETE FROM session WHERE token_hash = ?", (_hash(token),))

    # What WeChat tells

    def forget(self, app: str, openid: str, *, account_too: bool) -> None:
        """The person took a grant back, or has left WeChat: what came from there goes, and nobody stays logged in."""
        account = self._find(("openid", app, openid))
        if account is None:
            return
        self._db.execute("DELETE FROM session WHERE account = ?", (account,))
        self._db.execute("UPDATE account SET nickname = '微信用户', avatar = '', phone = '' WHERE id = ?", (account,))
        if account_too:
            self._db.execute("DELETE FROM identity WHERE account = ?", (account,))
            self._db.execute("DELETE FROM account WHERE id = ?", (account,))

    def is_new_push(self, nonce: str) -> bool:
        """WeChat repeats a push that was not answered, and others may repeat one that they saw."""
        return self._db.execute("INSERT INTO push VALUES (?) ON CONFLICT DO NOTHING", (nonce,)).rowcount == 1


def _by_unionid(identity: Identity) -> list[tuple[str, str, str]]:
    return [("unionid", "", identity.unionid)] if identity.unionid else []


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
