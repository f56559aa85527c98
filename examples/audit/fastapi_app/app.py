"""A login backend that survives everything: mini program, website, WeCom and pushes, with FastAPI.

It speaks by HTTP status: 401 log in again, 503 try later, and says no more than that.
"""

from __future__ import annotations

import logging
import os
import secrets
from typing import Annotated, Any
from urllib.parse import urlencode

import uvicorn
from accounts import Accounts, Session
from fastapi import Depends, FastAPI, Header, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse, RedirectResponse
from pydantic import BaseModel, Field
from sealed import event, is_signed, opened, signed_profile
from settings import App, Settings
from wechat import Identity, LogInAgain, TryLater, Wechat

AUTHORIZE = "https://open.weixin.qq.com/connect/oauth2/authorize"
CODE = r"^[A-Za-z0-9_-]{1,128}$"
"""Anything else is no code, and WeChat need not be asked."""

settings = Settings.from_environment()
wechat = Wechat(settings)
accounts = Accounts(os.environ.get("DATABASE", ":memory:"))
SHOP, CAFE, CLUB, CORP = (settings.apps[name] for name in ("shop", "cafe", "club", "corp"))
app = FastAPI(openapi_url=None)


@app.exception_handler(LogInAgain)
@app.exception_handler(RequestValidationError)
async def log_in_again(request: Request, error: Exception) -> Response:
    return JSONResponse({"error": "log in again"}, 401)


@app.exception_handler(TryLater)
async def try_later(request: Request, error: Exception) -> Response:
    return JSONResponse({"error": "try again later"}, 503)


# Mini programs


class Code(BaseModel):
    """Only the code: whatever else a client says of who it is, is not even read."""

    code: str = Field(pattern=CODE)


@app.post("/login")
async def login(given: Code) -> dict[str, Any]:
    return logged_in(SHOP, await wechat.exchange(SHOP, given.code))


@app.post("/cafe/login")
async def login_cafe(given: Code) -> dict[str, Any]:
    return logged_in(CAFE, await wechat.exchange(CAFE, given.code))


def logged_in(of: App, identity: Identity) -> dict[str, Any]:
    account = accounts.of(of.name, identity)
    return {"token": accounts.new_session(account, of.name, identity), "user": {"id": account}}


# Who has a session


async def bearer(authorization: Annotated[str, Header()] = "") -> str:
    return authorization.removeprefix("Bearer ") if authorization.startswith("Bearer ") else ""


async def current(token: Annotated[str, Depends(bearer)]) -> Session:
    session = accounts.session(token) if token else None
    if session is None:
        raise LogInAgain
    return session


Current = Annotated[Session, Depends(current)]


@app.get("/me")
async def me(session: Current) -> dict[str, Any]:
    return {"user": accounts.profile(session.account)}


@app.post("/logout")
async def logout(session: Current, token: Annotated[str, Depends(bearer)]) -> dict[str, Any]:
    accounts.end_session(token)
    return {}


@app.post("/phone")
async def phone(given: Code, session: Current) -> dict[str, str]:
    number = await wechat.phone_number(settings.apps[session.app], given.code, session.openid)
    accounts.set_phone(session.account, number)
    return {"phone": number}


class Sealed(BaseModel):
    encryptedData: str = Field(max_length=10_000)  # noqa: N815  WeChat's spelling
    iv: str = Field(max_length=100)


@app.post("/decrypt")
async def decrypt(given: Sealed, session: Current) -> dict[str, str]:
    number = str(unsealed(given, session).get("phoneNumber", ""))
    if not number:
        raise LogInAgain
    accounts.set_phone(session.account, number)
    return {"phone": number}


def unsealed(given: Sealed, session: Session) -> dict[str, Any]:
    """WeChat may have made another session_key since, which only a fresh login tells; so does this answer."""
    try:
        appid = settings.apps[session.app].appid
        return opened(given.encryptedData, given.iv, session.session_key, appid, session.openid)
    except ValueError:
        raise LogInAgain from None


class Profile(BaseModel):
    """What the person typed, else what wx.getUserInfo gave and WeChat signed."""

    nickname: str = Field("", max_length=64)
    avatarUrl: str = Field("", max_length=1000)  # noqa: N815
    rawData: str | None = Field(None, max_length=10_000)  # noqa: N815
    signature: str = Field("", max_length=100)
    encryptedData: str | None = Field(None, max_length=10_000)  # noqa: N815
    iv: str = Field("", max_length=100)


@app.post("/profile")
async def profile(given: Profile, session: Current) -> dict[str, Any]:
    nickname, avatar = given.nickname, given.avatarUrl
    if given.encryptedData is not None:
        unsealed(Sealed(encryptedData=given.encryptedData, iv=given.iv), session)
    if given.rawData is not None:
        try:
            signed = signed_profile(given.rawData, given.signature, session.session_key)
        except ValueError:
            raise LogInAgain from None
        nickname = nickname or str(signed.get("nickName", ""))[:64]
        avatar = avatar or str(signed.get("avatarUrl", ""))
    accounts.set_profile(session.account, nickname, avatar)
    return {"user": accounts.profile(session.account)}


# Logins in a browser: the state is random, of one browser (its cookie), and good once


@app.get("/wx/login")
async def web_login(request: Request) -> Response:
    return to_wechat(request, CLUB, "web_callback", scope="snsapi_userinfo")


@app.get("/wecom/login")
async def corp_login(request: Request) -> Response:
    return to_wechat(request, CORP, "corp_callback", scope="snsapi_base", agentid="1000002")


def to_wechat(request: Request, of: App, callback: str, **more: str) -> Response:
    state = secrets.token_urlsafe(24)
    back = str(request.url_for(callback))
    query = {"appid": of.appid, "redirect_uri": back, "response_type": "code", "state": state, **more}
    response = RedirectResponse(f"{AUTHORIZE}?{urlencode(query)}#wechat_redirect", 302)
    response.set_cookie(f"state_{of.name}", state, max_age=600, httponly=True, samesite="lax")
    return response


def check_state(request: Request, of: App) -> None:
    state, own = request.query_params.get("state", ""), request.cookies.get(f"state_{of.name}", "")
    if not state or not secrets.compare_digest(state.encode(), own.encode()):
        raise LogInAgain


@app.get("/wx/callback")
async def web_callback(request: Request) -> Response:
    check_state(request, CLUB)
    identity = await wechat.exchange_web(CLUB, code_in(request))
    account = accounts.of(CLUB.name, identity)
    accounts.set_profile(account, identity.nickname, identity.avatar)
    return at_home(CLUB, account, identity)


@app.get("/wecom/callback")
async def corp_callback(request: Request) -> Response:
    check_state(request, CORP)
    userid = await wechat.member(CORP, code_in(request))
    return at_home(CORP, accounts.of_member(CORP.name, userid), Identity(userid))


def at_home(of: App, account: str, identity: Identity) -> Response:
    """Leads nowhere that the request could choose. The state is spent, and the session is a new one."""
    token = accounts.new_session(account, of.name, identity)
    response = JSONResponse({"token": token, "user": {"id": account}})
    response.delete_cookie(f"state_{of.name}")
    return response


def code_in(request: Request) -> str:
    code = request.query_params.get("code", "")
    if not code.replace("-", "").replace("_", "").isalnum() or not code.isascii() or len(code) > 128:
        raise LogInAgain
    return code


# WeChat's pushes, in safe mode


@app.get("/push")
async def push_check(request: Request) -> Response:
    query = request.query_params
    times = (query.get("timestamp", ""), query.get("nonce", ""))
    if not is_signed(query.get("signature", ""), settings.push_token, *times):
        raise LogInAgain
    return PlainTextResponse(query.get("echostr", ""))


@app.post("/push")
async def push(request: Request) -> Response:
    query = dict(request.query_params)
    try:
        text = (await request.body()).decode()
        told = event(text, query, settings.push_token, settings.push_key, SHOP.appid)
    except ValueError:
        raise LogInAgain from None
    if accounts.is_new_push(query["timestamp"] + query["nonce"]):
        left = told.get("Event") == "user_authorization_cancellation"
        if left or told.get("Event") == "user_authorization_revoke":
            # OpenID is the person. FromUserName is WeChat's own account.
            accounts.forget(SHOP.name, told.get("OpenID", ""), account_too=left)
    return PlainTextResponse("success")


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    uvicorn.run(app, port=int(os.environ.get("PORT", "8000")), log_level="warning")
