"""获取部门列表: the departments of a corp."""

from __future__ import annotations

from typing import Any

from mockwx.core.errcodes import Evidence
from mockwx.core.web.hosts import WECOM_HOST
from mockwx.products.shared.call import Call
from mockwx.products.shared.endpoint import Field, endpoint
from mockwx.products.shared.ok import DONE, OK
from mockwx.products.shared.wecom_dialect import WECOM
from mockwx.products.wecom.checks import ASKED_OF_AGENTS
from mockwx.products.wecom.shared import AGENT_TOKEN, BY_RULE, DEPARTMENT_ASSUMED, DEPARTMENT_PARAM, suite_of_token


@endpoint(
    "GET",
    host=WECOM_HOST,
    path="/cgi-bin/department/list",
    dialect=WECOM,
    title="企业微信：获取部门列表",
    docs="https://developer.work.weixin.qq.com/document/path/90208",
    aka=("department/list",),
    evidence=Evidence.DOCUMENTED,
    params=(AGENT_TOKEN, DEPARTMENT_PARAM),
    answer=(*DONE, Field("department", "array", "id, name, name_en, department_leader, parentid, order")),
    checks=ASKED_OF_AGENTS,
    by_rule=BY_RULE,
    assumed=DEPARTMENT_ASSUMED,
)
def department_list(call: Call) -> dict[str, Any]:
    # A service provider's suite is told the id in place of the name since 2020-06-30 (documented).
    name = {"name": call.known_app.name, "name_en": ""} if suite_of_token(call) is None else {"name": "1"}
    return {**OK, "department": [{"id": 1, **name, "department_leader": [], "parentid": 0, "order": 100_000_000}]}
