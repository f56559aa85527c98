"""A login backend with Flask and requests that does four things wrong, and all else right.

It hands the session_key out at every login, sends a code again where the connection breaks, waits for WeChat without
an end, and looks for an account before it makes one, so that two first logins at once make two.
"""

from __future__ import annotations

import os
import time
from typing import Any

import requests
from flask import Flask, request

BY_ERRCODE = {40029: 401, 40163: 401, 40226: 403}

app = Flask(__name__)
accounts: dict[str, int] = {}
made = iter(range(1, 1_000_000))


def exchange(code: str) -> requests.Response:
    query = {"appid": os.environ["WECHAT_APPID"], "secret": os.environ["WECHAT_SECRET"], "js_code": code}
    url = f"{os.environ['WECHAT_BASE_URL']}/sns/jscode2session"
    try:
        return requests.get(url, params={**query, "grant_type": "authorization_code"})
    except requests.ConnectionError:
        return requests.get(url, params={**query, "grant_type": "authorization_code"})


@app.post("/login")
def login() -> Any:
    try:
        answer = exchange(str(request.get_json()["code"]))
        answer.raise_for_status()
        session = answer.json()
    except (requests.RequestException, ValueError):
        return {"error": "try again later"}, 503
    if "openid" not in session or "session_key" not in session:
        return {"error": "no login"}, BY_ERRCODE.get(session.get("errcode"), 503)
    account = accounts.get(session["openid"])
    if account is None:
        time.sleep(0.05)  # a look into a database, say
        account = accounts[session["openid"]] = next(made)
    return {"token": f"token-{account}", "user": {"id": account}, "session_key": session["session_key"]}


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", "8000")), threaded=True)
