"""第三方应用授权安装: the page on which a corp's administrator installs a suite from the provider's website."""

from __future__ import annotations

from collections.abc import Iterator

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.people.accounts import App, Kind
from mockwx.core.suites import AUTH_CODE_LIFE
from mockwx.core.web.hosts import WECOM_OPEN_HOST
from mockwx.core.web.wechat_client import APP, DECISION, USER
from mockwx.core.wire import Document
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import Present, ShortState
from mockwx.products.shared.dialect import PAGE
from mockwx.products.shared.document import led_back
from mockwx.products.shared.endpoint import Param, endpoint
from mockwx.products.shared.pages import DONE
from mockwx.products.shared.pages.platform import platform_page
from mockwx.products.suite.checks import KnownSuite, LeadsToDomain, LivePreAuthCode
from mockwx.products.suite.shared import DOCS, LINK_PARAMS, ORDER


@endpoint(
    "GET",
    "POST",
    host=WECOM_OPEN_HOST,
    path="/3rdapp/install",
    dialect=PAGE,
    title="企业微信：第三方应用授权安装",
    docs=f"{DOCS}/90597",
    evidence=Evidence.DOCUMENTED,
    reads_form=True,
    params=(
        Param("suite_id", "the suite", "第三方应用 id"),
        Param("pre_auth_code", "from get_pre_auth_code", "预授权码"),
        *LINK_PARAMS,
        Param(APP, "which corp, by name or corpid", "安装到哪个企业（mockwx 专用）", required=False),
        Param(USER, "which administrator", "哪个管理员（mockwx 专用）", required=False),
        Param(DECISION, "what they do", "管理员的决定（mockwx 专用）", required=False, choices=("allow", "deny")),
    ),
    answer=(),
    checks=(
        Present("suite_id", e.wecom.MISSING_SUITE_ID, evidence=Evidence.ASSUMED),
        KnownSuite(evidence=Evidence.ASSUMED),
        LivePreAuthCode(evidence=Evidence.OBSERVED),
        Present("redirect_uri", e.wecom.MISSING_URL, evidence=Evidence.ASSUMED),
        LeadsToDomain(evidence=Evidence.ASSUMED),
        ShortState(evidence=Evidence.ASSUMED),
    ),
    assumed=(
        ORDER,
        "the numbers on the pages, and their texts but that for a pre_auth_code",
        "the Referer is not looked at; WeCom opens the link from the install domain only",
        "who denies is led nowhere, and is free to come back",
        "without an administrator's name get_permanent_code tells of none",
    ),
)
def suite_install(call: Call) -> Document:
    suite, corps = call.known_app, list(_corps(call))
    decision, named, user = call.text(DECISION), call.text(APP), call.text(USER)
    corp = next((app for app in corps if named in (app.name, app.appid)), None)
    if decision == "deny":
        return DONE.fill(title="已取消安装", text="企业微信会关闭此页面，服务商不会得到通知。", mark="no")
    if decision != "allow" or corp is None:
        return platform_page("安装第三方应用", suite.name, corps)
    code = call.world.suites.install(suite.appid, corp, user, call.text("state"), call.now)
    brings = {"auth_code": code, "expires_in": str(AUTH_CODE_LIFE // 1000), "state": call.text("state")}
    return led_back(call, brings)


def _corps(call: Call) -> Iterator[App]:
    """Those that the administrator runs; all where nobody says who it is."""
    user, world = call.text(USER), call.world
    for app in world.accounts.apps():
        if app.kind is Kind.WECOM and (not user or world.corps.of(app).is_run_by(user)):
            yield app
