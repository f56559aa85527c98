"""企业微信第三方扫码授权登录: administrators and members of any corp log in at a service provider's website."""

from __future__ import annotations

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.suites import AUTH_CODE_LIFE
from mockwx.core.web.hosts import WECOM_OPEN_HOST
from mockwx.core.web.wechat_client import DECISION
from mockwx.core.wire import Document
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import Present, ShortState
from mockwx.products.shared.dialect import PAGE
from mockwx.products.shared.document import led_back
from mockwx.products.shared.endpoint import Param, endpoint
from mockwx.products.shared.pages.consent import consent_page
from mockwx.products.suite.checks import KnownProvider, LeadsToDomain, MayLogInAtProvider
from mockwx.products.suite.shared import DOCS, LINK_ASSUMED, LINK_PARAMS, VISITOR_PARAMS, corp_of_login


@endpoint(
    "GET",
    "POST",
    host=WECOM_OPEN_HOST,
    path="/wwopen/sso/3rd_qrConnect",
    dialect=PAGE,
    title="企业微信：第三方扫码授权登录",
    docs=f"{DOCS}/91124",
    evidence=Evidence.DOCUMENTED,
    reads_form=True,
    params=(
        Param("appid", "the service provider's corpid", "服务商的 CorpID"),
        *LINK_PARAMS,
        Param("usertype", "who may log in; admin by default", "登录类型", required=False, choices=("admin", "member")),
        *VISITOR_PARAMS,
    ),
    answer=(),
    checks=(
        Present("appid", e.wecom.MISSING_CORPID, evidence=Evidence.DOCUMENTED),
        KnownProvider("appid", evidence=Evidence.DOCUMENTED),
        Present("redirect_uri", e.wecom.MISSING_URL, evidence=Evidence.DOCUMENTED),
        LeadsToDomain(),
        ShortState(),
        MayLogInAtProvider(),
    ),
    assumed=(
        *LINK_ASSUMED,
        "the domain is that of the provider's own corp",
        "a usertype other than member wants an administrator",
    ),
)
def wecom_3rd_qrconnect(call: Call) -> Document:
    decision, state = call.text(DECISION), {"state": call.text("state")}
    if call.user is None or not decision:
        return consent_page(call, "企业微信登录：请选择成员", silent=False)
    if decision == "deny":
        return led_back(call, state)
    user = call.world.accounts.user_made(call.user)
    corp = corp_of_login(call, user.name)
    assert corp is not None, "asked behind MayLogInAtProvider"  # noqa: S101
    is_admin = call.text("usertype") != "member"
    code = call.world.suites.issue_login(call.known_app.appid, corp.appid, user.name, call.now, admin=is_admin)
    return led_back(call, {"auth_code": code, "expires_in": str(AUTH_CODE_LIFE // 1000)} | state)
