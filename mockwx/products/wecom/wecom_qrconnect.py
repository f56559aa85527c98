"""企业微信扫码授权登录, the older page for websites."""

from __future__ import annotations

from mockwx.core.errcodes import Evidence
from mockwx.core.web.hosts import WECOM_OPEN_HOST
from mockwx.core.web.wechat_client import DECISION
from mockwx.core.wire import Document
from mockwx.products.shared.call import Call
from mockwx.products.shared.dialect import PAGE
from mockwx.products.shared.endpoint import endpoint
from mockwx.products.wecom.checks import ASKED_OF_CORPS, ASKED_OF_WAYS_BACK, NamesAgent
from mockwx.products.wecom.shared import (
    AGENT_PARAM,
    CORP_PARAM,
    LANG_PARAM,
    LINK_PARAMS,
    LOGIN_ASKS,
    LOGIN_ASSUMED,
    VISITOR_PARAMS,
    lead,
    login_page,
)


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
    params=(CORP_PARAM, AGENT_PARAM, *LINK_PARAMS, LANG_PARAM, *VISITOR_PARAMS),
    answer=(),
    checks=(*ASKED_OF_CORPS, NamesAgent(evidence=Evidence.DOCUMENTED), *ASKED_OF_WAYS_BACK),
    assumed=(
        *LOGIN_ASSUMED,
        "beside the QR code the page offers the users of the world, to play the one who scans",
        "a QR code lives for five minutes, as WeChat's",
    ),
)
def wecom_qrconnect(call: Call) -> Document:
    if not call.text(DECISION):
        return login_page(call, LOGIN_ASKS)
    return lead(call, LOGIN_ASKS)
