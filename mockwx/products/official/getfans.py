"""获取关注用户列表: the openids of all followers, 10 000 at a time."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.people.accounts import Kind
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import KnownOpenid, LiveToken, Method, Permitted, WithinQuota
from mockwx.products.shared.dialect import BUSINESS
from mockwx.products.shared.endpoint import Field, Param, endpoint
from mockwx.products.shared.params import ACCESS_TOKEN

_AT_ONCE = 10_000


@endpoint(
    "GET",
    path="/cgi-bin/user/get",
    dialect=BUSINESS,
    title="获取关注用户列表 getFans",
    docs="https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_getfans",
    aka=("getFans",),
    evidence=Evidence.DOCUMENTED,
    params=(
        ACCESS_TOKEN,
        Param("next_openid", "go on behind this one", "从该 openid 之后开始", required=False),
    ),
    answer=(
        Field("total", "integer", "how many follow the account"),
        Field("count", "integer", "how many are told here, at most 10000"),
        Field("data", "object", "openid: a list; absent where none is told", always=False),
        Field("next_openid", "string", "the last one told; empty where none is"),
    ),
    checks=(
        Method(wanted=("GET",)),
        LiveToken(),
        Permitted((Kind.OFFICIAL,), gateway=True),
        WithinQuota(gateway=True),
        KnownOpenid("next_openid", if_given=True, evidence=Evidence.ASSUMED),
    ),
    by_rule=(e.common.SYSTEM_ERROR, e.common.INVALID_ACCESS_TOKEN),
    assumed=(
        "who follows the longest comes first",
        "where everybody follows, those are told whom the world knows",
        "behind an openid that follows no longer the list begins anew",
    ),
)
def getfans(call: Call) -> dict[str, Any]:
    accounts, app = call.world.accounts, call.known_app
    followings = call.world.followers.all(app)
    openids = [accounts.openid(app, accounts.user_made(following.user)) for following in followings]
    after = call.text("next_openid")
    first = openids.index(after) + 1 if after in openids else 0
    page = openids[first : first + _AT_ONCE]
    data = {"data": {"openid": page}} if page else {}
    return {"total": len(openids), "count": len(page), **data, "next_openid": page[-1] if page else ""}
