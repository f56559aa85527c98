"""What this backend asks of WeChat: with a time-out of its own, one token for all, and no secret in any error."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import httpx
from settings import App, Settings

log = logging.getLogger("wechat")
Answer = dict[str, Any]

TIMEOUT = 3.0
"""Seconds for a whole call; the mini program waits longer. httpx counts each read alone, so that is not enough."""
PAUSE = 0.2
BUSY = -1
PERSON = {40003, 40029, 40163, 40226, 41008}
"""Code unknown, expired or spent, person blocked, another's phone number: log in again."""
DEAD_TOKEN = {40001, 40014, 42001}


class LogInAgain(Exception):
    """The person can mend it."""


class TryLater(Exception):
    """Nobody but us or WeChat can."""


class DeadToken(Exception):
    """The access_token expired, or somebody else's call ended it."""


@dataclass(frozen=True)
class Identity:
    openid: str
    unionid: str = ""
    session_key: str = ""
    nickname: str = ""
    avatar: str = ""


class Wechat:
    def __init__(self, settings: Settings) -> None:
        self._wechat, self._wecom = settings.wechat, settings.wecom
        # httpx never sends a request again by itself. A code that was sent may be spent, though its answer was lost.
        self._http = httpx.AsyncClient(timeout=TIMEOUT)
        self._tokens: dict[str, str] = {}
        self._locks = {name: asyncio.Lock() for name in settings.apps}

    # Codes

    async def exchange(self, app: App, code: str) -> Identity:
        query = {"appid": app.appid, "secret": app.secret, "js_code": code, "grant_type": "authorization_code"}
        found = await self._while_busy("/sns/jscode2session", query)
        return Identity(text(found, "openid"), found.get("unionid") or "", text(found, "session_key"))

    async def exchange_web(self, app: App, code: str) -> Identity:
        query = {"appid": app.appid, "secret": app.secret, "code": code, "grant_type": "authorization_code"}
        found = await self._while_busy("/sns/oauth2/access_token", query)
        if found.get("is_snapshotuser"):
            raise LogInAgain  # a virtual person, whom the snapshot page shows until somebody presses its button
        openid = text(found, "openid")
        try:
            query = {"access_token": text(found, "access_token"), "openid": openid, "lang": "zh_CN"}
            profile = judged(await self._ask("GET", "/sns/userinfo", query))
        except (LogInAgain, TryLater, DeadToken):
            profile = {}  # without a nickname one is logged in all the same
        unionid = found.get("unionid") or profile.get("unionid") or ""
        return Identity(openid, unionid, "", profile.get("nickname") or "", profile.get("headimgurl") or "")

    async def member(self, corp: App, code: str) -> str:
        """The userid of an employee. Customers and strangers have an openid, and are none."""
        found = await self._with_token(
            corp,
            lambda token: self._ask(
                "GET", "/cgi-bin/auth/getuserinfo", {"access_token": token, "code": code}, base=self._wecom
            ),
        )
        userid = found.get("userid")
        if not isinstance(userid, str) or not userid:
            raise LogInAgain
        return userid

    async def phone_number(self, app: App, code: str, openid: str) -> str:
        """With the openid WeChat refuses the code that another person's phone made."""
        found = await self._with_token(
            app,
            lambda token: self._ask(
                "POST",
                "/wxa/business/getuserphonenumber",
                {"access_token": token},
                {"code": code, "openid": openid},
            ),
        )
        info = found.get("phone_info")
        return text(info if isinstance(info, dict) else {}, "phoneNumber")

    # access_token: one for all, renewed once where it is dead, fetched by one for all who wait

    async def _with_token(self, app: App, ask: Callable[[str], Awaitable[Answer]]) -> Answer:
        token = await self._token(app)
        try:
            return judged(await ask(token))
        except DeadToken:
            token = await self._token(app, dead=token)
        try:
            return judged(await ask(token))
        except DeadToken:
            raise TryLater from None

    async def _token(self, app: App, dead: str | None = None) -> str:
        async with self._locks[app.name]:
            if self._tokens.get(app.name) in (None, dead):
                self._tokens[app.name] = await self._new_token(app)
            return self._tokens[app.name]

    async def _new_token(self, app: App) -> str:
        if app.name == "corp":
            query = {"corpid": app.appid, "corpsecret": app.secret}
            answer = await self._ask("GET", "/cgi-bin/gettoken", query, base=self._wecom)
        else:
            # Not /cgi-bin/token, by which each holder ends the token of the others; and never with force_refresh.
            body = {"grant_type": "client_credential", "appid": app.appid, "secret": app.secret}
            answer = await self._ask("POST", "/cgi-bin/stable_token", {}, body)
        try:
            return text(judged(answer), "access_token")
        except (DeadToken, LogInAgain):
            raise TryLater from None

    # Calls

    async def _while_busy(self, path: str, query: dict[str, str]) -> Answer:
        """Asked once more where WeChat says "busy": only then it has surely not spent the code."""
        found = await self._ask("GET", path, query)
        if found.get("errcode") == BUSY:
            await asyncio.sleep(PAUSE)
            found = await self._ask("GET", path, query)
        try:
            return judged(found)
        except DeadToken:
            raise TryLater from None

    async def _ask(
        self, method: str, path: str, query: dict[str, str], body: Any = None, *, base: str | None = None
    ) -> Answer:
        try:
            async with asyncio.timeout(TIMEOUT):
                answer = await self._http.request(method, (base or self._wechat) + path, params=query, json=body)
            answer.raise_for_status()
            found = json.loads(answer.content)  # WeChat labels it text/plain
        except (httpx.HTTPError, TimeoutError, ValueError) as error:
            # The kind of error alone: its text holds the URL, and the URL holds the secret.
            log.warning("%s: %s", path, type(error).__name__)
            raise TryLater from None
        if not isinstance(found, dict):
            log.warning("%s: no object", path)
            raise TryLater
        return found


def judged(found: Answer) -> Answer:
    """HTTP 200 says nothing, errcode does; with success there is none, or 0."""
    errcode = found.get("errcode", 0)
    if errcode in PERSON:
        raise LogInAgain
    if errcode in DEAD_TOKEN:
        raise DeadToken
    if errcode != 0:
        log.warning("errcode %s: %s", errcode, found.get("errmsg"))  # with the rid that WeChat's support asks for
        raise TryLater
    return found


def text(found: Answer, key: str) -> str:
    """A good answer may still lack what it is for."""
    value = found.get(key)
    if not isinstance(value, str) or not value:
        log.warning("an answer without %s", key)
        raise TryLater
    return value
