"""Good backends that do things their own way: the FastAPI one, each with one trait that its file must tell.

All live in one process, each below its name and with the world of that name, as the mutants do. A mutant of a trait is
one that has it and a mistake as well.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import secrets
from base64 import b64decode, urlsafe_b64encode
from collections import Counter
from collections.abc import Callable
from html import escape
from typing import Annotated, Any

import uvicorn
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from fastapi import Body, Cookie, FastAPI, Header, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse
from fastapi_app import Login, Refused, User, Wechat, configured

Answers = Callable[[Request, Refused], Response]
Fields = Annotated[dict[str, str], Body()]


def app_of(refusal: Answers) -> FastAPI:
    """An app that tells refusals in its own way."""
    app = FastAPI(openapi_url=None)

    @app.exception_handler(Refused)
    async def refused(request: Request, error: Refused) -> Response:
        return refusal(request, error)

    return app


def by_status(_: Request, error: Refused) -> Response:
    return JSONResponse({"error": error.text}, error.status)


def session_key_of(login: Login, token: str) -> str:
    return login.sessions[token].session_key


def profile_inside(login: Login) -> FastAPI:
    """The mini program sends what wx.getUserInfo sealed with the code; an account is made of both."""
    app = app_of(by_status)

    @app.post("/login")
    async def log_in(fields: Annotated[dict[str, Any], Body()]) -> dict[str, Any]:
        nickname, sealed, iv = fields["userInfo"]["nickName"], fields["encryptedData"], fields["iv"]
        answer = await login.login(fields["code"])
        key = session_key_of(login, answer["token"])
        decryptor = Cipher(algorithms.AES(b64decode(key)), modes.CBC(b64decode(iv))).decryptor()
        opened = decryptor.update(b64decode(sealed)) + decryptor.finalize()
        if b'"openId"' not in opened:
            raise Refused(401, "log in again")
        return answer | {"nickname": nickname}

    return app


def two_codes(login: Login) -> FastAPI:
    """The code of wx.login and that of getPhoneNumber come in one request: no account without a number."""
    app = app_of(by_status)

    @app.post("/login")
    async def log_in(fields: Fields) -> dict[str, Any]:
        answer = await login.login(fields["loginCode"])
        return answer | {"phone": await login.wechat.phone_number(fields["phoneCode"])}

    return app


def uid_in_jwt(login: Login) -> FastAPI:
    """The answer is a JWT and nothing else; who it is stands in its claims."""
    app = app_of(by_status)

    @app.post("/login")
    async def log_in(fields: Fields) -> dict[str, str]:
        answer = await login.login(fields["code"])
        parts = {"alg": "none"}, {"sub": answer["user"]["id"], "jti": answer["token"]}
        return {
            "access": ".".join(urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts)
            + "."
        }

    return app


def refusal_as_text(login: Login) -> FastAPI:
    """It answers HTTP 200, and says in a sentence what is wrong."""

    def sentence(_: Request, error: Refused) -> Response:
        return PlainTextResponse("系统繁忙，请稍后再试" if error.status == 503 else "登录已失效，请重新登录")

    app = app_of(sentence)

    @app.post("/login")
    async def log_in(fields: Fields) -> dict[str, Any]:
        return await login.login(fields["code"])

    return app


def always_200(login: Login) -> FastAPI:
    """HTTP 200 for everything, and one code for all that is wrong."""
    app = app_of(lambda _, __: JSONResponse({"code": 500, "msg": "服务异常"}))

    @app.post("/login")
    async def log_in(fields: Fields) -> dict[str, Any]:
        return {"code": 0, "data": await login.login(fields["code"])}

    return app


def own_pages(login: Login) -> FastAPI:
    """Pages of its own for what is wrong, as Flask, Spring and Express make them."""

    def page(_: Request, error: Refused) -> Response:
        head = f"<!doctype html><html><head><title>{error.status}</title></head>"
        return HTMLResponse(f"{head}<body><pre>{escape(error.text)}</pre></body></html>", error.status)

    app = app_of(page)

    @app.post("/login")
    async def log_in(fields: Fields) -> dict[str, Any]:
        return await login.login(fields["code"])

    return app


def rate_limiter(login: Login) -> FastAPI:
    """It lets each address ask thirty times, and answers 429 from then on."""
    app = app_of(by_status)
    seen: Counter[str] = Counter()

    @app.post("/login")
    async def log_in(fields: Fields, x_forwarded_for: Annotated[str, Header()] = "nobody") -> dict[str, Any]:
        seen[x_forwarded_for] += 1
        if seen[x_forwarded_for] > 30:
            raise Refused(429, "slow down")
        return await login.login(fields["code"])

    return app


def cookie_and_nonce(login: Login) -> FastAPI:
    """A login of two requests; the session is a cookie, and only /me tells who it is."""
    app = app_of(by_status)
    nonces: set[str] = set()

    @app.get("/nonce")
    async def nonce() -> Response:
        value = secrets.token_hex(8)
        nonces.add(value)
        return Response(headers={"X-Nonce": value})

    @app.post("/login")
    async def log_in(fields: Fields, x_nonce: Annotated[str, Header()] = "") -> Response:
        if x_nonce not in nonces:
            raise Refused(400, "no nonce")
        nonces.remove(x_nonce)
        answer = await login.login(fields["code"])
        response = Response(status_code=204)
        response.set_cookie("sid", answer["token"], httponly=True)
        return response

    @app.get("/me")
    async def me(sid: Annotated[str, Cookie()] = "") -> dict[str, str]:
        return {"id": login.user(sid).id}

    return app


def opens_profile(login: Login) -> FastAPI:
    """It opens what wx.getUserInfo sealed, once the signature is that of the session_key that it has."""
    app = app_of(by_status)

    @app.post("/login")
    async def log_in(fields: Fields) -> dict[str, Any]:
        return await login.login(fields["code"])

    @app.post("/profile")
    async def profile(fields: Fields, authorization: Annotated[str, Header()] = "") -> dict[str, str]:
        key = login.user(authorization).session_key
        if hashlib.sha1((fields["rawData"] + key).encode()).hexdigest() != fields["signature"]:
            raise Refused(401, "log in again")
        decryptor = Cipher(algorithms.AES(b64decode(key)), modes.CBC(b64decode(fields["iv"]))).decryptor()
        opened = decryptor.update(b64decode(fields["encryptedData"])) + decryptor.finalize()
        if b'"openId"' not in opened:
            raise Refused(401, "log in again")
        return {"nickname": json.loads(fields["rawData"])["nickName"]}

    return app


class Racy(Login):
    """Looks whether there is such a user, and then makes one: two first logins at once are two."""

    async def login(self, code: str) -> dict[str, Any]:
        found = await self.exchanged(code)
        known = self.users.get(found["openid"])
        await asyncio.sleep(0.05)
        user = self.users[found["openid"]] = known or User(found["session_key"])
        user.session_key = found["session_key"]
        token = secrets.token_urlsafe()
        self.sessions[token] = user
        return {"token": token, "user": {"id": user.id}}


class ResendsOnKeptConnections(Wechat):
    """As HTTP libraries do that take a GET for harmless: a connection that was used before and broke is replaced."""

    kept = False

    async def exchange(self, code: str) -> dict[str, Any]:
        try:
            found = await super().exchange(code)
        except Refused as refused:
            if refused.status != 503 or not self.kept:
                raise
            self.kept = False
            found = await super().exchange(code)
        self.kept = True
        return found


class AccountPerLogin(Login):
    async def login(self, code: str) -> dict[str, Any]:
        self.users.clear()
        return await super().login(code)


class LetsAnybodyIn(Login):
    """But not with a code that came before: it would make two accounts of a person, which is another mistake."""

    def __init__(self, wechat: Wechat) -> None:
        super().__init__(wechat)
        self._seen: set[str] = set()

    async def exchanged(self, code: str) -> dict[str, Any]:
        is_new = code not in self._seen
        self._seen.add(code)
        try:
            return await super().exchanged(code)
        except Refused:
            if not is_new:
                raise
            return {"openid": code, "session_key": "bW9ja19zZXNzaW9uX2tleQ=="}


class GivesKeyAway(Login):
    async def login(self, code: str) -> dict[str, Any]:
        answer = await super().login(code)
        return answer | {"key": self.sessions[answer["token"]].session_key}


class CrashesWhereWechatIsDown(Wechat):
    async def exchange(self, code: str) -> dict[str, Any]:
        try:
            return await super().exchange(code)
        except Refused as refused:
            if refused.status == 503:
                raise Refused(500, "NullPointerException") from None
            raise


class SaysWhatTheParserSaid(Wechat):
    async def exchange(self, code: str) -> dict[str, Any]:
        try:
            return await super().exchange(code)
        except Refused as refused:
            if refused.status == 503:
                raise Refused(503, "SyntaxError: Unexpected token '<', \"<html>\" is not valid JSON") from None
            raise


class KeepsTheFirstKey(Login):
    async def login(self, code: str) -> dict[str, Any]:
        kept = {openid: user.session_key for openid, user in self.users.items()}
        answer = await super().login(code)
        for openid, key in kept.items():
            self.users[openid].session_key = key
        return answer


TRAITS: dict[str, Callable[[Login], FastAPI]] = {
    trait.__name__: trait
    for trait in (
        profile_inside,
        two_codes,
        uid_in_jwt,
        refusal_as_text,
        always_200,
        own_pages,
        rate_limiter,
        cookie_and_nonce,
        opens_profile,
    )
}
MISTAKES: dict[str, tuple[str, type[Wechat], type[Login]]] = {
    "racy": ("cookie_and_nonce", Wechat, Racy),
    "resends": ("uid_in_jwt", ResendsOnKeptConnections, Login),
    "account_per_login": ("uid_in_jwt", Wechat, AccountPerLogin),
    "lets_anybody_in": ("always_200", Wechat, LetsAnybodyIn),
    "gives_key_away": ("profile_inside", Wechat, GivesKeyAway),
    "says_what_the_parser_said": ("own_pages", SaysWhatTheParserSaid, Login),
    "crashes_where_wechat_is_down": ("two_codes", CrashesWhereWechatIsDown, Login),
    "racy_behind_a_limit": ("rate_limiter", Wechat, Racy),
    "lets_anybody_in_with_a_sentence": ("refusal_as_text", Wechat, LetsAnybodyIn),
    "keeps_the_first_key": ("opens_profile", Wechat, KeepsTheFirstKey),
}
"""Each with the trait that it has as well."""


def create_traits(base_url: str, appid: str, secret: str) -> FastAPI:
    app = FastAPI(openapi_url=None)
    for name, trait in TRAITS.items():
        app.mount(f"/{name}", trait(Login(Wechat(f"{base_url}/~{name}", appid, secret))))
    for name, (trait_name, wechat, login) in MISTAKES.items():
        app.mount(f"/{name}", TRAITS[trait_name](login(wechat(f"{base_url}/~{name}", appid, secret))))
    return app


if __name__ == "__main__":
    uvicorn.run(create_traits(*configured()), port=int(os.environ.get("PORT", "8000")), log_level="warning")
