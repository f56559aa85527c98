"""授权方信息: what an app that has authorised the platform is, and what it has granted."""

from __future__ import annotations

from typing import Any

from mockwx.core.errcodes import Evidence
from mockwx.core.people.accounts import Kind
from mockwx.products.component.checks import GATE
from mockwx.products.component.shared import (
    AUTHORIZER,
    BY_RULE,
    COMPONENT_APPID,
    DOCS,
    FUNCTIONS,
    ORDER,
    OTHER_PLATFORM,
    PLATFORM_TOKEN,
    authorization_of,
)
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import AuthorizedPlatform, KnownApp
from mockwx.products.shared.dialect import GATEWAY
from mockwx.products.shared.endpoint import Field, endpoint

_SUBSCRIPTION, _SERVICE = 0, 2
_VERIFIED, _NOT_VERIFIED = 0, -1
_NORMAL, _BANNED = 1, 16


@endpoint(
    "POST",
    path="/cgi-bin/component/api_get_authorizer_info",
    dialect=GATEWAY,
    title="获取授权账号详情 getAuthorizerInfo",
    docs=f"{DOCS}/openApi/authorization-management/api_getauthorizerinfo",
    aka=("getAuthorizerInfo",),
    evidence=Evidence.DOCUMENTED,
    reads_body=True,
    params=(PLATFORM_TOKEN, COMPONENT_APPID, AUTHORIZER),
    answer=(
        Field("authorizer_info", "object", "nick_name, user_name, principal_name …; MiniProgramInfo of a mini program"),
        Field("authorization_info", "object", "authorizer_appid, authorizer_refresh_token, func_info"),
    ),
    checks=(*GATE, KnownApp("authorizer_appid", evidence=Evidence.DOCUMENTED), AuthorizedPlatform()),
    by_rule=BY_RULE,
    assumed=(
        ORDER,
        OTHER_PLATFORM,
        "an absent authorizer_appid is 40013",
        "an official account is a service account",
        "what is told beside name, standing and permissions is the same of all",
    ),
)
def api_get_authorizer_info(call: Call) -> dict[str, Any]:
    app, platform = call.known_app, call.known_platform
    is_mini = app.kind in (Kind.MINIPROGRAM, Kind.MINIGAME)
    info: dict[str, Any] = {
        "nick_name": app.name,
        "head_img": "https://wx.qlogo.cn/mmopen/mockwx/0",
        "service_type_info": {"id": _SUBSCRIPTION if is_mini else _SERVICE},
        "verify_type_info": {"id": _VERIFIED if app.verified else _NOT_VERIFIED},
        "user_name": call.world.ids.original_id(app.appid),
        "alias": "",
        "qrcode_url": "https://mmbiz.qpic.cn/mmbiz_jpg/mockwx/0",
        "business_info": {"open_pay": 0, "open_shake": 0, "open_scan": 0, "open_card": 0, "open_store": 0},
        "idc": 1,
        "principal_name": app.owner or app.name,
        "signature": "",
    }
    if is_mini:
        domains = ("RequestDomain", "WsRequestDomain", "UploadDomain", "DownloadDomain", "BizDomain", "UDPDomain")
        network: dict[str, list[str]] = {name: [] for name in domains}
        info["MiniProgramInfo"] = {"network": network, "categories": [], "visit_status": 0}
    info |= {
        "register_type": 0,
        "account_status": _BANNED if app.banned else _NORMAL,
        "basic_config": {"is_phone_configured": True, "is_email_configured": True},
    }
    functions = [{"funcscope_category": {"id": number}} for number in FUNCTIONS.get(app.kind, ())]
    authorization = authorization_of(call)
    return {
        "authorizer_info": info,
        "authorization_info": {
            "authorizer_appid": app.appid,
            "authorizer_refresh_token": call.world.components.refresh_token(platform.appid, app, authorization),
            "func_info": functions,
        },
    }
