"""重置指定API调用次数: the quotas of one api."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.products.credential.checks import CountedPath, MayClear
from mockwx.products.credential.shared import clear, cleared
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import HasBody, LiveToken, Method, Permitted
from mockwx.products.shared.dialect import GATEWAY
from mockwx.products.shared.endpoint import Param, endpoint
from mockwx.products.shared.ok import DONE
from mockwx.products.shared.params import ACCESS_TOKEN


@endpoint(
    "POST",
    path="/cgi-bin/openapi/quota/clear",
    dialect=GATEWAY,
    title="重置指定API调用次数 clearApiQuota",
    docs="https://developers.weixin.qq.com/miniprogram/dev/server/API/openApi-mgnt/api_clearapiquota",
    aka=("clearApiQuota",),
    evidence=Evidence.DOCUMENTED,
    reads_body=True,
    params=(ACCESS_TOKEN, Param("cgi_path", "the api's path, such as /cgi-bin/token", "api 的请求地址")),
    answer=DONE,
    checks=(
        Method(wanted=("POST",)),
        LiveToken(),
        Permitted(evidence=Evidence.DOCUMENTED),
        HasBody(evidence=Evidence.ASSUMED),
        CountedPath(),
        MayClear(),
    ),
    by_rule=(e.common.SYSTEM_ERROR, e.common.INVALID_ACCESS_TOKEN),
)
def quota_clear(call: Call) -> dict[str, Any]:
    clear(call, call.neighbours[call.text("cgi_path")])
    return cleared(call)
