"""Parameters and answers that the apis of credentials share, and how quotas are cleared."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.products.credential.checks import CLEARINGS
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks.quota import quotas_of
from mockwx.products.shared.endpoint import Endpoint, Field, Param
from mockwx.products.shared.ok import OK

APP_PARAMS = (
    Param("grant_type", "always the same", "固定值", choices=("client_credential",)),
    Param("appid", "the app", "账号唯一凭证 AppID"),
    Param("secret", "its AppSecret", "账号唯一凭证密钥 AppSecret"),
)

TOKEN_ANSWER = (
    Field("access_token", "string", "136 characters; keep room for 512"),
    Field("expires_in", "integer", "seconds that are left"),
)

IP_LIST_ANSWER = (Field("ip_list", "array", "addresses and networks; no errcode beside it"),)

IP_LIST_BY_RULE = (e.common.SYSTEM_ERROR, e.common.INVALID_ACCESS_TOKEN, e.login.INVALID_APPID)


def clear(call: Call, about: Endpoint) -> None:
    appid = call.known_app.appid
    for quota in quotas_of(about.api, about.quotas, call):
        if quota.per == "app":
            call.world.quotas.clear(about.api, quota, appid, call.now)
    if about.api == "stable_token":
        call.world.tokens.clear_forced(appid)


def clear_all(call: Call) -> dict[str, Any]:
    for neighbour in call.neighbours.values():
        clear(call, neighbour)
    return cleared(call)


def cleared(call: Call) -> dict[str, Any]:
    call.world.quotas.count("clear_quota", CLEARINGS, call.known_app.appid, call.now)
    return dict(OK)
