"""What the apis of WeCom's service providers share: parameters and answers, whose call it is, and whose login."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.people.accounts import App, Kind
from mockwx.core.people.codes import CodeKind
from mockwx.core.suites import Suite, SuiteLogin
from mockwx.core.web.wechat_client import APP, DECISION, USER
from mockwx.core.wecom import Corp
from mockwx.core.wire import Document
from mockwx.made_up_people import person
from mockwx.products.shared.call import Call
from mockwx.products.shared.document import led_back
from mockwx.products.shared.endpoint import Field, Param
from mockwx.products.shared.ok import DONE, OK
from mockwx.products.shared.pages.consent import consent_page
from mockwx.products.shared.params import REDIRECT_URI, VISITOR_DECISION

DOCS = "https://developer.work.weixin.qq.com/document/path"
SUITE_TOKEN = Param("suite_access_token", "from get_suite_token", "第三方应用凭证，放在 query", within="query")
PROVIDER_TOKEN = Param(
    "access_token",
    "from get_provider_token; also as provider_access_token",
    "服务商凭证，放在 query，也可写作 provider_access_token",
    within="query",
)
AUTH_CODE = Param("auth_code", "of the redirect, or of the push", "安装回调或推送中的临时授权码")
ASKS_OF_CORP = (
    Param("auth_corpid", "the corp", "授权方 corpid"),
    Param("permanent_code", "of get_permanent_code", "永久授权码"),
)
CODE = Param("code", "what the callback brought", "授权回调带来的 code")
LINK_PARAMS = (
    REDIRECT_URI,
    Param("state", "comes back as it is; at most 128 bytes", "原样带回，不超过 128 字节", required=False),
)
LINK_ASSUMED = (
    "the order of the checks, and the numbers of the pages",
    "a state may be made of any characters, and comes back also where it is empty or absent",
    "a redirect_uri may lead anywhere where no domain is declared",
)
VISITOR_PARAMS = (
    Param(USER, "whose phone opens the link", "打开链接的用户（mockwx 专用）", required=False),
    Param(APP, "which corp, by name or corpid", "哪个企业（mockwx 专用）", required=False),
    VISITOR_DECISION,
)
BY_RULE = (e.wecom.BUSY, e.wecom.OTHER_SUITE)

ORDER = "the order of the checks"
CORP_ASSUMED = (
    "what is told about the corp beside its name is the same of every corp",
    "a removed suite is 48004",
    "who installs again what is installed keeps the permanent_code; after a removal it is another one",
)
FOR_OPEN_IDS = (
    "an encrypted userid is the open_userid (userids: plain makes it the corp's own); the corpid is never encrypted",
)
DETAIL_ANSWER = (
    *DONE,
    Field("corpid", "string", "the member's corp"),
    Field("userid", "string", "the member"),
    Field("name", "string", "the userid, since 2019-12-30"),
    Field("gender", "string", '"0" unless the login asked for snsapi_privateinfo; a text'),
    Field("avatar", "string", "a URL"),
    Field("qr_code", "string", "a URL"),
)
LOGIN_ASSUMED = (
    ORDER,
    *FOR_OPEN_IDS,
    "a user_ticket comes for snsapi_userinfo and snsapi_privateinfo, never for a login by QR code",
    "a refused call does not spend the code",
    "who is no visible member of any corp that has installed the suite has an openid in the suite",
)
OPTIONAL_DONE = (Field("errcode", "integer", "0", always=False), Field("errmsg", "string", "ok", always=False))
ERRCODE_ASSUMED = "errcode and errmsg come on failure only; wechat.suite_token_errcode: zero gives them always"


def lent(call: Call, answer: dict[str, Any]) -> dict[str, Any]:
    """A token, with errcode and errmsg where the world wants them."""
    return {**OK, **answer} if call.world.settings.wechat.suite_token_errcode == "zero" else answer


def suite_of(call: Call) -> Suite:
    return call.world.suites.of(call.known_app)


def corp_named(call: Call, corpid: str) -> App | None:
    app = call.world.accounts.app(corpid)
    return app if app is not None and app.kind is Kind.WECOM else None


def known_corp(call: Call, corpid: str) -> tuple[App, Corp]:
    """Behind a check that the corp is there."""
    app = corp_named(call, corpid)
    assert app is not None, f"{call.endpoint.api} has no check that finds the corp"  # noqa: S101
    return app, call.world.corps.of(app)


def corp_of_member(call: Call, user: str) -> App | None:
    """The corp that the link names, or else the first, of those where the user may use the suite."""
    named, world = call.text(APP), call.world
    corps = world.suites.corps_of(call.known_app, user, world.accounts.apps(), world.corps)
    return next((corp for corp in corps if not named or named in (corp.name, corp.appid)), None)


def corp_of_login(call: Call, user: str) -> App | None:
    """Whose member logs in at a provider's website: the corp that is named, else the first beside the provider."""
    world, named, is_member = call.world, call.text(APP), call.text("usertype") == "member"
    corps = [app for app in world.accounts.apps() if app.kind is Kind.WECOM and app.appid != call.known_app.appid]
    for app in (*corps, call.known_app):
        corp = world.corps.of(app)
        if corp.has(user) and (is_member or corp.is_run_by(user)) and (not named or named in (app.name, app.appid)):
            return app
    return None


def lead(call: Call, asks: str, *, scope: str = "", silent: bool = False) -> Document:
    """The way through a page of the suite's. ``silent``: nobody is asked."""
    decision, state = call.text(DECISION), {"state": call.text("state")}
    if call.user is None or not (silent or decision):
        return consent_page(call, asks, silent=silent)
    if decision == "deny" and not silent:
        return led_back(call, state)
    world = call.world
    user = world.accounts.user_made(call.user)
    corp = corp_of_member(call, user.name)
    login = SuiteLogin(corp.appid if corp is not None else "", scope)
    code = world.suites.enter(CodeKind.SUITE, call.known_app.appid, user.name, login, call.now)
    return led_back(call, {"code": code} | state)


def spent_login(call: Call) -> SuiteLogin:
    """What stood behind the code, which is spent now."""
    login = call.world.suites.login(call.code_text or "")
    call.world.codes.spend(call.code_text or "", call.now)
    return login


def member_of(call: Call, login: SuiteLogin) -> tuple[str, str] | None:
    """userid and open_userid of the member who logged in; None: of no corp that uses the suite, or no longer."""
    corp = corp_named(call, login.corpid)
    user, suite = call.known_user, suite_of(call)
    if corp is None or not call.world.suites.is_installed(suite.appid, corp):
        return None
    suites = call.world.suites
    return suites.userid(suite, call.world.corps.of(corp), user), suites.open_userid(suite, corp.appid, user)


def issued_ticket(call: Call, login: SuiteLogin) -> str | None:
    """The user_ticket: only for a login that asked for more than who it is."""
    if login.scope not in (EARLIER, PRIVATE):
        return None
    is_private = login.scope == PRIVATE
    return call.world.suites.issue_user_ticket(
        call.known_app.appid, login.corpid, call.known_user, call.now, private=is_private
    )


SILENT, EARLIER, PRIVATE = "snsapi_base", "snsapi_userinfo", "snsapi_privateinfo"


def corp_token(call: Call, corp: App) -> dict[str, Any]:
    """access_token and expires_in: what the suite acts with at the corp."""
    world, suite = call.world, call.known_app
    agent = world.suites.agent(suite, corp)
    text, token = world.corps.fetch(corp.appid, agent.agentid, call.now, suite.appid)
    return {"access_token": text, "expires_in": (token.expires_at - call.now) // 1000}


def installed(call: Call) -> tuple[App, str, dict[str, Any]]:
    """The corp behind the auth_code, which is spent now; the permanent_code; auth_user_info and state if known."""
    suites, suite, auth_code = call.world.suites, call.known_app, call.text("auth_code")
    code = suites.auth_code(auth_code)
    assert code is not None, "asked behind LiveAuthCode"  # noqa: S101
    suites.spend(auth_code, call.now)
    corp, _ = known_corp(call, code.corpid)
    installation = suites.installation(suite.appid, corp)
    assert installation is not None, "asked behind StillInstalled"  # noqa: S101
    who = auth_user_info(call, corp, code.user)
    more = ({"auth_user_info": who} if who else {}) | ({"state": code.state} if code.state else {})
    return corp, suites.permanent_code(suite.appid, corp, installation), more


def auth_corp_info(app: App) -> dict[str, Any]:
    return {"corpid": app.appid, "corp_name": app.name}


def auth_user_info(call: Call, corp: App, user: str) -> dict[str, Any]:
    """The administrator; empty where nobody knows who it was."""
    if not user:
        return {}
    suites, suite = call.world.suites, suite_of(call)
    who = person(call.world.settings.seed, call.world.accounts.user_made(user))
    return {
        "userid": suites.userid(suite, call.world.corps.of(corp), user),
        "open_userid": suites.open_userid(suite, corp.appid, user),
        "name": who.nickname,
        "avatar": who.avatar,
    }


def auth_info(call: Call, corp: App) -> dict[str, Any]:
    """The suite as an agent of the corp."""
    app, suites = call.known_app, call.world.suites
    agent, suite = suites.agent(app, corp), suite_of(call)
    members = call.world.corps.of(corp)
    visible = [suites.userid(suite, members, user) for user in agent.visible or ()]
    privilege = {
        "level": 1,
        "allow_party": [1] if agent.visible is None else [],
        "allow_user": visible,
        "allow_tag": [],
        "extra_party": [],
        "extra_user": [],
        "extra_tag": [],
    }
    return {
        "agent": [
            {
                "agentid": int(agent.agentid),
                "name": app.name,
                "round_logo_url": "https://wework.qpic.cn/mockwx/round/0",
                "square_logo_url": "https://wework.qpic.cn/mockwx/square/0",
                "appid": 1,
                "auth_mode": 0,
                "is_customized_app": app.appid.startswith("dk"),
                "auth_from_thirdapp": False,
                "privilege": privilege,
            }
        ]
    }


def full_corp_info(app: App) -> dict[str, Any]:
    """In the order of the documentation."""
    return {
        **auth_corp_info(app),
        "corp_type": "verified" if app.verified else "unverified",
        "corp_square_logo_url": "https://wework.qpic.cn/mockwx/corp/0",
        "corp_user_max": 200,
        "corp_full_name": app.name,
        "verified_end_time": 0,
        "subject_type": 1,
        "corp_wxqrcode": "https://wework.qpic.cn/mockwx/qrcode/0",
        "corp_scale": "1-50人",
        "corp_industry": "IT服务",
        "corp_sub_industry": "计算机软件/硬件/信息服务",
    }


def detail_of(call: Call) -> dict[str, Any]:
    """Behind a check of the user_ticket."""
    ticket = call.world.suites.user_ticket(call.text("user_ticket"))
    assert ticket is not None, "asked behind LiveUserTicket"  # noqa: S101
    _, corp = known_corp(call, ticket.corpid)
    userid = call.world.suites.userid(suite_of(call), corp, ticket.user)
    who = person(call.world.settings.seed, call.world.accounts.user_made(ticket.user))
    return {
        **OK,
        "corpid": ticket.corpid,
        "userid": userid,
        "name": userid,
        "gender": str(who.gender) if ticket.private else "0",
        "avatar": who.avatar,
        "qr_code": f"https://open.work.weixin.qq.com/wwopen/userQRCode?vcode=mock{userid}",
    }
