"""小程序登录: a backend trades a login code for the user's openid and session_key."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.people.accounts import Kind
from mockwx.core.people.codes import CodeKind
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import (
    AllowedIp,
    KnownApp,
    LiveCode,
    NotBlocked,
    OneOf,
    Permitted,
    Present,
    SecretMatches,
    SecretNotFrozen,
    WithinQuota,
)
from mockwx.products.shared.dialect import SNS
from mockwx.products.shared.endpoint import Param, endpoint
from mockwx.products.shared.params import CODE_GRANT, JS_CODE
from mockwx.products.shared.session_answer import SESSION_ANSWER, logged_in


@endpoint(
    "GET",
    path="/sns/jscode2session",
    dialect=SNS,
    title="小程序登录 code2Session",
    docs="https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_code2session",
    aka=("code2Session", "jscode2session"),
    evidence=Evidence.OBSERVED,
    params=(
        Param("appid", "the mini program", "小程序 appid"),
        Param("secret", "its AppSecret", "小程序 appSecret"),
        JS_CODE,
        CODE_GRANT,
    ),
    answer=SESSION_ANSWER,
    # A fake secret with a fake code is answered 40029 on the sibling /sns/oauth2/access_token: the code is looked
    # up before the secret. Where IP, freezing and risk come in is assumed.
    checks=(
        Present("appid", e.login.MISSING_APPID),
        KnownApp("appid"),
        Permitted((Kind.MINIPROGRAM, Kind.MINIGAME)),
        Present("secret", e.login.MISSING_SECRET),
        Present("js_code", e.login.MISSING_CODE),
        OneOf("grant_type", ("authorization_code",), e.login.INVALID_GRANT_TYPE),
        WithinQuota(),
        LiveCode("js_code", CodeKind.LOGIN, e.login.INVALID_CODE, e.login.CODE_USED, e.login.INVALID_CODE),
        SecretMatches("secret"),
        SecretNotFrozen(),
        AllowedIp(),
        NotBlocked(),
    ),
    by_rule=(e.common.SYSTEM_ERROR, e.common.USER_LIMITED),
    assumed=(
        "the order of the checks after the grant_type, beyond that the code is looked up before the secret",
        "a call by another method than GET is answered as if it were GET: the query alone is read",
        "of a repeated parameter the first value counts",
        "a refused exchange does not spend the code (wechat.refused_exchange: burns_code tries the other reading)",
        "no quota per minute unless the scenario sets one: sources disagree whether it is per user or per app",
    ),
)
def code2session(call: Call) -> dict[str, Any]:
    return logged_in(call)
