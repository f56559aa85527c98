"""获取子部门ID列表: the departments of a corp, without their names."""

from __future__ import annotations

from typing import Any

from mockwx.core.errcodes import Evidence
from mockwx.core.web.hosts import WECOM_HOST
from mockwx.products.shared.call import Call
from mockwx.products.shared.endpoint import Field, endpoint
from mockwx.products.shared.ok import DONE, OK
from mockwx.products.shared.wecom_dialect import WECOM
from mockwx.products.wecom.checks import ASKED_OF_AGENTS
from mockwx.products.wecom.shared import AGENT_TOKEN, BY_RULE, DEPARTMENT_ASSUMED, DEPARTMENT_PARAM


@endpoint(
    "GET",
    host=WECOM_HOST,
    path="/cgi-bin/department/simplelist",
    dialect=WECOM,
    title="企业微信：获取子部门 ID 列表",
    docs="https://developer.work.weixin.qq.com/document/path/95350",
    aka=("department/simplelist",),
    evidence=Evidence.DOCUMENTED,
    params=(AGENT_TOKEN, DEPARTMENT_PARAM),
    answer=(*DONE, Field("department_id", "array", "id, parentid, order")),
    checks=ASKED_OF_AGENTS,
    by_rule=BY_RULE,
    assumed=DEPARTMENT_ASSUMED,
)
def department_simplelist(call: Call) -> dict[str, Any]:
    return {**OK, "department_id": [{"id": 1, "parentid": 0, "order": 100_000_000}]}
