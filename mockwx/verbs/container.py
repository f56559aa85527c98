"""wx.cloud.callContainer: a mini program asks a service that WeChat hosts, which learns from headers who asks."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from mockwx.core.people.accounts import App, Kind
from mockwx.core.pushes.callback_hosts import is_allowed, why_not
from mockwx.core.text.bilingual import both
from mockwx.core.text.did_you_mean import unknown
from mockwx.core.web.container import ENV, SOURCES, forged_headers, gateway_headers, passed_on
from mockwx.core.wire import OutgoingRequest
from mockwx.verbs.verb import USER, Arg, Verb, VerbContext, VerbError

_METHODS = ("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH")
_KINDS = (Kind.MINIPROGRAM, Kind.MINIGAME, Kind.OFFICIAL)
_NAME = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,100}")
_VALUE = re.compile(r"[\t\x20-\x7e]{0,8000}")


def _call_container(context: VerbContext) -> dict[str, Any]:
    app = _fit(context.app(*_KINDS), "app")
    owner = _owner(context)
    method, header = context.get("method", "GET"), _header(context.get("header", {}))
    url, body = _target(context, owner or app, method)
    if context.network is None or not is_allowed(url, context.network.callback_hosts):
        raise VerbError(why_not(url), "path", 403)
    if body and not any(name.lower() == "content-type" for name in header):
        header["Content-Type"] = "application/json"
    accounts, user = context.world.accounts, context.user
    if context.get("forge", False):
        header |= forged_headers(accounts, app, user)
    else:
        env, source = context.get("env", ENV), context.get("source", SOURCES[0])
        header = passed_on(header) | gateway_headers(accounts, app, user, env=env, source=source, owner=owner)
    context.send(OutgoingRequest(method, url, body, headers=header, is_container_call=True))
    return {"errMsg": "cloud.callContainer:ok", "callID": context.world.ids.hexadecimal(16, "container", context.now)}


def _owner(context: VerbContext) -> App | None:
    name = context.get("owner")
    if name is None:
        return None
    accounts = context.world.accounts
    owner = accounts.app_named(name)
    if owner is None:
        raise VerbError(unknown("app", " app ", name, [app.name for app in accounts.apps()]), "owner", 404)
    return _fit(owner, "owner")


def _fit(app: App, where: str) -> App:
    if app.kind in _KINDS:
        return app
    raise VerbError(
        both(
            f"{app.name} is of kind {app.kind}; a mini program or an official account calls a container",
            f"{app.name} 的类型是 {app.kind}；只有小程序或公众号可以调用云托管服务",
        ),
        where,
    )


def _header(header: object) -> dict[str, str]:
    if not isinstance(header, Mapping):
        raise VerbError(both("header is an object of texts", "header 应为文本组成的对象"), "header")
    for name, value in header.items():
        if not _NAME.fullmatch(str(name)) or not isinstance(value, str) or not _VALUE.fullmatch(value):
            raise VerbError(
                both(f"{name!r}: {value!r} is no header", f"{name!r}: {value!r} 不是合法的请求头"), "header"
            )
    return dict(header)


def _target(context: VerbContext, app: App, method: str) -> tuple[str, bytes]:
    """Where the call goes, and its body. The data of a GET becomes the query, as in wx.request."""
    path, data = context.args["path"], context.get("data")
    url = path
    if not urlsplit(path).scheme:
        if app.container is None:
            raise VerbError(
                both(
                    f"nobody knows where the service of {app.name} listens: write container: http://127.0.0.1:8000 "
                    "below the app, or give the whole URL as path",
                    f"不知道 {app.name} 的云托管服务在哪里：请在应用下写 container: http://127.0.0.1:8000，"
                    "或在 path 里写完整的 URL",
                ),
                "path",
            )
        url = f"{app.container.rstrip('/')}/{path.lstrip('/')}"
    if data is None:
        return url, b""
    if method in ("GET", "HEAD") and isinstance(data, Mapping):
        return f"{url}{'&' if '?' in url else '?'}{urlencode(data)}", b""
    text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return url, text.encode("utf-8", "replace")


CALL_CONTAINER = Verb(
    "phone.callContainer",
    "wx.cloud.callContainer: asks a service that WeChat hosts (云托管), which learns from X-WX-OPENID who asks",
    (
        USER,
        Arg("path", "url", "the path, or the whole URL, of the backend under test", required=True),
        Arg("method", "text", "GET by default", choices=_METHODS),
        Arg("header", "json", "more headers; X-WX-… are the gateway's own"),
        Arg("data", "json", "the body, as JSON or a text; of a GET the query"),
        Arg("app", "text", "the app that calls, by name or appid; the first mini program or account by default"),
        Arg("owner", "text", "the app whose environment it is, where another one calls: X-WX-FROM-OPENID"),
        Arg("env", "text", f"X-WX-ENV; {ENV} by default"),
        Arg("source", "text", "X-WX-SOURCE; wx_client by default", choices=SOURCES),
        Arg("forge", "flag", "somebody else asks at the public address, and says to be the user: no X-WX-SOURCE"),
    ),
    _call_container,
    short="path",
    outward=True,
)
