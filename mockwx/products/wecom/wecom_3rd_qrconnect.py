"""企业微信第三方扫码授权登录: the page of service providers."""

from __future__ import annotations

from mockwx.core.errcodes import Evidence
from mockwx.core.web.hosts import WECOM_OPEN_HOST
from mockwx.core.wire import Document
from mockwx.products.shared.call import Call
from mockwx.products.shared.dialect import PAGE
from mockwx.products.shared.endpoint import Param, endpoint
from mockwx.products.wecom.checks import ASKED_OF_CORPS, ASKED_OF_WAYS_BACK
from mockwx.products.wecom.shared import CORP_PARAM, LINK_PARAMS, LOGIN_ASKS, LOGIN_ASSUMED, VISITOR_PARAMS, lead


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
        CORP_PARAM,
        *LINK_PARAMS,
        Param("usertype", "not looked at", "登录类型，不检查", required=False, choices=("admin", "member")),
        *VISITOR_PARAMS,
    ),
    answer=(),
    checks=(*ASKED_OF_CORPS, *ASKED_OF_WAYS_BACK),
    assumed=(
        *LOGIN_ASSUMED,
        "the callback brings auth_code, which auth_getuserinfo takes: the apis of service providers are not here",
    ),
)
def wecom_3rd_qrconnect(call: Call) -> Document:
    return lead(call, LOGIN_ASKS, brings="auth_code")
