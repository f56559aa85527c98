"""移动应用扫码登录: the page with the QR code of a mobile app, as some apps open it."""

from __future__ import annotations

from mockwx.core.errcodes import Evidence
from mockwx.core.people.accounts import Kind
from mockwx.core.web.hosts import OPEN_HOST
from mockwx.core.wire import Document
from mockwx.products.qrconnect.shared import LIFE, UUID_ONLY, qrcode_page_of
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import KnownApp, NotBanned, ScopeAllowed
from mockwx.products.shared.dialect import PAGE
from mockwx.products.shared.endpoint import Param, endpoint
from mockwx.products.shared.params import STATE


@endpoint(
    "GET",
    host=OPEN_HOST,
    path="/connect/app/qrconnect",
    dialect=PAGE,
    title="移动应用扫码登录",
    docs="https://developers.weixin.qq.com/doc/oplatform/Mobile_App/WeChat_Login/Development_Guide.html",
    evidence=Evidence.OBSERVED,
    params=(
        Param("appid", "the mobile app", "移动应用 appid"),
        Param("bundleid", "the app's own; not looked at", "应用包名，不检查", required=False),
        Param("scope", "what the app asks for", "申请的权限"),
        STATE,
        UUID_ONLY,
    ),
    answer=(),
    checks=(
        KnownApp("appid", any_kind=Kind.MOBILE),
        NotBanned(),
        ScopeAllowed(("snsapi_base", "snsapi_userinfo")),
    ),
    assumed=(
        "its refusals are those of the website's page",
        LIFE,
        "the page leads on to the app's scheme by itself",
    ),
)
def app_qrconnect(call: Call) -> Document:
    return qrcode_page_of(call, call.text("scope"), f"{call.known_app.appid}://oauth")
