"""A login backend for the mini program beside it: it redeems codes at WeChat, and keeps what people say."""

from __future__ import annotations

import os
import secrets
from typing import Annotated, Any

import httpx
from fastapi import FastAPI, Header, HTTPException, Request

WECHAT = os.environ.get("WECHAT_URL", "https://api.weixin.qq.com")
APPID = os.environ.get("WECHAT_APPID", "wx00000000mockshop")
SECRET = os.environ.get("WECHAT_SECRET", "mockwx-secret-shop")

app = FastAPI()
openids: dict[str, str] = {}
"""By session."""


async def ask(method: str, path: str, **more: Any) -> dict[str, Any]:
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.request(method, f"{WECHAT}{path}", **more)
    return dict(answer.json())


def openid_of(session: str | None) -> str:
    if session not in openids:
        raise HTTPException(401, "log in first")
    return openids[session]


@app.post("/onLogin")
async def on_login(body: dict[str, str]) -> dict[str, str]:
    query = {"appid": APPID, "secret": SECRET, "js_code": body["code"], "grant_type": "authorization_code"}
    answer = await ask("GET", "/sns/jscode2session", params=query)
    if "openid" not in answer:
        raise HTTPException(401, answer["errmsg"])
    session = secrets.token_urlsafe()
    openids[session] = answer["openid"]
    # The session_key stays here.
    return {"session": session, "openid": answer["openid"]}


@app.post("/profile")
async def profile(body: dict[str, str], authorization: Annotated[str | None, Header()] = None) -> dict[str, str]:
    openid_of(authorization)
    return {"nickname": body["nickname"]}


@app.post("/phone")
async def phone(body: dict[str, str], authorization: Annotated[str | None, Header()] = None) -> dict[str, str]:
    openid_of(authorization)
    token = await ask(
        "POST",
        "/cgi-bin/stable_token",
        json={"grant_type": "client_credential", "appid": APPID, "secret": SECRET},
    )
    answer = await ask(
        "POST",
        "/wxa/business/getuserphonenumber",
        params={"access_token": token["access_token"]},
        json={"code": body["code"]},
    )
    if answer["errcode"] != 0:
        raise HTTPException(400, answer["errmsg"])
    return {"phone": answer["phone_info"]["purePhoneNumber"]}


@app.post("/avatar")
async def avatar(request: Request, authorization: Annotated[str | None, Header()] = None) -> dict[str, int]:
    openid_of(authorization)
    picture = await request.body()  # a real backend reads the form and keeps the picture
    return {"bytes": len(picture)}
