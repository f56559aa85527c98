"""A backend over a real socket: it knows the app's secret and asks mockwx as it would ask WeChat."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from mockwx.mock import MockWx

SHOP = {"apps": {"shop": {"owner": "acme"}}}
CODE2SESSION = "/sns/jscode2session"
TOKEN = "/cgi-bin/token"
STABLE_TOKEN = "/cgi-bin/stable_token"
CHECKSESSION = "/wxa/checksession"
RESET = "/wxa/resetusersessionkey"
PHONE = "/wxa/business/getuserphonenumber"
ENCRYPT_KEY = "/wxa/business/getuserencryptkey"
CHECK_MSG = "/wxa/business/checkencryptedmsg"
PAID = "/wxa/getpaidunionid"
PLUGIN = "/wxa/getpluginopenpid"
CALLBACK_IP = "/cgi-bin/getcallbackip"
DOMAIN_IP = "/cgi-bin/get_api_domain_ip"
CLEAR = "/cgi-bin/clear_quota"
CLEAR_V2 = "/cgi-bin/clear_quota/v2"
CLEAR_ONE = "/cgi-bin/openapi/quota/clear"
QUOTA = "/cgi-bin/openapi/quota/get"
RID = "/cgi-bin/openapi/rid/get"
WITH_TOKEN = {
    CHECKSESSION: "GET",
    RESET: "GET",
    PHONE: "POST",
    CHECK_MSG: "POST",
    PAID: "GET",
    PLUGIN: "POST",
    CALLBACK_IP: "GET",
    DOMAIN_IP: "GET",
    CLEAR: "POST",
    CLEAR_ONE: "POST",
    QUOTA: "POST",
    RID: "POST",
}
"""Every path that takes an access_token, but for getuserencryptkey, whose errors carry one key more."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Cause:
    """How a published answer is provoked."""

    do: Callable[[Backend], Answer | Iterable[Answer]]
    as_of: str | None = None
    """The era, for an entry that nobody dated; None: today."""
    world: Mapping[str, Any] = field(default_factory=dict)
    """Keys of the scenario."""
    lead: int = 0
    """Seconds by which the world begins earlier than the answer; ``do`` lets them pass."""
    unlike: Mapping[str, str] = field(default_factory=dict)
    """Types by key where a sample of the documentation is known to be wrong."""


class Backend:
    def __init__(self, mockwx: MockWx) -> None:
        self.mockwx = mockwx
        app = mockwx.app
        self.appid, self.secret = app.appid, app.secret or ""

    def send(
        self,
        method: str,
        path: str,
        query: Mapping[str, str] | None = None,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        chunked: bool = False,
    ) -> Answer:
        address = urlsplit(self.mockwx.url)
        connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=60)
        target = f"{path}?{urlencode(query)}" if query else path
        try:
            if chunked:
                connection.request(method, target, iter([body or b"{}"]), dict(headers or {}), encode_chunked=True)
            else:
                connection.request(method, target, body, dict(headers or {}))
            response = connection.getresponse()
            return Answer(response.status, dict(response.getheaders()), response.read())
        finally:
            connection.close()

    def get(self, path: str, **query: str | None) -> Answer:
        return self.send("GET", path, {name: value for name, value in query.items() if value is not None})

    def post(self, path: str, given: Any, **query: str) -> Answer:
        return self.send("POST", path, query, json.dumps(given).encode(), {"Content-Type": "application/json"})

    # The usual calls, each parameter of which can be replaced, or left out with None

    def exchange(self, code: str | None = None, **changes: str | None) -> Answer:
        query: dict[str, str | None] = {
            "appid": self.appid,
            "secret": self.secret,
            "js_code": code,
            "grant_type": "authorization_code",
        }
        return self.get(CODE2SESSION, **(query | changes))

    def log_in(self, user: str = "alice") -> dict[str, str]:
        """openid, session_key and unionid of a user who has just logged in."""
        return dict(self.exchange(self.mockwx.login(user)).json)

    def fetch_token(self, **changes: str | None) -> Answer:
        query: dict[str, str | None] = {
            "grant_type": "client_credential",
            "appid": self.appid,
            "secret": self.secret,
        }
        return self.get(TOKEN, **(query | changes))

    def fetch_stable(self, **changes: Any) -> Answer:
        given = {"grant_type": "client_credential", "appid": self.appid, "secret": self.secret} | changes
        return self.post(STABLE_TOKEN, {name: value for name, value in given.items() if value is not None})

    def token(self) -> str:
        return str(self.fetch_token().json["access_token"])

    def stable_token(self) -> str:
        return str(self.fetch_stable().json["access_token"])

    def signed(self, session: Mapping[str, str], **changes: str) -> dict[str, str]:
        """The query of what asks for a signature with the session_key."""
        signature = hmac.new(session["session_key"].encode(), b"", hashlib.sha256).hexdigest()
        query = {"openid": session["openid"], "signature": signature, "sig_method": "hmac_sha256"}
        return {"access_token": self.token()} | query | changes

    def phone_number(self, code: str, **given: str) -> Answer:
        return self.post(PHONE, {"code": code, **given}, access_token=self.token())

    def everywhere(self, *but: str, **query: str) -> list[Answer]:
        """The same query at every path that takes an access_token."""
        return [
            self.send(method, path, query, b"{}" if method == "POST" else None)
            for path, method in WITH_TOKEN.items()
            if path not in but
        ]
