"""A login backend with Flask and requests. Its session is a token of its own; it refuses a second identical login.

/cgi-bin/stable_token gives it its access_token.
"""

from __future__ import annotations

import logging
import os
import secrets
import threading
from typing import Any

import requests
from flask import Flask, request
from unseal import phone_number

log = logging.getLogger("login")

BASE_URL = os.environ.get("WECHAT_BASE_URL", "https://api.weixin.qq.com")
APPID = os.environ["WECHAT_APPID"]
SECRET = os.environ["WECHAT_SECRET"]

LOG_IN_AGAIN = ({"error": "log in again"}, 401)
TRY_LATER = ({"error": "try again later"}, 503)
BY_ERRCODE = {
    40029: LOG_IN_AGAIN,
    40163: LOG_IN_AGAIN,
    40226: ({"error": "WeChat does not let you log in this way"}, 403),
}
DEAD_TOKEN = {40001, 40014, 42001}
OURS = {40013, 40125, 40164, 40243}  # appid, secret, whitelist, frozen secret: somebody must be woken


class Refused(Exception):
    def __init__(self, answer: tuple[dict[str, str], int], errcode: int | None = None) -> None:
        super().__init__(errcode)
        self.answer, self.errcode = answer, errcode


app = Flask(__name__)
users: dict[str, dict[str, str]] = {}  # by openid: id and session_key, which never leaves this server
sessions: dict[str, str] = {}  # our token → openid
under_way: set[str] = set()  # codes that are being exchanged
one_at_a_time = threading.Lock()
token_lock = threading.Lock()
access_token: dict[str, str] = {}


def ask(method: str, path: str, keys: tuple[str, ...], **given: Any) -> dict[str, Any]:
    """One call to WeChat, never repeated. HTTP 200 says nothing: errcode does."""
    try:
        answer = requests.request(method, BASE_URL + path, timeout=2, **given)
        answer.raise_for_status()
        found = answer.json()  # whatever its label says
    except (requests.RequestException, ValueError) as error:
        # Not the error's text: it holds the URL, and with it the secret.
        log.warning("%s: %s", path, type(error).__name__)
        raise Refused(TRY_LATER) from None
    errcode = found.get("errcode", 0) if isinstance(found, dict) else None
    if errcode != 0 or any(key not in found for key in keys):
        log.log(logging.ERROR if errcode in OURS else logging.WARNING, "%s: errcode %s", path, errcode)
        raise Refused(BY_ERRCODE.get(errcode, TRY_LATER), errcode)
    return dict(found)


def token(dead: str | None = None) -> str:
    """The access_token that all threads share, fetched anew if it is the ``dead`` one."""
    with token_lock:
        if access_token.get("now", dead) == dead:
            # force_refresh where the token is known to be dead: otherwise WeChat may give the same one again.
            body = {"grant_type": "client_credential", "appid": APPID, "secret": SECRET, "force_refresh": bool(dead)}
            access_token["now"] = ask("POST", "/cgi-bin/stable_token", ("access_token",), json=body)["access_token"]
        return access_token["now"]


def number_for(code: str, dead: str | None = None) -> str:
    held = token(dead)
    path = "/wxa/business/getuserphonenumber"
    try:
        found = ask("POST", path, ("phone_info",), params={"access_token": held}, json={"code": code})
    except Refused as refused:
        if refused.errcode in DEAD_TOKEN and dead is None:
            return number_for(code, dead=held)
        raise
    return str(found["phone_info"]["phoneNumber"])


def openid() -> str:
    found = sessions.get(request.headers.get("Authorization", "").removeprefix("Bearer "))
    if found is None:
        raise Refused(LOG_IN_AGAIN)
    return found


def given(name: str) -> str:
    body = request.get_json(silent=True)
    value = body.get(name) if isinstance(body, dict) else None
    if not isinstance(value, str) or not value:
        raise Refused(({"error": f"{name} is missing"}, 400))
    return value


@app.errorhandler(Refused)
def refused(error: Refused) -> Any:
    return error.answer


@app.post("/login")
def login() -> Any:
    code = given("code")
    with one_at_a_time:
        if code in under_way:
            return {"error": "this login is under way"}, 409
        under_way.add(code)
    try:
        query = {"appid": APPID, "secret": SECRET, "js_code": code, "grant_type": "authorization_code"}
        found = ask("GET", "/sns/jscode2session", ("openid", "session_key"), params=query)
    finally:
        under_way.discard(code)
    user = users.setdefault(found["openid"], {"id": f"user-{secrets.token_hex(6)}"})
    user["session_key"] = found["session_key"]
    ours = secrets.token_urlsafe()
    sessions[ours] = found["openid"]
    return {"token": ours, "user": {"id": user["id"]}}


@app.get("/me")
def me() -> Any:
    return {"user": {"id": users[openid()]["id"]}}


@app.post("/phone")
def phone() -> Any:
    openid()
    return {"phone": number_for(given("code"))}


@app.post("/decrypt")
def decrypt() -> Any:
    user = users[openid()]
    try:
        return {"phone": phone_number(given("encryptedData"), given("iv"), user["session_key"], APPID)}
    except ValueError:
        # WeChat has made another session_key since; only a fresh login tells it.
        return LOG_IN_AGAIN


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", "8000")), threaded=True)
