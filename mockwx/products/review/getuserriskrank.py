"""获取用户安全等级: how likely is it that a user cheats."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.products.review.checks import RiskArguments, SeenLately
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import HasBody, LiveToken, Method, Permitted, WithinQuota
from mockwx.products.shared.dialect import GATEWAY
from mockwx.products.shared.endpoint import Field, Param, endpoint
from mockwx.products.shared.ok import DONE
from mockwx.products.shared.params import ACCESS_TOKEN


@endpoint(
    "POST",
    path="/wxa/getuserriskrank",
    dialect=GATEWAY,
    title="获取用户安全等级 getUserRiskRank",
    docs="https://developers.weixin.qq.com/miniprogram/dev/server/API/sec-center/safety-control-capability/api_getuserriskrank",
    aka=("getUserRiskRank",),
    evidence=Evidence.DOCUMENTED,
    reads_body=True,
    params=(
        ACCESS_TOKEN,
        Param("appid", "the mini program", "小程序 appid"),
        Param("openid", "a user who was in the mini program within 30 minutes", "30 分钟内访问过的用户"),
        Param("scene", "0 registration, 1 cheating", "0 注册，1 营销作弊", type="integer"),
        Param("client_ip", "of the user; not looked at", "用户 IP", type="string"),
        Param("mobile_no", "not looked at", "不检查", required=False),
        Param("email_address", "not looked at", "不检查", required=False),
        Param("extended_info", "not looked at", "不检查", required=False),
        Param("is_test", "not looked at", "不检查", required=False, type="boolean"),
    ),
    answer=(
        *DONE,
        Field("risk_rank", "integer", "0 to 4; 4 is the highest risk"),
        Field("unoin_id", "integer", "of this query; WeChat's own spelling"),
    ),
    checks=(
        Method(wanted=("POST",)),
        LiveToken(),
        Permitted(),
        WithinQuota(evidence=Evidence.ASSUMED),
        HasBody(evidence=Evidence.ASSUMED),
        RiskArguments(evidence=Evidence.DOCUMENTED),
        SeenLately(minutes=30, evidence=Evidence.DOCUMENTED),
    ),
    by_rule=(e.common.SYSTEM_ERROR, e.common.INVALID_ACCESS_TOKEN),
    assumed=(
        "the order of the checks, and which argument is told as 1003",
        "a user whom WeChat blocks (wechat.block_user) has rank 4, all others 0",
        "the half hour counts from the last login or checkSession",
    ),
)
def getuserriskrank(call: Call) -> dict[str, Any]:
    user = call.world.accounts.user(call.known_user)
    rank = 4 if user is not None and user.blocked else 0
    return {"errcode": 0, "errmsg": "getuserriskrank succ", "risk_rank": rank, "unoin_id": 100_000 + call.number}
