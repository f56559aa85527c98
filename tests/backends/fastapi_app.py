"""A login backend with FastAPI and httpx. It speaks by HTTP status: 401 log in again, 403 never, 503 try later.

Two identical logins at once share one exchange. /cgi-bin/token gives it its access_token.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import secrets
from dataclasses import dataclass, field
from typing import Annotated, Any

import httpx
import uvicorn
from fastapi import FastAPI, Header, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from unseal import phone_number

log = logging.getLogger("login")

BAD_CODE = {40029, 40163}  # unknown or expired, spent
HIGH_RISK = 40226
OURS = {40013, 40125, 40164, 40243}  # appid, secret, whitelist, frozen secret: nothing that the person can mend


class Refused(Exception):
    """What the person gets to know, and with which status."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status, self.text = status, text


class DeadToken(Exception):
    """The access_token has expired, or another holder has replaced it."""


class Wechat:
    """What this backend asks of WeChat."""

    timeout: float | None = 2
    """Seconds, for a whole call."""
    dead_token = frozenset({40001, 40014, 42001})

    def __init__(self, base_url: str, appid: str, secret: str) -> None:
        self.appid = appid
        self._secret = secret
        self._http = httpx.AsyncClient(base_url=base_url, timeout=self.timeout)
        self._token: str | None = None
        self._lock = asyncio.Lock()

    async def exchange(self, code: str) -> dict[str, Any]:
        """openid and session_key. Asked once: WeChat may have spent the code though its answer was lost."""
        query = {"appid": self.appid, "secret": self._secret, "js_code": code, "grant_type": "authorization_code"}
        return await self._ask("GET", "/sns/jscode2session", ("openid", "session_key"), params=query)

    async def phone_number(self, code: str) -> str:
        token = await self.access_token()
        try:
            return await self._phone_number(code, token)
        except DeadToken:
            token = await self.access_token(dead=token)
        try:
            return await self._phone_number(code, token)
        except DeadToken:
            raise Refused(503, "try again later") from None

    async def _phone_number(self, code: str, token: str) -> str:
        path = "/wxa/business/getuserphonenumber"
        found = await self._ask("POST", path, ("phone_info",), params={"access_token": token}, json={"code": code})
        return str(found["phone_info"]["phoneNumber"])

    async def access_token(self, dead: str | None = None) -> str:
        """The token that all share; a new one if there is none yet, or if it is the ``dead`` one."""
        async with self._lock:
            if self._token is None or self._token == dead:
                self._token = await self.new_token()
            return self._token

    async def new_token(self) -> str:
        query = {"grant_type": "client_credential", "appid": self.appid, "secret": self._secret}
        found = await self._ask("GET", "/cgi-bin/token", ("access_token",), params=query)
        return str(found["access_token"])

    async def _ask(self, method: str, path: str, keys: tuple[str, ...], **given: Any) -> dict[str, Any]:
        try:
            async with asyncio.timeout(self.timeout):
                answer = await self._http.request(method, path, **given)
            answer.raise_for_status()
            found = json.loads(answer.content)  # labelled text/plain, or whatever
        except (httpx.HTTPError, TimeoutError, ValueError) as error:
            # Not the error's text: it may hold the URL, and the URL holds the secret.
            log.warning("%s: %s", path, type(error).__name__)
            raise Refused(503, "try again later") from None
        self.judge(path, found, keys)
        return dict(found)

    def judge(self, path: str, found: Any, keys: tuple[str, ...]) -> None:
        """HTTP 200 says nothing: errcode does."""
        errcode = found.get("errcode", 0) if isinstance(found, dict) else None
        if errcode in BAD_CODE:
            raise Refused(401, "log in again")
        if errcode == HIGH_RISK:
            raise Refused(403, "WeChat does not let you log in this way")
        if errcode in self.dead_token:
            raise DeadToken
        if errcode != 0 or any(key not in found for key in keys):
            log.log(logging.ERROR if errcode in OURS else logging.WARNING, "%s: errcode %s", path, errcode)
            raise Refused(503, "try again later")


@dataclass
class User:
    session_key: str
    id: str = field(default_factory=lambda: f"user-{secrets.token_hex(6)}")


class Login:
    def __init__(self, wechat: Wechat) -> None:
        self.wechat = wechat
        self.users: dict[str, User] = {}
        self.sessions: dict[str, User] = {}
        self._under_way: dict[str, asyncio.Task[dict[str, Any]]] = {}

    async def login(self, code: str) -> dict[str, Any]:
        found = await self.exchanged(code)
        user = self.users.setdefault(self.name_of(found), User(found["session_key"]))
        user.session_key = found["session_key"]
        token = secrets.token_urlsafe()
        self.sessions[token] = user
        return {"token": token, "user": {"id": user.id}}

    def name_of(self, found: dict[str, Any]) -> str:
        return str(found["openid"])

    async def exchanged(self, code: str) -> dict[str, Any]:
        task = self._under_way.get(code)
        if task is None:
            task = self._under_way[code] = asyncio.create_task(self.wechat.exchange(code))
            task.add_done_callback(lambda _: self._under_way.pop(code))
        return await asyncio.shield(task)  # whoever hangs up does not end it for the others

    def user(self, authorization: str) -> User:
        user = self.sessions.get(authorization.removeprefix("Bearer "))
        if user is None:
            raise Refused(401, "log in again")
        return user

    def opened(self, user: User, encrypted: str, iv: str) -> str:
        try:
            return phone_number(encrypted, iv, user.session_key, self.wechat.appid)
        except ValueError:
            # WeChat has made another session_key since; only a fresh login tells it.
            raise Refused(401, "log in again") from None


class Code(BaseModel):
    code: str = Field(min_length=1, max_length=200)


class Sealed(BaseModel):
    encryptedData: str  # noqa: N815  WeChat's spelling
    iv: str


Authorization = Annotated[str, Header()]


def create_app(login: Login) -> FastAPI:
    app = FastAPI()

    @app.exception_handler(Refused)
    async def refused(request: Request, error: Refused) -> JSONResponse:
        return JSONResponse({"error": error.text}, error.status)

    @app.post("/login")
    async def log_in(given: Code) -> dict[str, Any]:
        return await login.login(given.code)

    @app.get("/me")
    async def me(authorization: Authorization = "") -> dict[str, Any]:
        return {"user": {"id": login.user(authorization).id}}

    @app.post("/phone")
    async def phone(given: Code, authorization: Authorization = "") -> dict[str, str]:
        login.user(authorization)
        return {"phone": await login.wechat.phone_number(given.code)}

    @app.post("/decrypt")
    async def decrypt(given: Sealed, authorization: Authorization = "") -> dict[str, str]:
        return {"phone": login.opened(login.user(authorization), given.encryptedData, given.iv)}

    return app


def configured() -> tuple[str, str, str]:
    base_url = os.environ.get("WECHAT_BASE_URL", "https://api.weixin.qq.com")
    return base_url, os.environ["WECHAT_APPID"], os.environ["WECHAT_SECRET"]


if __name__ == "__main__":
    uvicorn.run(create_app(Login(Wechat(*configured()))), port=int(os.environ.get("PORT", "8000")), log_level="warning")
