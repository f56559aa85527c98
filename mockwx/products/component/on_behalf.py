"""Logging a user in on behalf of an app: without its secret, with the platform's token."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.people.accounts import Kind
from mockwx.core.people.codes import CodeKind
from mockwx.core.tokens.quotas import Quota
from mockwx.products.component.gate import ORDER
from mockwx.products.component.params import FOR_APP
from mockwx.products.shared.call import Call
from mockwx.products.shared.check import Check
from mockwx.products.shared.checks import (
    AuthorizedPlatform,
    GrantedToPlatform,
    KnownApp,
    KnownPlatform,
    LiveCode,
    LivePlatformToken,
    NotBlocked,
    OneOf,
    Permitted,
    Present,
    WithinQuota,
)
from mockwx.products.shared.checks.oauth import LiveRefreshToken, NoJscode
from mockwx.products.shared.code_answers import SESSION_ANSWER, logged_in
from mockwx.products.shared.dialect import SNS
from mockwx.products.shared.endpoint import Param, endpoint
from mockwx.products.shared.oauth_answers import REFRESHED_ANSWER, TOKENS_ANSWER, exchanged, refreshed

_DOCS = "https://developers.weixin.qq.com/doc/oplatform"
_WEB_LOGIN = (
    f"{_DOCS}/Third-party_Platforms/2.0/api/Before_Develop/Official_Accounts/"
    "official_account_website_authorization.html"
)
_APPID = Param("appid", "the app that has authorised the platform", "授权方 appid")


def _for(kind: Kind) -> tuple[Check, ...]:
    return (
        Present("appid", e.login.MISSING_APPID, evidence=Evidence.ASSUMED),
        KnownApp("appid", any_kind=kind, evidence=Evidence.ASSUMED),
        Present("component_appid", e.component.MISSING_COMPONENT_APPID, evidence=Evidence.DOCUMENTED),
        KnownPlatform(evidence=Evidence.ASSUMED),
        LivePlatformToken(e.component.MISSING_COMPONENT_TOKEN, evidence=Evidence.ASSUMED),
        AuthorizedPlatform(evidence=Evidence.DOCUMENTED),
        GrantedToPlatform(),
    )


@endpoint(
    "GET",
    path="/sns/component/jscode2session",
    dialect=SNS,
    title="小程序登录 thirdpartyCode2Session",
    docs=f"{_DOCS}/openApi/miniprogram-management/login/api_thirdpartycode2session",
    aka=("thirdpartyCode2Session",),
    evidence=Evidence.DOCUMENTED,
    params=(
        _APPID,
        Param("js_code", "what wx.login gave the phone", "wx.login 得到的 code"),
        Param("grant_type", "always the same", "固定值", choices=("authorization_code",)),
        *FOR_APP,
    ),
    answer=SESSION_ANSWER,
    checks=(
        *_for(Kind.MINIPROGRAM),
        Permitted((Kind.MINIPROGRAM, Kind.MINIGAME), evidence=Evidence.ASSUMED),
        Present("js_code", e.login.MISSING_CODE, evidence=Evidence.ASSUMED),
        OneOf("grant_type", ("authorization_code",), e.login.INVALID_GRANT_TYPE, evidence=Evidence.ASSUMED),
        WithinQuota(evidence=Evidence.DOCUMENTED),
        LiveCode(
            "js_code",
            CodeKind.LOGIN,
            e.login.INVALID_CODE,
            e.login.CODE_USED,
            e.login.INVALID_CODE,
            evidence=Evidence.DOCUMENTED,
        ),
        NotBlocked(),
    ),
    by_rule=(e.common.SYSTEM_ERROR,),
    assumed=(
        ORDER,
        "the keys come as those of code2session",
        "codes are those of code2session: the app's own backend and the platform can each spend one, once",
    ),
)
def component_jscode2session(call: Call) -> dict[str, Any]:
    return logged_in(call)


@endpoint(
    "GET",
    "POST",
    path="/sns/oauth2/component/access_token",
    dialect=SNS,
    title="代公众号网页授权：通过 code 换取 access_token",
    docs=_WEB_LOGIN,
    evidence=Evidence.DOCUMENTED,
    reads_form=True,
    params=(
        _APPID,
        Param("code", "what the redirect brought", "授权回调带来的 code"),
        Param("grant_type", "always the same", "固定值", choices=("authorization_code",)),
        *FOR_APP,
    ),
    answer=TOKENS_ANSWER,
    checks=(
        *_for(Kind.OFFICIAL),
        Present("code", e.login.MISSING_CODE, evidence=Evidence.ASSUMED),
        OneOf("grant_type", ("authorization_code",), e.login.INVALID_GRANT_TYPE, evidence=Evidence.ASSUMED),
        WithinQuota(evidence=Evidence.ASSUMED),
        NoJscode("code", evidence=Evidence.ASSUMED),
        LiveCode(
            "code",
            CodeKind.OAUTH,
            e.login.INVALID_CODE,
            e.login.CODE_USED,
            e.login.INVALID_CODE,
            evidence=Evidence.ASSUMED,
        ),
    ),
    by_rule=(e.common.SYSTEM_ERROR, e.oauth.CODE_EXPIRED),
    quotas=(Quota(50_000, "min"),),
    assumed=(
        ORDER,
        "answers and refusals are those of oauth2_access_token",
        "the code of a link without component_appid is taken too",
    ),
)
def component_oauth2_access_token(call: Call) -> dict[str, Any]:
    return exchanged(call)


@endpoint(
    "GET",
    "POST",
    path="/sns/oauth2/component/refresh_token",
    dialect=SNS,
    title="代公众号网页授权：刷新 access_token",
    docs=_WEB_LOGIN,
    evidence=Evidence.DOCUMENTED,
    reads_form=True,
    params=(
        _APPID,
        Param("grant_type", "always the same", "固定值", choices=("refresh_token",)),
        *FOR_APP,
        Param("refresh_token", "from the exchange", "兑换 code 时得到的 refresh_token"),
    ),
    answer=REFRESHED_ANSWER,
    checks=(
        *_for(Kind.OFFICIAL),
        OneOf("grant_type", ("refresh_token",), e.login.INVALID_GRANT_TYPE, evidence=Evidence.ASSUMED),
        Present("refresh_token", e.oauth.MISSING_REFRESH_TOKEN, evidence=Evidence.ASSUMED),
        WithinQuota(evidence=Evidence.ASSUMED),
        LiveRefreshToken(evidence=Evidence.ASSUMED),
    ),
    by_rule=(e.common.SYSTEM_ERROR,),
    quotas=(Quota(50_000, "min"),),
    assumed=(ORDER, "answers and refusals are those of oauth2_refresh_token"),
)
def component_oauth2_refresh_token(call: Call) -> dict[str, Any]:
    return refreshed(call)
