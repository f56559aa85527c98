"""网络检测: whether WeChat's servers reach the callback. Nothing is asked here; the answer says that all is well."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.products.official.checks import HasCallback
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import HasBody, LiveToken, Method, OneOf, Permitted, WithinQuota
from mockwx.products.shared.dialect import GATEWAY
from mockwx.products.shared.endpoint import Field, Param, endpoint
from mockwx.products.shared.params import ACCESS_TOKEN

ACTIONS = ("all", "dns", "ping")
OPERATORS = ("DEFAULT", "CHINANET", "UNICOM", "CAP")
_ADDRESS = "192.0.2.80"
"""Reserved for documentation."""


@endpoint(
    "POST",
    path="/cgi-bin/callback/check",
    dialect=GATEWAY,
    title="网络通信检测 callbackCheck",
    docs="https://developers.weixin.qq.com/doc/service/api/base/api_callbackcheck",
    aka=("callbackCheck",),
    evidence=Evidence.DOCUMENTED,
    reads_body=True,
    params=(
        ACCESS_TOKEN,
        Param("action", "what is looked at", "检测动作", choices=ACTIONS),
        Param("check_operator", "from whose network", "检测所用的运营商", choices=OPERATORS),
    ),
    answer=(
        Field("dns", "array", "ip and real_operator of each address", always=False),
        Field("ping", "array", "ip, from_operator, package_loss and time of each address", always=False),
    ),
    checks=(
        Method(wanted=("POST",)),
        LiveToken(),
        Permitted(),
        WithinQuota(evidence=Evidence.ASSUMED),
        HasBody(evidence=Evidence.DOCUMENTED),
        OneOf("action", ACTIONS, e.official.INVALID_CHECK_ACTION, evidence=Evidence.DOCUMENTED),
        OneOf("check_operator", OPERATORS, e.official.INVALID_CHECK_OPERATOR, evidence=Evidence.DOCUMENTED),
        HasCallback(evidence=Evidence.DOCUMENTED),
    ),
    by_rule=(e.common.SYSTEM_ERROR, e.common.INVALID_ACCESS_TOKEN),
    assumed=(
        "the order of the checks",
        "the shape of the answer's dns and ping",
        "all is well, at one address that exists nowhere",
    ),
)
def callback_check(call: Call) -> dict[str, Any]:
    action, operator = call.text("action"), call.text("check_operator")
    network = "UNICOM" if operator == "DEFAULT" else operator
    answer: dict[str, Any] = {}
    if action in ("all", "dns"):
        answer["dns"] = [{"ip": _ADDRESS, "real_operator": network}]
    if action in ("all", "ping"):
        answer["ping"] = [{"ip": _ADDRESS, "from_operator": network, "package_loss": "0%", "time": "23.079ms"}]
    return answer
