"""获取客户详情: who an external contact is, for the external_userid of a login."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.web.hosts import WECOM_HOST
from mockwx.made_up_people import person
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import Present
from mockwx.products.shared.endpoint import Field, Param, endpoint
from mockwx.products.shared.ok import DONE, OK
from mockwx.products.shared.wecom_dialect import WECOM
from mockwx.products.wecom.checks import ASKED_OF_AGENTS, KnownCustomer
from mockwx.products.wecom.shared import AGENT_TOKEN, BY_RULE, corp_of

_SEARCHED = 1
"""add_way: how the member found the contact."""


@endpoint(
    "GET",
    host=WECOM_HOST,
    path="/cgi-bin/externalcontact/get",
    dialect=WECOM,
    title="企业微信：获取客户详情",
    docs="https://developer.work.weixin.qq.com/document/path/92114",
    aka=("externalcontact/get",),
    evidence=Evidence.DOCUMENTED,
    params=(AGENT_TOKEN, Param("external_userid", "from auth_getuserinfo", "外部联系人的 userid")),
    answer=(
        *DONE,
        Field(
            "external_contact", "object", "external_userid, name, type, avatar, gender; unionid of a corp with an owner"
        ),
        Field("follow_user", "array", "the members who have added them: userid, remark, description, createtime, …"),
    ),
    checks=(
        *ASKED_OF_AGENTS,
        Present("external_userid", e.wecom.INVALID_EXTERNAL_USERID, evidence=Evidence.ASSUMED),
        KnownCustomer(),
    ),
    by_rule=BY_RULE,
    assumed=(
        "a customer is a WeChat user whom the corp's first declared member added at the world's beginning, or nobody",
        "unionid is there where the corp has an owner: its Open Platform account",
        "an absent external_userid is 40096 too; the order of the keys",
    ),
)
def externalcontact_get(call: Call) -> dict[str, Any]:
    world, corp = call.world, corp_of(call)
    user = world.accounts.user_made(call.known_user)
    who = person(world.settings.seed, user)
    contact = {
        "external_userid": call.text("external_userid"),
        "name": who.nickname,
        "type": 1,
        "avatar": who.avatar,
        "gender": who.gender,
    }
    unionid = world.accounts.unionid(call.known_app, user)
    followers = [
        {
            "userid": corp.userid(member),
            "remark": who.nickname,
            "description": "",
            "createtime": world.clock.start // 1000,
            "tags": [],
            "remark_mobiles": [],
            "add_way": _SEARCHED,
            "oper_userid": corp.userid(member),
        }
        for member in (corp.members or ())[:1]
    ]
    return {**OK, "external_contact": contact | ({"unionid": unionid} if unionid else {}), "follow_user": followers}
