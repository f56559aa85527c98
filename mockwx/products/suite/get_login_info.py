"""获取登录用户信息: who has logged in at a service provider's website."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.suites import Suite
from mockwx.core.web.hosts import WECOM_HOST
from mockwx.made_up_people import person
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import Present
from mockwx.products.shared.endpoint import Field, endpoint
from mockwx.products.shared.ok import DONE, OK
from mockwx.products.shared.wecom_dialect import WECOM
from mockwx.products.suite.checks import ASKED_OF_PROVIDERS, JsonBody, LiveAuthCode
from mockwx.products.suite.shared import AUTH_CODE, DOCS, ORDER, PROVIDER_TOKEN, auth_corp_info, known_corp

_CREATOR, _ADMIN, _MEMBER = 1, 2, 5


@endpoint(
    "POST",
    host=WECOM_HOST,
    path="/cgi-bin/service/get_login_info",
    dialect=WECOM,
    title="企业微信：获取登录用户信息",
    docs=f"{DOCS}/91125",
    aka=("service/get_login_info",),
    evidence=Evidence.DOCUMENTED,
    reads_body=True,
    params=(PROVIDER_TOKEN, AUTH_CODE),
    answer=(
        *DONE,
        Field("usertype", "integer", "1 the corp's creator, 2 an administrator, 5 a member"),
        Field("user_info", "object", "userid, open_userid, name, avatar"),
        Field("corp_info", "object", "corpid"),
        Field("agent", "array", "of an administrator: agentid and auth_type of the provider's suites", always=False),
        Field("auth_info", "object", "of an administrator: department", always=False),
    ),
    checks=(
        *ASKED_OF_PROVIDERS,
        JsonBody(evidence=Evidence.ASSUMED),
        Present("auth_code", e.wecom.MISSING_CODE, evidence=Evidence.DOCUMENTED),
        LiveAuthCode(),
    ),
    by_rule=(e.wecom.BUSY,),
    assumed=(
        ORDER,
        "an unknown auth_code is 40078, a provider_access_token that expired 42001",
        "the userid is the open_userid; the corpid is not encrypted",
        "an administrator may manage every suite of the provider that the corp has installed, and one department",
    ),
)
def get_login_info(call: Call) -> dict[str, Any]:
    world, auth_code = call.world, call.text("auth_code")
    login = world.suites.auth_code(auth_code)
    assert login is not None, "asked behind LiveAuthCode"  # noqa: S101
    world.suites.spend(auth_code, call.now)
    app, corp = known_corp(call, login.corpid)
    provider = call.known_app.name
    who = person(world.settings.seed, world.accounts.user_made(login.user))
    open_userid = world.suites.open_userid(Suite("", provider), corp.appid, login.user)
    usertype = _MEMBER if not login.admin else _CREATOR if login.user == (corp.admins or ("",))[0] else _ADMIN
    answer = {
        **OK,
        "usertype": usertype,
        "user_info": {"userid": open_userid, "open_userid": open_userid, "name": who.nickname, "avatar": who.avatar},
        "corp_info": {"corpid": auth_corp_info(app)["corpid"]},
    }
    if usertype == _MEMBER:
        return answer
    own = [
        app_of_provider
        for app_of_provider in world.accounts.apps()
        if world.suites.of(app_of_provider).provider == provider
    ]
    agents = [world.suites.agent(suite, app) for suite in own if world.suites.is_installed(suite.appid, app)]
    return {
        **answer,
        "agent": [{"agentid": int(agent.agentid), "auth_type": 1} for agent in agents],
        "auth_info": {"department": [{"id": 1, "writable": True}]},
    }
