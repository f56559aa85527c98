"""A small login backend: Flask and unmodified wechatpy. Where WeChat lives is configuration, as it should be."""

from __future__ import annotations

import os
import re
import secrets
import threading
from typing import Any

import requests
from flask import Flask, abort, request
from wechatpy import WeChatClient
from wechatpy.crypto import WeChatWxaCrypto
from wechatpy.exceptions import InvalidAppIdException, WeChatClientException

LOG_IN_AGAIN = {40029, 40163, 40226, 41008}  # the code is no good; a fresh wx.login brings another one
TRY_LATER = {-1, 45009, 45011}
WRONG_KEY = (ValueError, KeyError, TypeError, InvalidAppIdException)  # what garbage makes wechatpy raise


class Wechat(WeChatClient):
    """wechatpy takes its host from class attributes, but the URL of the token is a literal inside a method."""

    def __init__(self, appid: str, secret: str, base_url: str) -> None:
        super().__init__(appid, secret, timeout=3)
        self.base_url = base_url
        self.wxa.API_BASE_URL = f"{base_url}/"
        self.one_at_a_time = threading.Lock()

    @property
    def access_token(self) -> Any:
        # Each fetch is one of the day's; without the lock every thread makes its own.
        with self.one_at_a_time:
            return super().access_token

    def fetch_access_token(self) -> Any:
        params = {"grant_type": "client_credential", "appid": self.appid, "secret": self.secret}
        return self._fetch_access_token(f"{self.base_url}/cgi-bin/token", params)

    def session_of(self, code: str) -> dict[str, str]:
        return with_keys(self.wxa.code_to_session(code), "openid", "session_key")

    def phone_number(self, code: str) -> Any:
        # Newer than wechatpy 1.8, so it has no method for it.
        found = self.post(f"{self.base_url}/wxa/business/getuserphonenumber", data={"code": code})
        return with_keys(found, "phone_info")["phone_info"]["phoneNumber"]


def with_keys(found: Any, *keys: str) -> Any:
    """wechatpy hands out what is no JSON, such as the page of a proxy, as if all were well.

    An empty openid would be an account that all share whose answer is broken.
    """
    if not isinstance(found, dict) or not all(found.get(key) for key in keys):
        raise requests.exceptions.InvalidJSONError("that is not WeChat's answer")
    return found


def code_sent() -> str:
    """Anything but a short text is refused before WeChat hears of it."""
    code = (request.get_json() or {}).get("code")
    if not isinstance(code, str) or not re.fullmatch(r"[\w-]{1,128}", code, re.ASCII):
        abort(400)
    return code


def create_app(appid: str, secret: str, base_url: str = "https://api.weixin.qq.com") -> Flask:
    app = Flask(__name__)
    wechat = Wechat(appid, secret, base_url)
    users: dict[str, str] = {}  # openid → our own id
    sessions: dict[str, dict[str, str]] = {}  # our token → openid and session_key, which never leave this server

    def session() -> dict[str, str] | None:
        return sessions.get(request.headers.get("Authorization", "").removeprefix("Bearer "))

    @app.errorhandler(WeChatClientException)
    def wechat_refused(error: WeChatClientException) -> Any:
        if error.errcode in LOG_IN_AGAIN:
            return {"error": "please log in again"}, 401
        # Anything else is our own mistake (a wrong secret, say): the person cannot mend it.
        return {"error": "WeChat is not available"}, 503 if error.errcode in TRY_LATER else 502

    @app.errorhandler(requests.RequestException)
    def wechat_silent(error: requests.RequestException) -> Any:
        return {"error": "WeChat is not available"}, 503

    @app.post("/login")
    def login() -> Any:
        found = wechat.session_of(code_sent())
        token = secrets.token_urlsafe()
        sessions[token] = {"openid": found["openid"], "session_key": found["session_key"]}
        return {"token": token, "user": {"id": users.setdefault(found["openid"], secrets.token_hex(6))}}

    @app.post("/decrypt")
    def decrypt() -> Any:
        given, ours = request.get_json(), session()
        if ours is None:
            return {"error": "please log in"}, 401
        try:
            crypto = WeChatWxaCrypto(ours["session_key"], given["iv"], appid)
            return {"phone": crypto.decrypt_message(given["encryptedData"])["phoneNumber"]}
        except WRONG_KEY:
            # WeChat has made another session_key since; only a fresh login tells it to us.
            return {"error": "please log in again"}, 401

    @app.post("/phone")
    def phone() -> Any:
        if session() is None:
            return {"error": "please log in"}, 401
        return {"phone": wechat.phone_number(code_sent())}

    return app


if __name__ == "__main__":
    where = os.environ.get("WECHAT_BASE_URL", "https://api.weixin.qq.com")
    backend = create_app(os.environ["WECHAT_APPID"], os.environ["WECHAT_SECRET"], where)
    backend.run(port=int(os.environ.get("PORT", "8000")))
