"""授权方选项: one setting of an app, as a platform reads it."""

from __future__ import annotations

from typing import Any

from mockwx.core.errcodes import Evidence
from mockwx.products.component.checks import ASKED_OF_OPTIONS
from mockwx.products.component.shared import DOCS, OPTION_ASSUMED, OPTION_BY_RULE, OPTION_PARAMS
from mockwx.products.shared.call import Call
from mockwx.products.shared.dialect import GATEWAY
from mockwx.products.shared.endpoint import Field, endpoint


@endpoint(
    "POST",
    path="/cgi-bin/component/api_get_authorizer_option",
    dialect=GATEWAY,
    title="获取授权方选项信息 getAuthorizerOptionInfo",
    docs=f"{DOCS}/openApi/authorization-management/api_getauthorizeroptioninfo",
    aka=("getAuthorizerOptionInfo",),
    evidence=Evidence.DOCUMENTED,
    reads_body=True,
    params=OPTION_PARAMS,
    answer=(
        Field("authorizer_appid", "string", "the app"),
        Field("option_name", "string", "the setting"),
        Field("option_value", "string", "a number as text; 0 unless it was set"),
    ),
    checks=ASKED_OF_OPTIONS,
    by_rule=OPTION_BY_RULE,
    assumed=OPTION_ASSUMED,
)
def api_get_authorizer_option(call: Call) -> dict[str, Any]:
    app, name = call.known_app, call.text("option_name")
    value = call.world.components.option(app.appid, name)
    return {"authorizer_appid": app.appid, "option_name": name, "option_value": value}
