"""企业微信 Web 登录: a member logs in to a website by QR code, and comes back with a code."""

from __future__ import annotations

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.web.hosts import WECOM_LOGIN_HOST
from mockwx.core.wire import Document
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import OneOf
from mockwx.products.shared.dialect import PAGE
from mockwx.products.shared.endpoint import Param, endpoint
from mockwx.products.wecom.checks import ASKED_OF_CORPS, ASKED_OF_WAYS_BACK, NamesAgent
from mockwx.products.wecom.shared import (
    CORP_PARAM,
    LANG_PARAM,
    LINK_PARAMS,
    LOGIN_ASKS,
    LOGIN_ASSUMED,
    VISITOR_PARAMS,
    lead,
)


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
        Param("login_type", "a corp's own agent", "登录类型", choices=("CorpApp",)),
        CORP_PARAM,
        Param("agentid", "a must for CorpApp", "login_type 为 CorpApp 时必填", required=False),
        *LINK_PARAMS,
        LANG_PARAM,
        *VISITOR_PARAMS,
    ),
    answer=(),
    checks=(
        OneOf("login_type", ("CorpApp",), e.wecom.INVALID_PARAMETER, evidence=Evidence.ASSUMED),
        *ASKED_OF_CORPS,
        NamesAgent(evidence=Evidence.DOCUMENTED),
        *ASKED_OF_WAYS_BACK,
    ),
    assumed=(
        *LOGIN_ASSUMED,
        "who refuses is led back with the state alone, as from the older page",
    ),
)
def wecom_login(call: Call) -> Document:
    return lead(call, LOGIN_ASKS)
