"""授权方选项: a platform changes one setting of an app."""

from __future__ import annotations

from typing import Any

from mockwx.core.errcodes import Evidence
from mockwx.products.component.checks import ASKED_OF_OPTIONS, OptionValue
from mockwx.products.component.shared import DOCS, OPTION_ASSUMED, OPTION_BY_RULE, OPTION_PARAMS
from mockwx.products.shared.call import Call
from mockwx.products.shared.dialect import GATEWAY
from mockwx.products.shared.endpoint import Param, endpoint
from mockwx.products.shared.ok import DONE, OK


@endpoint(
    "POST",
    path="/cgi-bin/component/api_set_authorizer_option",
    dialect=GATEWAY,
    title="设置授权方选项信息 setAuthorizerOptionInfo",
    docs=f"{DOCS}/openApi/authorization-management/api_setauthorizeroptioninfo",
    aka=("setAuthorizerOptionInfo",),
    evidence=Evidence.DOCUMENTED,
    reads_body=True,
    params=(*OPTION_PARAMS, Param("option_value", "0, 1; of location_report also 2", "选项值")),
    answer=DONE,
    checks=(*ASKED_OF_OPTIONS, OptionValue()),
    by_rule=OPTION_BY_RULE,
    assumed=OPTION_ASSUMED,
)
def api_set_authorizer_option(call: Call) -> dict[str, Any]:
    call.world.components.set_option(call.known_app.appid, call.text("option_name"), call.text("option_value"))
    return dict(OK)
