"""批量获取用户基本信息: up to 100 followers at once."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.people.accounts import Kind
from mockwx.products.official.checks import KnownOpenids, OpenidsWithin, listed
from mockwx.products.official.shared import follower
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import HasBody, LiveToken, Method, Permitted, WithinQuota
from mockwx.products.shared.dialect import BUSINESS
from mockwx.products.shared.endpoint import Field, Param, endpoint
from mockwx.products.shared.params import ACCESS_TOKEN


@endpoint(
    "POST",
    path="/cgi-bin/user/info/batchget",
    dialect=BUSINESS,
    title="批量获取用户基本信息 batchUserInfo",
    docs="https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_batchuserinfo",
    aka=("batchUserInfo",),
    evidence=Evidence.DOCUMENTED,
    reads_body=True,
    params=(
        ACCESS_TOKEN,
        Param("user_list", "1 to 100 of {openid, lang}", "1 到 100 个 {openid, lang}", type="array"),
    ),
    answer=(Field("user_info_list", "array", "each as user_info tells it"),),
    checks=(
        Method(wanted=("POST",)),
        LiveToken(),
        Permitted((Kind.OFFICIAL,), gateway=True),
        WithinQuota(gateway=True),
        HasBody(gateway=True, evidence=Evidence.DOCUMENTED),
        OpenidsWithin(),
        KnownOpenids(),
    ),
    by_rule=(
        e.common.SYSTEM_ERROR,
        e.common.INVALID_ACCESS_TOKEN,
        e.official.NO_SUCH_USER,
        e.official.OPENID_OF_OTHER_APP,
    ),
    assumed=("an absent user_list is as an empty one", "more than 100 are 40032; an answer of Tencent's staff says 50"),
)
def user_info_batchget(call: Call) -> dict[str, Any]:
    return {"user_info_list": [_profile_of(call, entry) for entry in listed(call)]}


def _profile_of(call: Call, entry: dict[str, Any]) -> dict[str, Any]:
    """As documented for who does not follow: nothing but that."""
    identity = call.world.accounts.identity(entry["openid"])
    assert identity is not None, "asked behind KnownOpenids"  # noqa: S101
    lang = entry.get("lang")
    profile = follower(call, identity.user, lang if isinstance(lang, str) else "")
    return profile or {"subscribe": 0, "openid": entry["openid"]}
