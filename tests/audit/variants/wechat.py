"""What a good backend asks of WeChat, and how it reads the answers."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any

import aiohttp
from answers import BUSY, PERSON, TOKEN, DeadToken, Refused, Unavailable
from apps import App

Answer = dict[str, Any]


@dataclass(frozen=True)
class Identity:
    """Who somebody is to one app."""

    openid: str
    unionid: str = ""
    session_key: str = ""
    nickname: str = ""
    avatar: str = ""


async def once(request: aiohttp.ClientRequest, ask: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
    """Without aiohttp's own second try of a GET: WeChat may have spent the code though its answer was lost."""
    try:
        return await ask(request)
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
        raise aiohttp.ClientError(type(error).__name__) from None


class Wechat:
    timeout = 3.0
    """Seconds, for a whole call."""
    tries = 2
    """Of a call that WeChat answers with "busy": it has not spent the code then."""
    pause = 0.2
    renewed_by = frozenset(TOKEN)

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.tokens: dict[str, str] = {}
        self.locks: dict[str, asyncio.Lock] = {}
        self._http: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        if self._http is not None:
            await self._http.close()

    @property
    def http(self) -> aiohttp.ClientSession:
        if self._http is None:
            connector = aiohttp.TCPConnector(limit=0, force_close=True)
            self._http = aiohttp.ClientSession(connector=connector, middlewares=[once])
        return self._http

    # The codes of phones and browsers

    async def exchange(self, app: App, code: str) -> Identity:
        query = {"appid": app.appid, "secret": app.secret, "js_code": code, "grant_type": "authorization_code"}
        found = await self.asked_while_busy("/sns/jscode2session", query)
        return Identity(self.text(found, "openid"), found.get("unionid") or "", self.text(found, "session_key"))

    async def exchange_web(self, app: App, code: str) -> Identity:
        query = {"appid": app.appid, "secret": app.secret, "code": code, "grant_type": "authorization_code"}
        found = await self.asked_while_busy("/sns/oauth2/access_token", query)
        if found.get("is_snapshotuser"):
            raise Refused("open the whole page")
        openid = self.text(found, "openid")
        profile = await self.profile(self.text(found, "access_token"), openid)
        unionid = found.get("unionid") or profile.get("unionid") or ""
        return Identity(openid, unionid, "", profile.get("nickname") or "", profile.get("headimgurl") or "")

    async def profile(self, access_token: str, openid: str) -> Answer:
        """Nickname and avatar; nothing where the person or the scope does not give them."""
        query = {"access_token": access_token, "openid": openid, "lang": "zh_CN"}
        try:
            return self.judged(await self.ask("GET", "/sns/userinfo", query))
        except (Refused, Unavailable, DeadToken):
            return {}

    async def member(self, corp: App, code: str) -> str:
        """The userid of whoever came through the corp's page.

        :raises Refused: not a member.
        """

        async def ask(token: str) -> Answer:
            path = "/qyapi.weixin.qq.com/cgi-bin/auth/getuserinfo"
            return await self.ask("GET", path, {"access_token": token, "code": code})

        found = await self.with_token(corp, ask)
        userid = found.get("userid") or found.get("UserId")
        if not isinstance(userid, str) or not userid:
            raise Refused("for members only")
        return userid

    # What an access_token is for

    async def phone_number(self, app: App, code: str, openid: str) -> str:
        async def ask(token: str) -> Answer:
            body = {"code": code, "openid": openid}
            return await self.ask("POST", "/wxa/business/getuserphonenumber", {"access_token": token}, body)

        found = await self.with_token(app, ask)
        info = found.get("phone_info")
        return self.text(info if isinstance(info, dict) else {}, "phoneNumber")

    async def with_token(self, app: App, ask: Any) -> Answer:
        """Asked once more with a new token where the first one is dead."""
        token = await self.token(app)
        try:
            return self.judged(await ask(token))
        except DeadToken:
            token = await self.token(app, dead=token)
        try:
            return self.judged(await ask(token))
        except DeadToken:
            raise Unavailable("token") from None

    async def token(self, app: App, dead: str | None = None) -> str:
        """The one that all share; whoever finds it dead fetches a new one, and the others wait for that."""
        async with self.locks.setdefault(app.name, asyncio.Lock()):
            token = self.tokens.get(app.name)
            if token is None or token == dead:
                token = self.tokens[app.name] = await self.new_token(app)
            return token

    async def new_token(self, app: App) -> str:
        if app.corp:
            query = {"corpid": app.appid, "corpsecret": app.secret}
            found = await self.ask("GET", "/qyapi.weixin.qq.com/cgi-bin/gettoken", query)
        else:
            body = {"grant_type": "client_credential", "appid": app.appid, "secret": app.secret}
            found = await self.ask("POST", "/cgi-bin/stable_token", {}, body)
        try:
            return self.text(self.judged(found), "access_token")
        except (DeadToken, Refused):
            raise Unavailable("token") from None

    # Calls

    async def asked_while_busy(self, path: str, query: dict[str, str]) -> Answer:
        for left in reversed(range(self.tries)):
            found = await self.ask("GET", path, query)
            if found.get("errcode") != BUSY or not left:
                break
            await asyncio.sleep(self.pause)
        try:
            return self.judged(found)
        except DeadToken:
            raise Unavailable("token") from None

    async def ask(self, method: str, path: str, query: dict[str, str], body: Any = None) -> Answer:
        try:
            async with asyncio.timeout(self.timeout):
                text = await self.call(method, path, query, body)
            return self.read(text)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            # Not the error's text: it may hold the URL, and the URL holds the secret.
            self.log(f"{path}: {type(error).__name__}")
            raise Unavailable("wechat") from None

    async def call(self, method: str, path: str, query: dict[str, str], body: Any) -> bytes:
        async with self.http.request(method, self.base_url + path, params=query, json=body) as response:
            response.raise_for_status()
            return await response.read()

    def read(self, text: bytes) -> Answer:
        """:raises ValueError: it is no JSON object, whatever it is labelled as."""
        found = json.loads(text)
        if not isinstance(found, dict):
            raise ValueError("no object")
        return found

    def judged(self, found: Answer) -> Answer:
        """HTTP 200 says nothing: errcode does."""
        errcode = found.get("errcode", 0)
        if errcode in PERSON:
            raise Refused("log in again")
        if errcode in self.renewed_by:
            raise DeadToken
        if errcode != 0:
            self.log(f"errcode {errcode} {found.get('errmsg')}")
            raise Unavailable("wechat")
        return found

    def text(self, found: Answer, key: str) -> str:
        value = found.get(key)
        if not isinstance(value, str) or not value:
            self.log(f"an answer without {key}")
            raise Unavailable("wechat")
        return value

    def log(self, line: str) -> None:
        print(line, flush=True)
