"""A small login backend: Flask and unmodified wechatpy. Where WeChat lives is configuration, as it should be."""

from __future__ import annotations

import os
import secrets
from typing import Any

import requests
from flask import Flask, request
from wechatpy import WeChatClient
from wechatpy.crypto import WeChatWxaCrypto
from wechatpy.exceptions import InvalidAppIdException, WeChatClientException

LOG_IN_AGAIN = {40029, 40163, 40226}  # the code is no good; a fresh wx.login brings another one
TRY_LATER = {-1, 45009, 45011}
WRONG_KEY = (ValueError, KeyError, TypeError, InvalidAppIdException)  # what garbage makes wechatpy raise


class Wechat(WeChatClient):
    """wechatpy takes its host from class attributes, but the URL of the token is a literal inside a method."""

    def __init__(self, appid: str, secret: str, base_url: str) -> None:
        super().__init__(appid, secret, timeout=5)
        self.base_url = base_url
        self.wxa.API_BASE_URL = f"{base_url}/"

    def fetch_access_token(self) -> Any:
        params = {"grant_type": "client_credential", "appid": self.appid, "secret": self.secret}
        return self._fetch_access_token(f"{self.base_url}/cgi-bin/token", params)

    def phone_number(self, code: str) -> Any:
        # Newer than wechatpy 1.8, so it has no method for it.
        url = f"{self.base_url}/wxa/business/getuserphonenumber"
        return self.post(url, data={"code": code})["phone_info"]["phoneNumber"]


def create_app(appid: str, secret: str, base_url: str = "https://api.weixin.qq.com") -> Flask:
    app = Flask(__name__)
    wechat = Wechat(appid, secret, base_url)
    sessions: dict[str, dict[str, str]] = {}  # our token → openid and session_key, which never leave this server

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
        found = wechat.wxa.code_to_session(request.get_json()["code"])
        token = secrets.token_urlsafe()
        sessions[token] = {"openid": found["openid"], "session_key": found["session_key"]}
        return {"token": token}

    @app.post("/phone")
    def phone() -> Any:
        given = request.get_json()
        session = sessions.get(request.headers.get("Authorization", ""))
        if session is None:
            return {"error": "please log in"}, 401
        try:
            crypto = WeChatWxaCrypto(session["session_key"], given["iv"], appid)
            return {"phone": crypto.decrypt_message(given["encryptedData"])["phoneNumber"]}
        except WRONG_KEY:
            # WeChat has made another session_key since; only a fresh login tells it to us.
            return {"error": "please log in again"}, 401

    @app.post("/phone-code")
    def phone_code() -> Any:
        if request.headers.get("Authorization", "") not in sessions:
            return {"error": "please log in"}, 401
        return {"phone": wechat.phone_number(request.get_json()["code"])}

    return app


if __name__ == "__main__":
    where = os.environ.get("WECHAT_BASE_URL", "https://api.weixin.qq.com")
    create_app(os.environ["WECHAT_APPID"], os.environ["WECHAT_SECRET"], where).run(port=8000)
