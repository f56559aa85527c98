"""Errcodes of the authorisation page: shown to the person, never sent to the backend."""

from __future__ import annotations

from types import MappingProxyType

from mockwx.core.errcodes.errcode import Errcode, Evidence

_TABLE = "the official table of 网页授权, copied in public GitHub files no. 7945993538, 46226570673, 28122811028"


def _page(code: int, name: str, zh: str, en: str, advice_zh: str, advice_en: str, *, on_qrconnect: str = "") -> Errcode:
    """The text of the page is the official meaning; a row of its own form, since no JSON ever carries it.

    ``on_qrconnect``: the text that the pages of QR codes were seen with.
    """
    on = MappingProxyType({api: on_qrconnect for api in ("qrconnect", "app_qrconnect") if on_qrconnect})
    return Errcode(code, name, zh, zh, en, advice_zh, advice_en, Evidence.DOCUMENTED, _TABLE, on)


REDIRECT_URI = _page(
    10003,
    "page_redirect_uri",
    "redirect_uri域名与后台配置不一致",
    "the host of redirect_uri is not the one that is configured",
    "后台的授权域名只填域名：不带协议、端口和路径，子域名不通用；redirect_uri 要做 URL 编码。",
    "Configure the bare host, without scheme, port or path; subdomains are not included. Percent-encode redirect_uri.",
    on_qrconnect="redirect_uri 参数错误",
)
BANNED = _page(
    10004,
    "page_banned",
    "此公众号被封禁",
    "the official account is banned",
    "到公众平台查看封禁原因；为用户准备其他登录方式。",
    "See the official account's console for the reason; offer another way to log in.",
)
SCOPE_DENIED = _page(
    10005,
    "page_scope_denied",
    "此公众号并没有这些scope的权限",
    "the account may not ask for these scopes",
    "网页授权需要已认证的服务号；网站应用用 snsapi_login，公众号用 snsapi_base 或 snsapi_userinfo。",
    "Web login wants a verified service account; websites ask for snsapi_login, official accounts for snsapi_base "
    "or snsapi_userinfo.",
    on_qrconnect="Scope 参数错误或没有 Scope 权限",
)
NOT_FOLLOWED = _page(
    10006,
    "page_not_followed",
    "必须关注此测试号",
    "only followers of this test account may log in",
    "先用这个微信号扫码关注测试号。",
    "Let the person follow the test account first.",
)
TOO_FREQUENT = _page(
    10009,
    "page_too_frequent",
    "操作太频繁了，请稍后重试",
    "too often; try again later",
    "检查是否有重定向循环：登录失败后不要自动再次跳转授权。",
    "Look for a redirect loop: do not send the person to the authorisation page again by yourself after a failure.",
)
MISSING_SCOPE = _page(
    10010,
    "page_missing_scope",
    "scope不能为空",
    "scope is missing",
    "检查授权链接的拼接。",
    "Check how the link is built.",
)
MISSING_REDIRECT_URI = _page(
    10011,
    "page_missing_redirect_uri",
    "redirect_uri不能为空",
    "redirect_uri is missing",
    "检查授权链接的拼接和 redirect_uri 的编码。",
    "Check how the link is built and that redirect_uri is percent-encoded.",
)
MISSING_APPID = _page(
    10012,
    "page_missing_appid",
    "appid不能为空",
    "appid is missing",
    "检查授权链接的拼接和 appid 的配置。",
    "Check how the link is built, and the setting of the appid.",
)
MISSING_STATE = _page(
    10013,
    "page_missing_state",
    "state不能为空",
    "state is missing",
    "总是带上随机的 state，并在回调时核对，防止 CSRF。",
    "Always send a random state and compare it in the callback, against CSRF.",
)
STATE_TOO_LONG = Errcode(
    code=10014,  # assumed: the page was described with its text alone
    name="page_state_too_long",
    errmsg="state参数过长",
    zh="state 超过 128 字节",
    en="state has more than 128 bytes",
    advice_zh="state 只放一个短的随机串，其余内容存在服务端；框架签名的 state 常常过长。",
    advice_en="Send a short random state and keep the rest on the server; signed ones are often too long.",
    evidence=Evidence.OBSERVED,
    source="github casdoor/casdoor#504, casdoor/casdoor#867, keycloak-services-social-weixin#37",
)
COMPONENT_NOT_AUTHORIZED = _page(
    10015,
    "page_component_not_authorized",
    "公众号未授权第三方平台，请检查授权状态",
    "the account has not authorised the third-party platform",
    "检查公众号对第三方平台的授权是否已取消，以及 component_appid。",
    "See whether the account has withdrawn its authorisation, and check component_appid.",
)
OPEN_PLATFORM_APPID = _page(
    10016,
    "page_open_platform_appid",
    "不支持微信开放平台的Appid，请使用公众号Appid",
    "an appid of the Open Platform is not for this page; use an official account's",
    "网站应用用 /connect/qrconnect；微信内网页用公众号的 appid。",
    "Websites use /connect/qrconnect; pages inside WeChat use the official account's appid.",
)
