"""网页授权 of a suite: the page inside WeCom, at the path of official accounts, for a suite_id."""

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
from mockwx.products.suite.checks import LeadsToDomain
from mockwx.products.suite.shared import (
    DOCS,
    EARLIER,
    LINK_ASSUMED,
    LINK_PARAMS,
    PRIVATE,
    SILENT,
    VISITOR_PARAMS,
    lead,
)

_SCOPES = (SILENT, EARLIER, PRIVATE)
_SILENTLY = "静默授权：获取你的身份"


@endpoint(
    "GET",
    "POST",
    host=OPEN_HOST,
    path="/connect/oauth2/authorize",
    of_kind=Kind.SUITE,
    dialect=PAGE,
    title="企业微信：第三方应用网页授权",
    docs=f"{DOCS}/91120",
    evidence=Evidence.DOCUMENTED,
    reads_form=True,
    params=(
        Param("appid", "the suite_id", "第三方应用 id"),
        *LINK_PARAMS,
        RESPONSE_TYPE,
        Param("scope", "silent, or with consent", "静默或需用户同意", choices=_SCOPES),
        *VISITOR_PARAMS,
    ),
    answer=(),
    checks=(
        AppOfLink(),
        Present("redirect_uri", e.wecom.MISSING_URL, evidence=Evidence.DOCUMENTED),
        OneOf("scope", _SCOPES, e.wecom.INVALID_PARAMETER, evidence=Evidence.ASSUMED),
        LeadsToDomain(),
        ShortState(),
        Visitor(),
    ),
    assumed=(
        *LINK_ASSUMED,
        "snsapi_userinfo is silent",
        "who is a member of several corps that have installed the suite comes from the first",
        "the page opens in any browser, which then asks who one is (wechat.outside_wechat: refused)",
    ),
)
def suite_authorize(call: Call) -> Document:
    scope = call.text("scope")
    refused = outside(call) if call.user is None else None
    asks = "申请获取你的头像、性别等敏感信息" if scope == PRIVATE else _SILENTLY
    return refused or lead(call, asks, scope=scope, silent=scope != PRIVATE)
