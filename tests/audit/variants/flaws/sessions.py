"""Codes, accounts, sessions."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import itertools
import json
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any
from urllib.parse import quote

import aiohttp
from aiohttp import web
from answers import Refused
from apps import App
from flaw import flaw
from good import Account, Good, LoginSession
from wechat import Identity, Wechat
from yarl import URL


@flaw("users-mixed-up")
class UsersMixedUp(Good):
    """Who logs in stands in one place for all."""

    current: Identity

    async def login(self, request: web.Request, app: App) -> web.Response:
        fields = await self.fields(request)
        self.current = await self.identify(request, app, fields)
        await asyncio.sleep(0.02)  # as a database takes
        account = await self.account_of(app, self.current)
        return self.logged_in(account, app, self.current)


@flaw("duplicate-accounts")
class DuplicateAccounts(Good):
    async def account_of(self, app: App, identity: Identity) -> Account:
        keys = self.keys_of(app, identity)
        account = next((self.accounts[key] for key in keys if key in self.accounts), None)
        if account is None:
            await asyncio.sleep(0.05)  # as a database takes between looking and inserting
            account = Account()
            self.accounts |= dict.fromkeys(keys, account)
        return account


@flaw("same-code-race")
class SameCodeRace(Good):
    def __init__(self, base_url: str) -> None:
        super().__init__(base_url)
        self.under_way: set[str] = set()

    async def exchange(self, app: App, code: str) -> Identity:
        if code in self.under_way:
            raise KeyError("duplicate key value violates unique constraint")
        self.under_way.add(code)
        try:
            return await super().exchange(app, code)
        finally:
            self.under_way.discard(code)


class SendsAgain(Wechat):
    async def call(self, method: str, path: str, query: dict[str, str], body: Any) -> bytes:
        try:
            return await super().call(method, path, query, body)
        except aiohttp.ClientError:
            await asyncio.sleep(self.pause)
            return await super().call(method, path, query, body)


@flaw("code-spent-again")
class CodeSpentAgain(Good):
    wechat_class = SendsAgain


@flaw("code-lives-on")
class CodeLivesOn(Good):
    def __init__(self, base_url: str) -> None:
        super().__init__(base_url)
        self.exchanged: dict[str, Identity] = {}

    async def exchange(self, app: App, code: str) -> Identity:
        if code not in self.exchanged:
            self.exchanged[code] = await super().exchange(app, code)
        return self.exchanged[code]


@flaw("crash-on-odd-code")
class CrashOnOddCode(Good):
    async def identify(self, request: web.Request, app: App, fields: dict[str, Any]) -> Identity:
        fields["code"].strip()
        return await super().identify(request, app, fields)


class PastesTheCode(Wechat):
    async def exchange(self, app: App, code: str) -> Identity:
        query = f"appid={app.appid}&secret={app.secret}&js_code={code}&grant_type=authorization_code"
        found = await self.asked_while_busy(f"/sns/jscode2session?{query}", {})
        return Identity(self.text(found, "openid"), found.get("unionid") or "", self.text(found, "session_key"))

    async def call(self, method: str, path: str, query: dict[str, str], body: Any) -> bytes:
        if not path.startswith("/sns/jscode2session?"):
            return await super().call(method, path, query, body)
        address = quote(path, safe="/?&=#%+$,:;@!*'()[]~")
        async with self.http.get(URL(self.base_url + address, encoded=True)) as response:
            response.raise_for_status()
            return await response.read()


@flaw("upstream-parameters")
class UpstreamParameters(Good):
    wechat_class = PastesTheCode


@flaw("session-guessable")
class SessionIsHashOfOpenid(Good):
    def new_token(self, account: Account, app: App, identity: Identity) -> str:
        return hashlib.md5(identity.openid.encode()).hexdigest()


@flaw("session-guessable--uid")
class SessionIsUid(Good):
    def new_token(self, account: Account, app: App, identity: Identity) -> str:
        return urlsafe_b64encode(account.uid.encode()).decode()


@flaw("session-guessable--counts")
class SessionCounts(Good):
    def __init__(self, base_url: str) -> None:
        super().__init__(base_url)
        self.numbers = itertools.count(10_000_000)

    def new_token(self, account: Account, app: App, identity: Identity) -> str:
        return str(next(self.numbers))


@flaw("session-guessable--short")
class SessionIsShort(Good):
    def new_token(self, account: Account, app: App, identity: Identity) -> str:
        return super().new_token(account, app, identity)[:6]


def part(value: Any) -> str:
    return urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def signature(signed: str, secret: str) -> str:
    made = hmac.new(secret.encode(), signed.encode(), hashlib.sha256).digest()
    return urlsafe_b64encode(made).rstrip(b"=").decode()


class JwtSessions(Good):
    """Sessions are JWTs, of which nothing is kept but who the subject is."""

    key = "an-own-and-long-key-that-nobody-has-published-anywhere"

    def __init__(self, base_url: str) -> None:
        super().__init__(base_url)
        self.latest: dict[str, LoginSession] = {}

    def new_session(self, account: Account, app: App, identity: Identity) -> str:
        self.latest[account.uid] = LoginSession(account, app, identity.openid, identity.session_key)
        now = int(time.time())
        claims = {"sub": account.uid, "iat": now, "exp": now + 7200} | self.more_claims(identity)
        signed = f"{part({'alg': 'HS256', 'typ': 'JWT'})}.{part(claims)}"
        return f"{signed}.{signature(signed, self.key)}"

    def more_claims(self, identity: Identity) -> dict[str, Any]:
        return {}

    def session_of(self, request: web.Request) -> LoginSession:
        header, _, rest = self.token_in(request).partition(".")
        payload, _, made = rest.partition(".")
        try:
            alg, claims = self.read(header)["alg"], self.read(payload)
        except (KeyError, TypeError, ValueError):
            raise Refused("no JWT") from None
        session = self.latest.get(str(claims.get("sub")))
        if session is None or claims.get("exp", 0) < time.time() or not self.is_good(alg, f"{header}.{payload}", made):
            raise Refused("JWT")
        return session

    def read(self, text: str) -> Any:
        return json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))

    def is_good(self, alg: str, signed: str, made: str) -> bool:
        return alg == "HS256" and hmac.compare_digest(made.encode(), signature(signed, self.key).encode())

    async def logout(self, request: web.Request) -> web.Response:
        self.latest.pop(self.session_of(request).account.uid)
        return web.json_response({"ok": True})

    def end_sessions(self, account: Account) -> None:
        self.latest.pop(account.uid, None)


@flaw("good--jwt")
class GoodJwt(JwtSessions):
    """Nothing is wrong with it."""


@flaw("jwt-forged")
class JwtWithKnownKey(JwtSessions):
    key = "secret"


@flaw("jwt-forged--none")
class JwtWithoutAlgorithm(JwtSessions):
    def is_good(self, alg: str, signed: str, made: str) -> bool:
        return alg.lower() == "none" or super().is_good(alg, signed, made)


@flaw("jwt-forged--unread")
class JwtUnread(JwtSessions):
    def is_good(self, alg: str, signed: str, made: str) -> bool:
        return True


@flaw("jwt-carries-keys")
class JwtCarriesKeys(JwtSessions):
    def more_claims(self, identity: Identity) -> dict[str, Any]:
        return {"session_key": identity.session_key}


@flaw("session-survives")
class SessionSurvivesLogout(Good):
    async def logout(self, request: web.Request) -> web.Response:
        self.session_of(request)
        return web.json_response({"ok": True})


@flaw("session-survives--push")
class SessionSurvivesCancellation(Good):
    def end_sessions(self, account: Account) -> None:
        pass


@flaw("session-fixed")
class SessionFixed(Good):
    """A cookie of before the login is the session after it."""

    def web_token(self, request: web.Request, account: Account, identity: Identity) -> str:
        token = super().web_token(request, account, identity)
        planted = request.cookies.get("sid")
        if planted:
            self.sessions[self.kept_as(planted)] = self.sessions[self.kept_as(token)]
            return planted
        return token


# Good ones, of which an audit must say nothing


@flaw("good--idempotent")
class SharesAnExchange(Good):
    """Equal logins at the same moment, or a few seconds apart from the same client, share one exchange."""

    def __init__(self, base_url: str) -> None:
        super().__init__(base_url)
        self.exchanges: dict[str, asyncio.Task[Identity]] = {}

    async def exchange(self, app: App, code: str) -> Identity:
        if code not in self.exchanges:
            self.exchanges[code] = asyncio.create_task(super().exchange(app, code))
            self.exchanges[code].add_done_callback(lambda _: self.exchanges.pop(code))
        return await asyncio.shield(self.exchanges[code])


@flaw("good--one-session")
class OneSessionEach(Good):
    """Who logs in again gets the session that he has."""

    def __init__(self, base_url: str) -> None:
        super().__init__(base_url)
        self.tokens: dict[str, str] = {}

    def new_token(self, account: Account, app: App, identity: Identity) -> str:
        return self.tokens.setdefault(f"{app.name} {account.uid}", super().new_token(account, app, identity))


@flaw("good--uid-is-session")
class UidIsTheSession(Good):
    """Its file takes for the account what names the session: nothing can be said of accounts."""

    def login_answer(self, token: str, account: Account, identity: Identity) -> dict[str, Any]:
        return {"token": token, "user": {"id": self.kept_as(token)}}

    async def me(self, request: web.Request) -> web.Response:
        account = await self.whom(request)
        return web.json_response({"user": {**self.shown(account), "id": self.kept_as(self.token_in(request))}})


@flaw("good--one-at-a-time")
class OneAtATime(Good):
    """As a development server with one thread."""

    def __init__(self, base_url: str) -> None:
        super().__init__(base_url)
        self.thread = asyncio.Lock()

    async def handle(self, request: web.Request, path: str) -> web.Response:
        async with self.thread:
            return await super().handle(request, path)
