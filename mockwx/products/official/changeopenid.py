"""账号迁移转换 openid: what the users of a former account are called in the account that took it over."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.people.accounts import Kind
from mockwx.products.official.checks import OpenidsWithin, listed
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import HasBody, LiveToken, Method, Permitted, WithinQuota
from mockwx.products.shared.dialect import GATEWAY
from mockwx.products.shared.endpoint import Field, Param, endpoint
from mockwx.products.shared.ok import DONE, OK
from mockwx.products.shared.params import ACCESS_TOKEN


@endpoint(
    "POST",
    path="/cgi-bin/changeopenid",
    dialect=GATEWAY,
    title="账号迁移 openid 转换 changeOpenid",
    docs="https://developers.weixin.qq.com/doc/service/guide/product/account_migration.html",
    aka=("changeOpenid",),
    evidence=Evidence.DOCUMENTED,
    reads_body=True,
    params=(
        ACCESS_TOKEN,
        Param("from_appid", "the former account", "原账号 appid"),
        Param("openid_list", "1 to 100 openids of the former account", "原账号的 1 到 100 个 openid", type="array"),
    ),
    answer=(
        *DONE,
        Field("result_list", "array", "ori_openid, new_openid, err_msg ok; or ori_openid, err_msg ori_openid error"),
    ),
    checks=(
        Method(wanted=("POST",)),
        LiveToken(),
        Permitted((Kind.OFFICIAL,), evidence=Evidence.ASSUMED),
        WithinQuota(evidence=Evidence.ASSUMED),
        HasBody(evidence=Evidence.ASSUMED),
        OpenidsWithin("openid_list", evidence=Evidence.ASSUMED),
    ),
    by_rule=(e.common.SYSTEM_ERROR, e.common.INVALID_ACCESS_TOKEN),
    assumed=(
        "the order of the checks",
        "no openids, or more than 100, are 40032",
        "nobody asks whether the former account was really taken over",
        "an unknown from_appid makes every openid an error of its own",
    ),
)
def changeopenid(call: Call) -> dict[str, Any]:
    return {**OK, "result_list": [_changed(call, openid) for openid in listed(call, "openid_list")]}


def _changed(call: Call, openid: object) -> dict[str, object]:
    accounts = call.world.accounts
    identity = accounts.identity(openid) if isinstance(openid, str) else None
    if identity is None or identity.appid != call.text("from_appid"):
        return {"ori_openid": openid, "err_msg": "ori_openid error"}
    new = accounts.openid(call.known_app, accounts.user_made(identity.user))
    return {"ori_openid": openid, "new_openid": new, "err_msg": "ok"}
