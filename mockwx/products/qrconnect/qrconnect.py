"""网站应用微信登录: the page with the QR code of a website."""

from __future__ import annotations

from mockwx.core.errcodes import Evidence
from mockwx.core.people.accounts import Kind
from mockwx.core.web.hosts import OPEN_HOST
from mockwx.core.wire import Document
from mockwx.products.qrconnect.shared import DOCS, LIFE, UUID_ONLY, qrcode_page_of
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import KnownApp, LeadsBack, NotBanned, ScopeAllowed
from mockwx.products.shared.dialect import PAGE
from mockwx.products.shared.endpoint import Param, endpoint
from mockwx.products.shared.params import REDIRECT_URI, RESPONSE_TYPE, STATE

LOGIN = "snsapi_login"


@endpoint(
    "GET",
    host=OPEN_HOST,
    path="/connect/qrconnect",
    dialect=PAGE,
    title="网站应用微信登录",
    docs=DOCS,
    evidence=Evidence.OBSERVED,
    params=(
        Param("appid", "the website", "网站应用 appid"),
        REDIRECT_URI,
        RESPONSE_TYPE,
        Param("scope", "always the same", "固定值", choices=(LOGIN,)),
        STATE,
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
        UUID_ONLY,
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
        LIFE,
        "state comes back percent-encoded, and also where it is empty or absent",
        "an embedded page without self_redirect leads the page around it on",
        "styletype, sizetype, bgcolor and rst change nothing; there is no quick login",
    ),
)
def qrconnect(call: Call) -> Document:
    return qrcode_page_of(call, call.text("scope"), call.text("redirect_uri"))
