"""云托管: what WeChat's gateway tells a hosted service about who asks, in headers that nobody else can set there."""

from __future__ import annotations

from collections.abc import Mapping

from mockwx.core.people.accounts import Accounts, App, User

SOURCES = ("wx_client", "wx_devtools")
ENV = "prod-mockwx"
_PREFIX = "x-wx-"
_ADDRESS = "192.0.2.10"
"""A phone's, reserved for documentation."""


def gateway_headers(
    accounts: Accounts, app: App, user: User, *, env: str, source: str, owner: App | None = None
) -> dict[str, str]:
    """``owner``: whose environment it is, where another app shares it; then the user is told as X-WX-FROM-…, and there
    is no X-WX-OPENID."""
    prefix = "X-WX-" if owner is None else "X-WX-FROM-"
    headers = {f"{prefix}OPENID": accounts.openid(app, user), f"{prefix}APPID": app.appid}
    unionid = accounts.unionid(app, user)
    if unionid is not None:
        headers[f"{prefix}UNIONID"] = unionid
    if owner is not None:
        headers["X-WX-APPID"] = owner.appid
    return headers | {"X-WX-ENV": env, "X-WX-SOURCE": source, "X-Original-Forwarded-For": _ADDRESS}


def forged_headers(accounts: Accounts, app: App, user: User) -> dict[str, str]:
    """What anybody can send to a service's public address: the user's name without the gateway's own X-WX-SOURCE."""
    return {"X-WX-OPENID": accounts.openid(app, user), "X-WX-APPID": app.appid}


def passed_on(headers: Mapping[str, str]) -> dict[str, str]:
    """Those of a caller that the gateway lets through: all but its own names."""
    return {name: value for name, value in headers.items() if not name.lower().startswith(_PREFIX)}
