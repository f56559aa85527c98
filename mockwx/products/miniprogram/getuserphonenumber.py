"""获取手机号: a backend trades the dynamic code of the getPhoneNumber button for a phone number."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.people.codes import CodeKind
from mockwx.made_up_people import phone_number
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import (
    HasBody,
    KnownOpenid,
    LiveCode,
    LiveToken,
    Method,
    Permitted,
    Verified,
    WithinQuota,
)
from mockwx.products.shared.dialect import BUSINESS
from mockwx.products.shared.endpoint import Field, Param, endpoint
from mockwx.products.shared.ok import DONE, OK
from mockwx.products.shared.params import ACCESS_TOKEN


@endpoint(
    "POST",
    path="/wxa/business/getuserphonenumber",
    dialect=BUSINESS,
    title="获取手机号 getPhoneNumber",
    docs="https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/phone-number/api_getphonenumber",
    aka=("getPhoneNumber",),
    evidence=Evidence.OBSERVED,
    reads_body=True,
    needs_content_length=True,
    params=(
        ACCESS_TOKEN,
        Param("code", "from the getPhoneNumber button; no wx.login code", "手机号组件返回的动态令牌"),
        Param("openid", "if given, it must be the code's user", "可选，须与 code 属于同一用户", required=False),
    ),
    answer=(
        *DONE,
        Field("phone_info", "object", "phoneNumber, purePhoneNumber, countryCode (a string), watermark"),
    ),
    checks=(
        Method(wanted=("POST",)),
        LiveToken(),
        Permitted(gateway=True),
        Verified(gateway=True),
        WithinQuota(gateway=True),
        HasBody(),
        LiveCode("code", CodeKind.PHONE_NUMBER, e.login.INVALID_CODE, e.login.INVALID_CODE, e.login.INVALID_APPID),
        KnownOpenid("openid", if_given=True, of_user=True, evidence=e.Evidence.ASSUMED),
    ),
    by_rule=(e.common.SYSTEM_ERROR, e.common.INVALID_ACCESS_TOKEN),
    assumed=("an openid that does not belong to the code is answered 40003",),
)
def getuserphonenumber(call: Call) -> dict[str, Any]:
    world, app = call.world, call.known_app
    world.codes.spend(call.code_text or "", call.now, call.code)
    user = world.accounts.user_made(call.known_user)
    return {
        **OK,
        "phone_info": phone_number(world.settings.seed, user, app.appid, call.now),
    }
