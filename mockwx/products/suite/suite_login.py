"""企业微信 Web 登录 of a suite: members of the corps that have installed it log in to the provider's website."""

from __future__ import annotations

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.people.accounts import Kind
from mockwx.core.web.hosts import WECOM_LOGIN_HOST
from mockwx.core.wire import Document
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import AppOfLink, OneOf, Present, ShortState
from mockwx.products.shared.dialect import PAGE
from mockwx.products.shared.endpoint import Param, endpoint
from mockwx.products.suite.checks import LeadsToDomain, MemberScans
from mockwx.products.suite.shared import DOCS, LINK_ASSUMED, LINK_PARAMS, VISITOR_PARAMS, lead


@endpoint(
    "GET",
    "POST",
    host=WECOM_LOGIN_HOST,
    path="/wwlogin/sso/login",
    of_kind=Kind.SUITE,
    dialect=PAGE,
    title="企业微信：第三方应用 Web 登录",
    docs=f"{DOCS}/98178",
    evidence=Evidence.DOCUMENTED,
    reads_form=True,
    params=(
        Param("login_type", "a provider's suite", "登录类型", choices=("ServiceApp",)),
        Param("appid", "the suite_id", "登录授权 suite_id"),
        *LINK_PARAMS,
        Param("lang", "not looked at", "语言，不检查", required=False, choices=("zh", "en")),
        *VISITOR_PARAMS,
    ),
    answer=(),
    checks=(
        OneOf("login_type", ("ServiceApp",), e.wecom.INVALID_PARAMETER, evidence=Evidence.ASSUMED),
        AppOfLink(),
        Present("redirect_uri", e.wecom.MISSING_URL, evidence=Evidence.DOCUMENTED),
        LeadsToDomain(),
        ShortState(),
        MemberScans(),
    ),
    assumed=(
        *LINK_ASSUMED,
        "who refuses is led back with the state alone",
        "who is a member of several corps that have installed the suite comes from the first",
    ),
)
def suite_login(call: Call) -> Document:
    return lead(call, "企业微信登录：请选择成员")
