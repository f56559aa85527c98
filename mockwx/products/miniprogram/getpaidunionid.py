"""支付后获取 Unionid: the unionid of a user who has just paid."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.products.miniprogram.checks import BoundToOpen, JustPaid
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import KnownOpenid, LiveToken, Method, Permitted, WithinQuota
from mockwx.products.shared.dialect import GATEWAY
from mockwx.products.shared.endpoint import Field, Param, endpoint
from mockwx.products.shared.ok import DONE, OK
from mockwx.products.shared.params import ACCESS_TOKEN


@endpoint(
    "GET",
    path="/wxa/getpaidunionid",
    dialect=GATEWAY,
    title="支付后获取 Unionid getPaidUnionid",
    docs="https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/basic-info/api_getpaidunionid",
    aka=("getPaidUnionid", "getPaidUnionId"),
    evidence=Evidence.DOCUMENTED,
    params=(
        ACCESS_TOKEN,
        Param("openid", "the user who paid", "支付用户的 openid"),
        Param("transaction_id", "of the payment", "微信支付订单号", required=False),
        Param("mch_id", "with out_trade_no, instead of transaction_id", "商户号", required=False),
        Param("out_trade_no", "with mch_id", "商户订单号", required=False),
    ),
    answer=(
        Field("unionid", "string", "the user for the app's owner; it comes first"),
        *DONE,
    ),
    checks=(
        Method(wanted=("GET",)),
        LiveToken(),
        Permitted(),
        WithinQuota(),
        KnownOpenid("openid"),
        BoundToOpen(),
        JustPaid(),
    ),
    by_rule=(e.common.SYSTEM_ERROR, e.common.INVALID_ACCESS_TOKEN),
    assumed=("an app that is not bound to an owner is told so (89002) before the payment is looked up",),
)
def getpaidunionid(call: Call) -> dict[str, Any]:
    accounts = call.world.accounts
    unionid = accounts.unionid(call.known_app, accounts.user_made(call.known_user))
    return {"unionid": unionid, **OK}
