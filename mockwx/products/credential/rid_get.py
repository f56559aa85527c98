"""查询rid信息: what the journal knows of a call that failed, by the rid in its errmsg."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.journal.entries import masked_exchange
from mockwx.products.credential.checks import OwnRid
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import HasBody, LiveToken, Method, Permitted, WithinQuota
from mockwx.products.shared.dialect import GATEWAY
from mockwx.products.shared.endpoint import Field, Param, endpoint
from mockwx.products.shared.ok import DONE, OK
from mockwx.products.shared.params import ACCESS_TOKEN


@endpoint(
    "POST",
    path="/cgi-bin/openapi/rid/get",
    dialect=GATEWAY,
    title="查询rid信息 getRidInfo",
    docs="https://developers.weixin.qq.com/miniprogram/dev/server/API/openApi-mgnt/api_getridinfo",
    aka=("getRidInfo",),
    evidence=Evidence.DOCUMENTED,
    reads_body=True,
    params=(ACCESS_TOKEN, Param("rid", "from the errmsg of a call that failed", "调用接口报错返回的 rid")),
    answer=(
        *DONE,
        Field(
            "request",
            "object",
            "invoke_time, cost_in_ms, request_url, request_body, response_body, client_ip",
        ),
    ),
    checks=(
        Method(wanted=("POST",)),
        LiveToken(),
        Permitted(evidence=Evidence.DOCUMENTED),
        WithinQuota(evidence=Evidence.DOCUMENTED),
        HasBody(evidence=Evidence.ASSUMED),
        OwnRid(),
    ),
    by_rule=(e.common.SYSTEM_ERROR, e.common.INVALID_ACCESS_TOKEN),
    assumed=("secrets in request_url and request_body are masked",),
)
def rid_get(call: Call) -> dict[str, Any]:
    about = call.world.journal.by_rid(call.text("rid"))
    assert about is not None, "a check has found it"  # noqa: S101
    shown = masked_exchange(about)
    return {
        **OK,
        "request": {
            "invoke_time": about.at // 1000,
            "cost_in_ms": round(about.took or 0),
            # The documentation's sample has the query here and no path.
            "request_url": urlencode(shown.request.query, safe="*"),
            "request_body": shown.request.body.decode(),
            "response_body": shown.response.body.decode(),
            "client_ip": about.request.client_ip,
        },
    }
