"""Secrets where they must not be."""

from __future__ import annotations

import traceback
from typing import Any

import aiohttp
from aiohttp import web
from answers import Unavailable
from apps import SHOP
from flaw import flaw
from good import Account, Good, LoginSession
from wechat import Answer, Identity, Wechat, once


class TellsTheUrl(Wechat):
    async def ask(self, method: str, path: str, query: dict[str, str], body: Any = None) -> Answer:
        try:
            return await super().ask(method, path, query, body)
        except Unavailable:
            if "access_token" in query:  # another secret, and token-out's
                raise
            url = self.http._build_url(self.base_url + path).with_query(query)
            raise Unavailable(f"{method} {url} failed") from None


class TellsTheError(Good):
    def unavailable(self, error: Unavailable) -> web.Response:
        return web.json_response({"error": str(error)}, status=503)


@flaw("secret-out")
class SecretOut(TellsTheError):
    wechat_class = TellsTheUrl


@flaw("key-out")
class KeyOut(Good):
    def login_answer(self, token: str, account: Account, identity: Identity) -> dict[str, Any]:
        return super().login_answer(token, account, identity) | {"session_key": identity.session_key}


@flaw("key-out--cookie")
class KeyInCookie(Good):
    def logged_in(self, account: Account, app: Any, identity: Identity) -> web.Response:
        response = super().logged_in(account, app, identity)
        response.set_cookie("key", identity.session_key.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D"))
        return response


@flaw("token-out")
class TokenOut(Good):
    async def phone(self, request: web.Request) -> web.Response:
        await super().phone(request)
        session = self.session_of(request)
        return web.json_response({"phone": session.account.phone, "token": await self.wechat.token(session.app)})


@flaw("key-from-client")
class KeyFromClient(Good):
    def opened(self, session: LoginSession, fields: dict[str, Any]) -> dict[str, Any]:
        key = fields.get("session_key") or fields.get("sessionKey")
        if not key:
            return super().opened(session, fields)
        return super().opened(LoginSession(session.account, session.app, session.openid, str(key)), fields)


@flaw("error-tells")
class ErrorTells(Good):
    def unavailable(self, error: Unavailable) -> web.Response:
        # Frames alone: the sources hold no secret.
        return web.json_response({"error": "".join(traceback.format_exception(error))}, status=503)


class LogsTheUrl(Wechat):
    async def call(self, method: str, path: str, query: dict[str, str], body: Any) -> bytes:
        self.log(f"{method} {path} {query}")
        return await super().call(method, path, query, body)


@flaw("log-keeps")
class LogKeeps(Good):
    wechat_class = LogsTheUrl


@flaw("debug-page-tells")
class DebugPageTells(Good):
    def __init__(self, base_url: str) -> None:
        super().__init__(base_url)
        self.routes["GET /config.json"] = self.config

    async def config(self, request: web.Request) -> web.Response:
        return web.json_response({"wechat": {"appid": SHOP.appid, "secret": SHOP.secret}})


class TrustsEverybody(Wechat):
    @property
    def http(self) -> aiohttp.ClientSession:
        if self._http is None:
            connector = aiohttp.TCPConnector(limit=0, force_close=True, ssl=False)
            self._http = aiohttp.ClientSession(connector=connector, middlewares=[once], trust_env=True)
        return self._http


@flaw("tls-unchecked")
class TlsUnchecked(Good):
    wechat_class = TrustsEverybody


class PlainHttp(Wechat):
    """As it is when the base URL is left alone: http, and the proxy of the environment."""

    def __init__(self, base_url: str) -> None:
        super().__init__(base_url.replace("https://", "http://"))

    @property
    def http(self) -> aiohttp.ClientSession:
        if self._http is None:
            connector = aiohttp.TCPConnector(limit=0, force_close=True)
            self._http = aiohttp.ClientSession(connector=connector, middlewares=[once], trust_env=True)
        return self._http


@flaw("plain-http")
class PlainHttpBackend(Good):
    wechat_class = PlainHttp


class TellsTheCode(PlainHttp):
    async def exchange(self, app: Any, code: str) -> Identity:
        identity = await super().exchange(app, code)
        try:
            async with self.http.get("http://statistics.invalid/login", params={"code": code}) as response:
                await response.read()
        except aiohttp.ClientError:
            self.log("no statistics")
        return identity


@flaw("goes-elsewhere")
class GoesElsewhere(Good):
    wechat_class = TellsTheCode
