"""获取插件用户openpid: a backend trades the code of wx.pluginLogin for the user's openpid."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.people.codes import CodeKind
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import HasBody, LiveCode, LiveToken, Method, Permitted, WithinQuota
from mockwx.products.shared.dialect import GATEWAY
from mockwx.products.shared.endpoint import Field, Param, endpoint
from mockwx.products.shared.ok import DONE, OK
from mockwx.products.shared.params import ACCESS_TOKEN


@endpoint(
    "POST",
    path="/wxa/getpluginopenpid",
    dialect=GATEWAY,
    title="获取插件用户openpid getPluginOpenPId",
    docs="https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/basic-info/api_getpluginopenpid",
    aka=("getPluginOpenPId",),
    evidence=Evidence.DOCUMENTED,
    reads_body=True,
    params=(ACCESS_TOKEN, Param("code", "what wx.pluginLogin gave the plugin", "wx.pluginLogin 得到的 code")),
    answer=(
        *DONE,
        Field("openpid", "string", "the user in this plugin; begins with G"),
    ),
    checks=(
        Method(wanted=("POST",)),
        LiveToken(),
        Permitted(),
        WithinQuota(),
        HasBody(evidence=Evidence.ASSUMED),
        LiveCode(
            "code",
            CodeKind.PLUGIN,
            e.plugin.NO_PLUGIN_DATA,
            e.plugin.NO_PLUGIN_DATA,
            e.plugin.NO_PLUGIN_DATA,
            used_errmsg="get no data",
        ),
    ),
    by_rule=(
        e.common.SYSTEM_ERROR,
        e.common.INVALID_ACCESS_TOKEN,
        e.plugin.SYSTEM_ERROR,
        e.plugin.INVALID_ARGS,
        e.plugin.TOO_FREQUENT,
        e.plugin.APPID_MISMATCH,
        e.plugin.INVALID_JSON,
        e.plugin.INVALID_BUTTON_SIZE,
    ),
    assumed=(
        "a spent plugin code, and one of another plugin, is answered 1007 as an unknown one is",
        "of the two published texts of 1007 the empty one is for unknown codes, 'get no data' for spent ones",
    ),
)
def getpluginopenpid(call: Call) -> dict[str, Any]:
    call.world.codes.spend(call.code_text or "", call.now)
    openpid = call.world.ids.openpid(call.known_app.appid, call.known_user)
    return {**OK, "openpid": openpid}
