"""Three calls of three families, each of which uses something up: its second try tells whether the first did its work.

code2session below /sns (GET, text/plain), stable_token below /cgi-bin (POST), getuserphonenumber below /wxa (POST).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from .wire import speak, written

if TYPE_CHECKING:
    from mockwx import MockWx

FROZEN = {"clock": {"start": "2026-01-01T08:00:00+08:00", "mode": "frozen"}}


def _exchange(mockwx: MockWx) -> bytes:
    return exchange_of(mockwx, mockwx.login("alice"))


def exchange_of(mockwx: MockWx, code: str) -> bytes:
    app = mockwx.app
    query = {"appid": app.appid, "secret": app.secret, "js_code": code, "grant_type": "authorization_code"}
    return written("GET", f"/sns/jscode2session?{urlencode(query)}")


def _stable_token(mockwx: MockWx) -> bytes:
    app = mockwx.app
    given = {"grant_type": "client_credential", "appid": app.appid, "secret": app.secret}
    return written("POST", "/cgi-bin/stable_token", json.dumps(given).encode())


def _phone_number(mockwx: MockWx) -> bytes:
    code = mockwx.user("alice").get_phone_number()["code"]
    return phone_number_of(code, token(mockwx))


def phone_number_of(code: str, access_token: str) -> bytes:
    target = f"/wxa/business/getuserphonenumber?access_token={access_token}"
    return written("POST", target, json.dumps({"code": code}).encode())


def token(mockwx: MockWx) -> str:
    app = mockwx.app
    query = {"grant_type": "client_credential", "appid": app.appid, "secret": app.secret}
    return str(speak(mockwx, written("GET", f"/cgi-bin/token?{urlencode(query)}")).json["access_token"])


def _is_login(answer: Any) -> bool:
    return "session_key" in answer


def _is_new_token(answer: Any) -> bool:
    return bool(answer["expires_in"] == 7200)


def _is_phone_number(answer: Any) -> bool:
    return bool(answer["errcode"] == 0)


@dataclass(frozen=True)
class Calling:
    api: str
    request: Callable[[MockWx], bytes]
    content_type: str
    is_first: Callable[[Any], bool]
    """Whether a whole answer is that of a call before which none did its work."""
    again: int
    """The errcode of a call after one that did its work; 0: it is answered otherwise."""

    def __str__(self) -> str:
        return self.api

    def first(self, mockwx: MockWx, request: bytes) -> bool:
        """Whether a try now is as good as the first one; time has passed, so a token that was made is no new one."""
        mockwx.advance("10s")
        answer = speak(mockwx, request).json
        if answer.get("errcode", 0) != 0:
            assert answer["errcode"] == self.again
            return False
        return self.is_first(answer)


CALLS = (
    Calling("code2session", _exchange, "text/plain", _is_login, 40163),
    Calling("stable_token", _stable_token, "application/json; encoding=utf-8", _is_new_token, 0),
    Calling("getuserphonenumber", _phone_number, "application/json; encoding=utf-8", _is_phone_number, 40029),
)
