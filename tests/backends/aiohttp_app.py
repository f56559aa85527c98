"""A login backend with aiohttp. It answers HTTP 200 to everything; its own ``code`` says how it went.

    {"code": 0, "data": {...}}    well            1001    log in again        1002    try again later
    1003    WeChat does not let this person in    1004    the request is not complete

by_own_code.yaml tells a player so.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import secrets
from typing import Any

import aiohttp
from aiohttp import web
from unseal import phone_number

log = logging.getLogger("login")

LOG_IN_AGAIN, TRY_LATER, HIGH_RISK, INCOMPLETE = 1001, 1002, 1003, 1004
BY_ERRCODE = {40029: LOG_IN_AGAIN, 40163: LOG_IN_AGAIN, 40226: HIGH_RISK}
DEAD_TOKEN = {40001, 40014, 42001}
OURS = {40013, 40125, 40164, 40243}  # appid, secret, whitelist, frozen secret: somebody must be woken


class Refused(Exception):
    def __init__(self, code: int, errcode: int | None = None) -> None:
        super().__init__(code)
        self.code, self.errcode = code, errcode


async def once(request: aiohttp.ClientRequest, handler: Any) -> aiohttp.ClientResponse:
    """aiohttp sends a GET again by itself when the connection breaks, but by then WeChat may have spent the code."""
    try:
        return await handler(request)
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
        raise aiohttp.ClientError(type(error).__name__) from None


class Backend:
    def __init__(self, base_url: str, appid: str, secret: str) -> None:
        self.base_url, self.appid, self._secret = base_url, appid, secret
        self.users: dict[str, dict[str, str]] = {}  # by openid: id and session_key, which never leaves this server
        self.sessions: dict[str, str] = {}  # our token → openid
        self._under_way: set[str] = set()  # codes that are being exchanged
        self._token: str | None = None
        self._lock = asyncio.Lock()
        self._http: aiohttp.ClientSession

    async def connected(self, app: web.Application) -> Any:
        # A connection for each call: a kept one may be closing just when it is used again.
        connector = aiohttp.TCPConnector(force_close=True)
        timeout = aiohttp.ClientTimeout(total=2)
        async with aiohttp.ClientSession(connector=connector, timeout=timeout, middlewares=[once]) as self._http:
            yield

    async def ask(self, method: str, path: str, keys: tuple[str, ...], **given: Any) -> dict[str, Any]:
        """One call to WeChat, never repeated. HTTP 200 says nothing: errcode does."""
        try:
            async with self._http.request(method, self.base_url + path, **given) as answer:
                answer.raise_for_status()
                found = json.loads(await answer.read())  # whatever its label says
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            # Not the error's text: it may hold the URL, and with it the secret.
            log.warning("%s: %s", path, type(error).__name__)
            raise Refused(TRY_LATER) from None
        errcode = found.get("errcode", 0) if isinstance(found, dict) else None
        if errcode != 0 or any(key not in found for key in keys):
            log.log(logging.ERROR if errcode in OURS else logging.WARNING, "%s: errcode %s", path, errcode)
            raise Refused(BY_ERRCODE.get(errcode, TRY_LATER), errcode)
        return dict(found)

    async def login(self, request: web.Request) -> dict[str, Any]:
        (code,) = await _given(request, "code")
        if code in self._under_way:
            raise Refused(LOG_IN_AGAIN)
        self._under_way.add(code)
        try:
            query = {"appid": self.appid, "secret": self._secret, "js_code": code, "grant_type": "authorization_code"}
            found = await self.ask("GET", "/sns/jscode2session", ("openid", "session_key"), params=query)
        finally:
            self._under_way.discard(code)
        user = self.users.setdefault(found["openid"], {"id": f"user-{secrets.token_hex(6)}"})
        user["session_key"] = found["session_key"]
        token = secrets.token_urlsafe()
        self.sessions[token] = found["openid"]
        return {"token": token, "user": {"id": user["id"]}}

    async def me(self, request: web.Request) -> dict[str, Any]:
        return {"user": {"id": self._user(request)["id"]}}

    async def phone(self, request: web.Request) -> dict[str, Any]:
        self._user(request)
        (code,) = await _given(request, "code")
        return {"phone": await self._number(code)}

    async def decrypt(self, request: web.Request) -> dict[str, Any]:
        key = self._user(request)["session_key"]
        encrypted, iv = await _given(request, "encryptedData", "iv")
        try:
            return {"phone": phone_number(encrypted, iv, key, self.appid)}
        except ValueError:
            # WeChat has made another session_key since; only a fresh login tells it.
            raise Refused(LOG_IN_AGAIN) from None

    def _user(self, request: web.Request) -> dict[str, str]:
        openid = self.sessions.get(request.headers.get("Authorization", "").removeprefix("Bearer "))
        if openid is None:
            raise Refused(LOG_IN_AGAIN)
        return self.users[openid]

    async def _number(self, code: str, dead: str | None = None) -> str:
        token = await self._access_token(dead)
        given: dict[str, Any] = {"params": {"access_token": token}, "json": {"code": code}}
        try:
            found = await self.ask("POST", "/wxa/business/getuserphonenumber", ("phone_info",), **given)
        except Refused as refused:
            if refused.errcode in DEAD_TOKEN and dead is None:
                return await self._number(code, dead=token)
            raise
        return str(found["phone_info"]["phoneNumber"])

    async def _access_token(self, dead: str | None) -> str:
        """The one that all requests share, fetched anew if it is the ``dead`` one."""
        async with self._lock:
            if self._token is None or self._token == dead:
                query = {"grant_type": "client_credential", "appid": self.appid, "secret": self._secret}
                found = await self.ask("GET", "/cgi-bin/token", ("access_token",), params=query)
                self._token = str(found["access_token"])
            return self._token


async def _given(request: web.Request, *names: str) -> list[str]:
    try:
        body = await request.json()
    except ValueError:
        raise Refused(INCOMPLETE) from None
    values = [body.get(name) if isinstance(body, dict) else None for name in names]
    if not all(isinstance(each, str) and each for each in values):
        raise Refused(INCOMPLETE)
    return values


@web.middleware
async def in_our_words(request: web.Request, handler: Any) -> web.StreamResponse:
    try:
        return web.json_response({"code": 0, "data": await handler(request)})
    except Refused as refused:
        return web.json_response({"code": refused.code, "data": None})


def create_app(backend: Backend) -> web.Application:
    app = web.Application(middlewares=[in_our_words])
    app.cleanup_ctx.append(backend.connected)
    app.router.add_post("/login", backend.login)
    app.router.add_get("/me", backend.me)
    app.router.add_post("/phone", backend.phone)
    app.router.add_post("/decrypt", backend.decrypt)
    return app


if __name__ == "__main__":
    where = os.environ.get("WECHAT_BASE_URL", "https://api.weixin.qq.com")
    backend = Backend(where, os.environ["WECHAT_APPID"], os.environ["WECHAT_SECRET"])
    web.run_app(create_app(backend), host="127.0.0.1", port=int(os.environ.get("PORT", "8000")), print=None)
