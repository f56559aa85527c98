"""Ten bad backends: the FastAPI one, each with one classic mistake and no other.

All live in one process, so that a suite starts them once. Each is reached below its name (POST /backdoor/login) and
asks a WeChat of its own: the world of that name.
"""

from __future__ import annotations

import os
from typing import Any

import uvicorn
from fastapi import FastAPI
from fastapi_app import Login, Refused, User, Wechat, configured, create_app
from unseal import phone_number


class RetriesSpentCode(Wechat):
    async def exchange(self, code: str) -> dict[str, Any]:
        try:
            return await super().exchange(code)
        except Refused as refused:
            if refused.status != 503:
                raise
            return await super().exchange(code)


class NoTimeout(Wechat):
    timeout = None


class Http200IsSuccess(Wechat):
    def judge(self, path: str, found: Any, keys: tuple[str, ...]) -> None:
        pass


class TokenPerRequest(Wechat):
    async def access_token(self, dead: str | None = None) -> str:
        return await self.new_token()


class NoTokenRefresh(Wechat):
    dead_token = frozenset()


class OutageLogsIn(Wechat):
    async def exchange(self, code: str) -> dict[str, Any]:
        try:
            return await super().exchange(code)
        except Refused as refused:
            if refused.status != 503:
                raise
            return {"openid": f"mock_openid_{code}", "session_key": "bW9ja19zZXNzaW9uX2tleQ=="}


class ReturnsSessionKey(Login):
    async def login(self, code: str) -> dict[str, Any]:
        answer = await super().login(code)
        return answer | {"session_key": self.sessions[answer["token"]].session_key}


class KeyedByNickname(Login):
    def name_of(self, found: dict[str, Any]) -> str:
        return str(found.get("nickName", "微信用户"))


class DecryptsWithStaleKey500(Login):
    def opened(self, user: User, encrypted: str, iv: str) -> str:
        return phone_number(encrypted, iv, user.session_key, self.wechat.appid)


class Backdoor(Login):
    async def exchanged(self, code: str) -> dict[str, Any]:
        if code == "the code is a mock one":
            return {"openid": "mock_openid", "session_key": "bW9ja19zZXNzaW9uX2tleQ=="}
        return await super().exchanged(code)


MUTANTS: dict[str, tuple[type[Wechat], type[Login]]] = {
    "retries_spent_code": (RetriesSpentCode, Login),
    "no_timeout": (NoTimeout, Login),
    "http_200_is_success": (Http200IsSuccess, Login),
    "returns_session_key": (Wechat, ReturnsSessionKey),
    "token_per_request": (TokenPerRequest, Login),
    "no_token_refresh": (NoTokenRefresh, Login),
    "keyed_by_nickname": (Wechat, KeyedByNickname),
    "decrypts_with_stale_key_500": (Wechat, DecryptsWithStaleKey500),
    "backdoor": (Wechat, Backdoor),
    "outage_logs_in": (OutageLogsIn, Login),
}


def create_mutants(base_url: str, appid: str, secret: str) -> FastAPI:
    app = FastAPI()
    for name, (wechat, login) in MUTANTS.items():
        app.mount(f"/{name}", create_app(login(wechat(f"{base_url}/~{name}", appid, secret))))
    return app


if __name__ == "__main__":
    uvicorn.run(create_mutants(*configured()), port=int(os.environ.get("PORT", "8000")), log_level="warning")
