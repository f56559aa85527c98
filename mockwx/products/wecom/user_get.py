"""读取成员: what the contacts tell an agent about a member within its visible range."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.clock import parse_instant
from mockwx.core.errcodes import Evidence
from mockwx.core.web.hosts import WECOM_HOST
from mockwx.made_up_people import person
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import Present
from mockwx.products.shared.endpoint import Field, Param, endpoint
from mockwx.products.shared.ok import DONE, OK
from mockwx.products.shared.wecom_dialect import WECOM
from mockwx.products.wecom.checks import ASKED_OF_AGENTS, KnownMember
from mockwx.products.wecom.shared import AGENT_TOKEN, BY_RULE, private_of, userid_of

PRIVATE_RECALLED = parse_instant("2022-06-20T20:00:00+08:00")


@endpoint(
    "GET",
    "POST",
    host=WECOM_HOST,
    path="/cgi-bin/user/get",
    dialect=WECOM,
    title="企业微信：读取成员",
    docs="https://developer.work.weixin.qq.com/document/path/90196",
    aka=("user/get",),
    evidence=Evidence.DOCUMENTED,
    params=(AGENT_TOKEN, Param("userid", "the member", "成员UserID")),
    answer=(
        *DONE,
        Field("userid", "string", "the member"),
        Field("name", "string", "the member's name"),
        Field("department", "array", "[1]"),
        Field("order", "array", "[0]"),
        Field("position", "string", "empty"),
        Field("gender", "string", "as the next five, only before 2022-06-20 20:00", always=False),
        Field("avatar", "string", "a URL", always=False),
        Field("qr_code", "string", "a URL", always=False),
        Field("mobile", "string", "phone number", always=False),
        Field("email", "string", "a made-up one", always=False),
        Field("biz_mail", "string", "a made-up one", always=False),
        Field("address", "string", "province and city", always=False),
        Field("is_leader_in_dept", "array", "[0]"),
        Field("direct_leader", "array", "empty"),
        Field("telephone", "string", "empty"),
        Field("alias", "string", "empty"),
        Field("status", "integer", "1: has activated WeCom"),
        Field("main_department", "integer", "1"),
        Field("extattr", "object", "attrs: empty"),
    ),
    checks=(
        *ASKED_OF_AGENTS,
        Present("userid", e.wecom.MISSING_USERID, evidence=Evidence.DOCUMENTED),
        KnownMember(),
    ),
    on_error={"department": [], "order": [], "is_leader_in_dept": [], "direct_leader": []},
    by_rule=BY_RULE,
    assumed=(
        "every agent is one that was made after 2022-06-20, from when on what is private is no longer told",
        "everybody is in the one department 1 and leads nobody; the order of the keys",
        "a POST is answered like a GET, as a client in use sends it: the query alone is read",
        "a missing userid is 41009; WeCom's table has 60111 for it too",
    ),
)
def user_get(call: Call) -> dict[str, Any]:
    who = person(call.world.settings.seed, call.world.accounts.user_made(call.known_user))
    private = private_of(who, userid_of(call, call.known_user))
    userid = private.pop("userid")
    return {
        **OK,
        "userid": userid,
        "name": who.nickname,
        "department": [1],
        "order": [0],
        "position": "",
        **(private if call.now < PRIVATE_RECALLED else {}),
        "is_leader_in_dept": [0],
        "direct_leader": [],
        "telephone": "",
        "alias": "",
        "status": 1,
        "main_department": 1,
        "extattr": {"attrs": []},
    }
