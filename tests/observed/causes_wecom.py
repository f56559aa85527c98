"""How the published answers of WeCom are provoked."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from .backend import Answer, Backend, Cause

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

QYAPI = "/qyapi.weixin.qq.com/cgi-bin"
CORP: Mapping[str, Any] = {"apps": {"corp": {"kind": "wecom", "members": ["alice"]}}, "users": {"alice": {}}}
FAKE = "FAKE_TOKEN"


def gettoken(backend: Backend, **changes: str | None) -> Answer:
    return backend.get(f"{QYAPI}/gettoken", **({"corpid": backend.appid, "corpsecret": backend.secret} | changes))


def token(backend: Backend) -> str:
    return str(gettoken(backend).json["access_token"])


def code(backend: Backend) -> str:
    query = {"appid": backend.appid, "redirect_uri": "https://www.example.com/", "scope": "snsapi_privateinfo"}
    link = f"https://open.weixin.qq.com/connect/oauth2/authorize?{urlencode(query | {'agentid': '1000002'})}"
    return str(backend.mockwx.user("alice").authorize(link).code)


def change(backend: Backend, **said: Any) -> None:
    backend.mockwx.client.call("PUT", "apps/corp", said)


def fetched(**changes: str | None) -> Callable[[Backend], Answer]:
    return lambda backend: gettoken(backend, **changes)


def asked(path: str, **query: str | None) -> Callable[[Backend], Answer]:
    """With a good token unless ``query`` brings another."""
    return lambda backend: backend.get(f"{QYAPI}/{path}", **({"access_token": token(backend)} | query))


def wrong_or_used_code(backend: Backend) -> list[Answer]:
    found = backend, f"{QYAPI}/auth/getuserinfo"
    text = code(backend)
    answers = [backend.get(found[1], access_token=token(backend), code=each) for each in (text, text, "nonsense")]
    assert answers[0].json["errcode"] == 0
    return answers[1:]


def from_another_domain(backend: Backend) -> Answer:
    text = code(backend)
    change(backend, domain="trusted.example.com")
    return backend.get(f"{QYAPI}/user/getuserinfo", access_token=token(backend), code=text)


def expired(backend: Backend) -> list[Answer]:
    old = token(backend)
    backend.mockwx.advance("2h")
    return [backend.get(f"{QYAPI}/{path}", access_token=old) for path in ("auth/getuserinfo", "get_jsapi_ticket")]


def from_elsewhere(*paths: str) -> Callable[[Backend], list[Answer]]:
    def do(backend: Backend) -> list[Answer]:
        change(backend, ip_whitelist=["10.0.0.0/8"])
        return [asked(path)(backend) for path in paths]

    return do


def detailed(backend: Backend) -> Answer:
    found = backend.get(f"{QYAPI}/auth/getuserinfo", access_token=token(backend), code=code(backend)).json
    return backend.post(
        f"{QYAPI}/auth/getuserdetail", {"user_ticket": found["user_ticket"]}, access_token=token(backend)
    )


def logged_in(backend: Backend) -> Answer:
    text = backend.mockwx.user("alice").qy_login()
    query = {"js_code": text, "grant_type": "authorization_code"}
    return backend.get(f"{QYAPI}/miniprogram/jscode2session", access_token=token(backend), **query)


CAUSES = {
    "web-078": Cause(fetched(corpid="ww0000000000000000"), world=CORP),
    "web-079": Cause(fetched(corpsecret="wrong"), world=CORP),
    "web-080": Cause(fetched(corpsecret="wrong"), "2017-06-01", CORP),
    "web-081": Cause(asked("user/get", access_token=FAKE, userid="zhangsan"), world=CORP),
    "web-083": Cause(asked("getcallbackip", access_token=FAKE), world=CORP),
    "web-085": Cause(wrong_or_used_code, world=CORP),
    "web-086": Cause(from_another_domain, world=CORP),
    "web-087": Cause(expired, world=CORP),
    "web-088": Cause(from_elsewhere("auth/getuserinfo", "get_jsapi_ticket"), world=CORP),
    "web-089": Cause(from_elsewhere("getcallbackip", "get_api_domain_ip"), world=CORP),
    "web-090": Cause(detailed, world=CORP),
    "web-091": Cause(logged_in, world=CORP),
    "web-092": Cause(logged_in, world=CORP),
    "web-096": Cause(asked("user/get", userid="nobody"), world=CORP),
    "web-097": Cause(asked("get_api_domain_ip"), world=CORP),
    "web-098": Cause(asked("user/get", access_token=None, userid="zhangsan"), world=CORP),
}
