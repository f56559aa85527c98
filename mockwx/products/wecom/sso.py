"""企业微信登录 on websites: three pages on which a member logs in by QR code, and comes back with a code."""

from __future__ import annotations

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.web.hosts import WECOM_LOGIN_HOST, WECOM_OPEN_HOST
from mockwx.core.wire import Document
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import OneOf, Present
from mockwx.products.shared.dialect import PAGE
from mockwx.products.shared.endpoint import Param, endpoint
from mockwx.products.wecom.checks import KnownCorp
from mockwx.products.wecom.entrance import ASSUMED, LINK_PARAMS, VISITOR_PARAMS, lead
from mockwx.products.wecom.links import LeadsToTrusted, MayLogIn, NamesAgent, ShortState

_ASKS = "企业微信登录：请选择成员"
_CORP = Param("appid", "the corpid", "企业的 CorpID")
_AGENT = Param("agentid", "the agent", "应用的 AgentID")
_LANG = Param("lang", "not looked at", "语言，不检查", required=False, choices=("zh", "en"))
_KNOWN = (
    Present("appid", e.wecom.MISSING_CORPID, evidence=Evidence.DOCUMENTED),
    KnownCorp("appid", evidence=Evidence.DOCUMENTED),
)
_BACK = (
    Present("redirect_uri", e.wecom.MISSING_URL, evidence=Evidence.DOCUMENTED),
    LeadsToTrusted(),
    ShortState(),
    MayLogIn(),
)
_ASSUMED = (*ASSUMED, "without an agentid the visible range of any agent will do")


@endpoint(
    "GET",
    "POST",
    host=WECOM_LOGIN_HOST,
    path="/wwlogin/sso/login",
    dialect=PAGE,
    title="企业微信：Web 登录",
    docs="https://developer.work.weixin.qq.com/document/path/98152",
    evidence=Evidence.DOCUMENTED,
    reads_form=True,
    params=(
        Param("login_type", "a corp's own agent, or a provider's", "登录类型", choices=("CorpApp", "ServiceApp")),
        _CORP,
        Param("agentid", "a must for CorpApp", "login_type 为 CorpApp 时必填", required=False),
        *LINK_PARAMS,
        _LANG,
        *VISITOR_PARAMS,
    ),
    answer=(),
    checks=(
        OneOf("login_type", ("CorpApp", "ServiceApp"), e.wecom.INVALID_PARAMETER, evidence=Evidence.ASSUMED),
        *_KNOWN,
        NamesAgent(login_types=("CorpApp",), evidence=Evidence.DOCUMENTED),
        *_BACK,
    ),
    assumed=(
        *_ASSUMED,
        "who refuses is led back with the state alone, as from the older page",
        "for ServiceApp the appid is a corpid too: there are no suites here",
    ),
)
def wecom_login(call: Call) -> Document:
    return lead(call, _ASKS)


@endpoint(
    "GET",
    "POST",
    host=WECOM_OPEN_HOST,
    path="/wwopen/sso/qrConnect",
    dialect=PAGE,
    title="企业微信：扫码授权登录",
    docs="https://developer.work.weixin.qq.com/document/path/91019",
    evidence=Evidence.DOCUMENTED,
    reads_form=True,
    params=(_CORP, _AGENT, *LINK_PARAMS, _LANG, *VISITOR_PARAMS),
    answer=(),
    checks=(*_KNOWN, NamesAgent(evidence=Evidence.DOCUMENTED), *_BACK),
    assumed=_ASSUMED,
)
def wecom_qrconnect(call: Call) -> Document:
    return lead(call, _ASKS)


@endpoint(
    "GET",
    "POST",
    host=WECOM_OPEN_HOST,
    path="/wwopen/sso/3rd_qrConnect",
    dialect=PAGE,
    title="企业微信：第三方扫码授权登录",
    docs="https://developer.work.weixin.qq.com/document/path/91124",
    evidence=Evidence.ASSUMED,
    reads_form=True,
    params=(
        _CORP,
        *LINK_PARAMS,
        Param("usertype", "not looked at", "登录类型，不检查", required=False, choices=("admin", "member")),
        *VISITOR_PARAMS,
    ),
    answer=(),
    checks=(*_KNOWN, *_BACK),
    assumed=(
        *_ASSUMED,
        "the callback brings auth_code, which auth_getuserinfo takes: the apis of service providers are not here",
    ),
)
def wecom_3rd_qrconnect(call: Call) -> Document:
    return lead(call, _ASKS, brings="auth_code")
