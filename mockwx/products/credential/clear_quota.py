"""重置API调用次数: all quotas of the app, or third-party platform, whose token it is."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.products.credential.checks import LiveTokenOfAny, MayClear, OwnAppid
from mockwx.products.credential.shared import clear_all
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import HasBody, Method, Permitted
from mockwx.products.shared.dialect import GATEWAY
from mockwx.products.shared.endpoint import Param, endpoint
from mockwx.products.shared.ok import DONE
from mockwx.products.shared.params import ACCESS_TOKEN


@endpoint(
    "POST",
    path="/cgi-bin/clear_quota",
    dialect=GATEWAY,
    title="重置API调用次数 clearQuota",
    docs="https://developers.weixin.qq.com/miniprogram/dev/server/API/openApi-mgnt/api_clearquota",
    aka=("clearQuota",),
    evidence=Evidence.DOCUMENTED,
    reads_body=True,
    params=(ACCESS_TOKEN, Param("appid", "that of the access_token", "要被清空的账号的 appid")),
    answer=DONE,
    checks=(
        Method(wanted=("POST",)),
        LiveTokenOfAny(),
        Permitted(evidence=Evidence.DOCUMENTED),
        HasBody(evidence=Evidence.ASSUMED),
        OwnAppid(),
        MayClear(),
    ),
    by_rule=(e.common.SYSTEM_ERROR, e.common.INVALID_ACCESS_TOKEN),
    assumed=("clear_quota, clear_quota_v2 and quota_clear draw on the same ten a month",),
)
def clear_quota(call: Call) -> dict[str, Any]:
    return clear_all(call)
