"""网站应用微信登录: the page with the QR code, for websites and, as some apps open it, for mobile apps."""

from __future__ import annotations

from mockwx.core.people.accounts import Kind
from mockwx.core.web.address import base_of
from mockwx.core.web.hosts import HOSTS, LONG_HOST, OPEN_HOST
from mockwx.core.web.qrcodes import QrCode
from mockwx.core.wire import Document
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import KnownApp
from mockwx.products.shared.checks.pages import LeadsBack, NotBanned, ScopeAllowed
from mockwx.products.shared.dialect import PAGE
from mockwx.products.shared.document import xml
from mockwx.products.shared.endpoint import Param, endpoint
from mockwx.products.shared.pages.qrcode import Look, qrcode_page

LOGIN = "snsapi_login"
_DOCS = "https://developers.weixin.qq.com/doc/oplatform/Website_App/WeChat_Login/Wechat_Login.html"
_LIFE = "a QR code lives for five minutes; scanning does not make it live longer"


@endpoint(
    "GET",
    host=OPEN_HOST,
    path="/connect/qrconnect",
    dialect=PAGE,
    title="网站应用微信登录",
    docs=_DOCS,
    params=(
        Param("appid", "the website", "网站应用 appid"),
        Param("redirect_uri", "where to lead back to, percent-encoded", "授权后跳回的地址，需 URL 编码"),
        Param("response_type", "always the same; not looked at", "固定值，不检查", choices=("code",), required=False),
        Param("scope", "always the same", "固定值", choices=(LOGIN,)),
        Param("state", "comes back as it is", "原样带回", required=False),
        Param("lang", "the page's language", "页面语言", required=False, choices=("cn", "en")),
        Param("login_type", "jssdk: embedded by wxLogin.js", "jssdk：由 wxLogin.js 内嵌", required=False),
        Param(
            "self_redirect",
            "whether an embedded page leads on itself, rather than the page around it",
            "true：在 iframe 内跳转",
            required=False,
            choices=("default", "true", "false"),
        ),
        Param("style", "the colour of the words", "文字颜色", required=False, choices=("black", "white")),
        Param("href", "a style sheet of the website's: https: or data:text/css", "自定义样式", required=False),
        Param("stylelite", "1: a smaller page; not looked at", "1：新版样式，不检查", required=False),
        Param("fast_login", "0: no quick login; there is none", "0：关闭快速登录", required=False),
        Param("f", "xml: only the uuid", "xml：只返回 uuid", required=False, choices=("xml",)),
    ),
    answer=(),
    checks=(
        KnownApp("appid", any_kind=Kind.WEBSITE),
        NotBanned(),
        LeadsBack("redirect_uri"),
        ScopeAllowed((LOGIN,)),
    ),
    assumed=(
        "the order of the checks, and the numbers of the pages: WeChat's own show none",
        "an app of another kind is told that it lacks the scope",
        "a redirect_uri may have any port; an app that declares no domain may lead anywhere",
        _LIFE,
        "state comes back percent-encoded, and also where it is empty or absent",
        "an embedded page without self_redirect leads the page around it on",
        "styletype, sizetype, bgcolor and rst change nothing; there is no quick login",
    ),
)
def qrconnect(call: Call) -> Document:
    return _page(call, call.text("scope"), call.text("redirect_uri"))


@endpoint(
    "GET",
    host=OPEN_HOST,
    path="/connect/app/qrconnect",
    dialect=PAGE,
    title="移动应用扫码登录",
    docs="https://developers.weixin.qq.com/doc/oplatform/Mobile_App/WeChat_Login/Development_Guide.html",
    params=(
        Param("appid", "the mobile app", "移动应用 appid"),
        Param("bundleid", "the app's own; not looked at", "应用包名，不检查", required=False),
        Param("scope", "what the app asks for", "申请的权限"),
        Param("state", "comes back as it is", "原样带回", required=False),
        Param("f", "xml: only the uuid", "xml：只返回 uuid", required=False, choices=("xml",)),
    ),
    answer=(),
    checks=(
        KnownApp("appid", any_kind=Kind.MOBILE),
        NotBanned(),
        ScopeAllowed(("snsapi_base", "snsapi_userinfo")),
    ),
    assumed=(
        "its refusals are those of the website's page",
        _LIFE,
        "the page leads on to the app's scheme by itself",
    ),
)
def app_qrconnect(call: Call) -> Document:
    return _page(call, call.text("scope"), f"{call.known_app.appid}://oauth")


def _page(call: Call, scope: str, leads_to: str) -> Document:
    app, request = call.known_app, call.request
    qrcode = call.world.qrcodes.make(app.appid, scope, leads_to, call.text("state"), call.now)
    if call.text("f") == "xml":
        return xml(f"<?xml version='1.0' encoding='utf-8'?><xml><uuid>{qrcode.uuid}</uuid></xml>")
    style = call.text("style")
    look = Look(
        english=call.text("lang") == "en",
        embedded=call.text("login_type") == "jssdk",
        self_redirect=call.text("self_redirect"),
        white=style == "white",
        href=call.text("href"),
    )
    return qrcode_page(app.name, qrcode, request.root, _poll_at(call, qrcode), look)


def _poll_at(call: Call, qrcode: QrCode) -> str:
    """Where others may poll too; the page itself asks the host that it came from."""
    origin, root = call.request.origin, call.request.root
    by_name = HOSTS.get(origin.partition("://")[2].partition(":")[0].lower()) is not None
    base = base_of(origin, root, LONG_HOST if by_name else OPEN_HOST)
    return f"{base}/connect/l/qrconnect?uuid={qrcode.uuid}"
