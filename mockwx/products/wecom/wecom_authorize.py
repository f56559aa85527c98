"""网页授权 of WeCom: the page inside WeCom and WeChat, at the path of official accounts, for the appid of a corp."""

from __future__ import annotations

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.people.accounts import Kind
from mockwx.core.web.hosts import OPEN_HOST
from mockwx.core.wire import Document
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import AppOfLink, OneOf, Present, ShortState, Visitor
from mockwx.products.shared.dialect import PAGE
from mockwx.products.shared.endpoint import Param, endpoint
from mockwx.products.shared.pages.consent import outside
from mockwx.products.shared.params import RESPONSE_TYPE
from mockwx.products.wecom.checks import LeadsToTrusted, NamesAgent
from mockwx.products.wecom.shared import LINK_ASSUMED, LINK_PARAMS, PRIVATE, VISITOR_PARAMS, lead

SILENT = "snsapi_base"
EARLIER = "snsapi_userinfo"
_ASKS = {
    SILENT: "静默授权：获取你的身份",
    EARLIER: "静默授权：获取你的身份",
    PRIVATE: "申请获取你的头像、手机号、邮箱等敏感信息",
}


@endpoint(
    "GET",
    "POST",
    host=OPEN_HOST,
    path="/connect/oauth2/authorize",
    of_kind=Kind.WECOM,
    dialect=PAGE,
    title="企业微信：网页授权",
    docs="https://developer.work.weixin.qq.com/document/path/96441",
    evidence=Evidence.DOCUMENTED,
    reads_form=True,
    params=(
        Param("appid", "the corpid", "企业的 CorpID"),
        *LINK_PARAMS,
        RESPONSE_TYPE,
        Param("scope", "silent, or with consent", "静默或需用户同意", choices=(SILENT, EARLIER, PRIVATE)),
        Param("agentid", "a must for snsapi_privateinfo", "snsapi_privateinfo 时必填", required=False),
        *VISITOR_PARAMS,
    ),
    answer=(),
    checks=(
        AppOfLink(),
        Present("redirect_uri", e.wecom.MISSING_URL, evidence=Evidence.DOCUMENTED),
        OneOf("scope", (SILENT, EARLIER, PRIVATE), e.wecom.INVALID_PARAMETER, evidence=Evidence.ASSUMED),
        NamesAgent((PRIVATE,), evidence=Evidence.DOCUMENTED),
        LeadsToTrusted(),
        ShortState(),
        Visitor(),
    ),
    assumed=(
        *LINK_ASSUMED,
        "without an agentid the trusted domain of any agent will do; the api then asks for that of the token's agent",
        "who refuses is led back with the state alone, as from WeCom's login pages",
        "snsapi_userinfo, of earlier days, is silent",
        "the page opens in any browser, which then asks who one is (wechat.outside_wechat: refused)",
    ),
)
def wecom_authorize(call: Call) -> Document:
    scope = call.text("scope")
    refused = outside(call) if call.user is None else None
    return refused or lead(call, _ASKS[scope], scope=scope, silent=scope != PRIVATE)
