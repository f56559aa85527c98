"""网页授权: the page inside WeChat that leads a user back to an official account's website with a code."""

from __future__ import annotations

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.people.accounts import Kind
from mockwx.core.web.hosts import OPEN_HOST
from mockwx.core.web.oauth import Granted
from mockwx.core.web.wechat_client import DECISION, SNAPSHOT, USER
from mockwx.core.wire import Document
from mockwx.products.oauth.checks import PROFILE, SILENT, Follows, InOrder, NotTooOften, OfKind, StateFits
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import AuthorizedPlatform, KnownApp, LeadsBack, NotBanned, Present, ScopeAllowed
from mockwx.products.shared.dialect import PAGE
from mockwx.products.shared.document import led_back
from mockwx.products.shared.endpoint import Param, endpoint
from mockwx.products.shared.pages import DONE
from mockwx.products.shared.pages.consent import consent_page, outside
from mockwx.products.shared.params import REDIRECT_URI, RESPONSE_TYPE, STATE, VISITOR_DECISION

_ASKS = {SILENT: "静默授权：获取你的 openid", PROFILE: "申请获取并使用你的昵称、头像"}


@endpoint(
    "GET",
    "POST",
    host=OPEN_HOST,
    path="/connect/oauth2/authorize",
    dialect=PAGE,
    title="网页授权",
    docs="https://developers.weixin.qq.com/doc/service/guide/h5/auth.html",
    evidence=Evidence.DOCUMENTED,
    reads_form=True,
    params=(
        Param("appid", "the official account", "公众号 appid"),
        REDIRECT_URI,
        RESPONSE_TYPE,
        Param("scope", "silent, or with consent", "静默或需用户同意", choices=(SILENT, PROFILE)),
        STATE,
        Param("forcePopup", "true: asks also for a silent scope", "true：强制弹窗", required=False),
        Param("component_appid", "the platform that acts for it", "代为发起授权的第三方平台", required=False),
        Param(USER, "whose WeChat opens the link", "打开链接的用户（mockwx 专用）", required=False),
        VISITOR_DECISION,
        Param(SNAPSHOT, "1: in a snapshot page", "1：快照页（mockwx 专用）", required=False, choices=("1",)),
    ),
    answer=(),
    checks=(
        InOrder(),
        Present("appid", e.page_refusals.MISSING_APPID, evidence=Evidence.DOCUMENTED),
        KnownApp("appid", any_kind=Kind.OFFICIAL),
        OfKind((Kind.OFFICIAL,), evidence=Evidence.DOCUMENTED),
        NotBanned(),
        AuthorizedPlatform(e.page_refusals.COMPONENT_NOT_AUTHORIZED, "component_appid", evidence=Evidence.DOCUMENTED),
        Present("redirect_uri", e.page_refusals.MISSING_REDIRECT_URI, evidence=Evidence.DOCUMENTED),
        LeadsBack("redirect_uri"),
        Present("scope", e.page_refusals.MISSING_SCOPE),
        ScopeAllowed((SILENT, PROFILE)),
        StateFits(),
        NotTooOften(),
        Follows(),
    ),
    # A missing state is let through, as its being optional promises.
    by_rule=(e.page_refusals.MISSING_STATE,),
    assumed=(
        "the order of the checks",
        "an unknown appid is the page that says AppID 参数错误; its number is not known and told as 40013",
        "response_type is not looked at, nor what state is made of",
        "the page for a state of more than 128 bytes has the number 10014",
        "the order of the link's parameters does not matter (wechat.link_order: documented minds it, told as 10012)",
        "a redirect_uri may have any port; an app that declares no domain may lead anywhere",
        "state comes back also where it is empty or absent",
        "a user who refuses is led nowhere (wechat.denied: state_only and authdeny are the older ways)",
        "the page opens in any browser, which then asks who one is (wechat.outside_wechat: refused)",
    ),
)
def authorize(call: Call) -> Document:
    scope, decision = call.text("scope"), call.text(DECISION)
    silent = scope == SILENT and call.text("forcePopup") != "true"
    if call.user is None:
        return outside(call) or consent_page(call, _ASKS[scope], silent=silent)
    if not silent and not decision:
        return consent_page(call, _ASKS[scope], silent=silent)
    if decision == "deny" and not silent:
        return _denied(call)
    user = call.world.accounts.user_made(call.user)
    granted = Granted(scope, call.text(SNAPSHOT) == "1")
    code = call.world.oauth.issue(call.known_app.appid, user.name, granted, call.now)
    for_platform = {"appid": call.known_app.appid} if call.platform is not None else {}
    return led_back(call, {"code": code, "state": call.text("state"), **for_platform})


def _denied(call: Call) -> Document:
    match call.world.settings.wechat.denied:
        case "state_only":
            return led_back(call, {"state": call.text("state")})
        case "authdeny":
            return led_back(call, {"code": "authdeny", "state": call.text("state")})
    return DONE.fill(title="已拒绝授权", text="微信会关闭此页面，网站不会得到通知。", mark="no")
