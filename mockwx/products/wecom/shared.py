"""What WeCom's apis share: parameters and answers, whose call it is, and the way through a login page."""

from __future__ import annotations

from html import escape
from typing import Any
from urllib.parse import quote

from mockwx.core import errcodes as e
from mockwx.core.people.accounts import App, Kind
from mockwx.core.suites import Suite
from mockwx.core.tokens.quotas import Quota
from mockwx.core.web.hosts import WECOM_OPEN_HOST
from mockwx.core.web.redirects import site_of
from mockwx.core.web.wechat_client import DECISION, USER
from mockwx.core.wecom import Agent, Corp, CorpLogin
from mockwx.core.wire import Document
from mockwx.made_up_people import Person, person
from mockwx.products.shared.call import Call
from mockwx.products.shared.document import led_back, literal
from mockwx.products.shared.endpoint import Field, Param
from mockwx.products.shared.ok import DONE, OK
from mockwx.products.shared.pages import script
from mockwx.products.shared.pages.consent import consent_page
from mockwx.products.shared.params import REDIRECT_URI, VISITOR_DECISION

AGENT_TOKEN = Param(
    "access_token",
    "of an agent, from gettoken",
    "gettoken 得到的应用凭证，只能放在 query",
    within="query",
)

CODE = Param("code", "what the callback brought", "授权回调带来的 code")

BY_RULE = (e.wecom.BUSY, e.wecom.AGENT_DISABLED)

PRIVATE = "snsapi_privateinfo"

LINK_PARAMS = (
    REDIRECT_URI,
    Param("state", "comes back as it is; at most 128 bytes", "原样带回，不超过 128 字节", required=False),
)

VISITOR_PARAMS = (
    Param(USER, "whose phone opens the link", "打开链接的用户（mockwx 专用）", required=False),
    VISITOR_DECISION,
)

LINK_ASSUMED = (
    "the order of the checks, and the numbers of the pages",
    "a state may be made of any characters, as in Tencent's own sample; the documentation says letters and digits",
    "state comes back also where it is empty or absent",
    "a redirect_uri may lead anywhere where the agent declares no domain",
)

IP_LIST_ANSWER = (Field("ip_list", "array", "addresses"), *DONE)
TICKET_DOCS = "https://developer.work.weixin.qq.com/document/path/96909"
TICKET_ANSWER = (
    *DONE,
    Field("ticket", "string", "86 characters, to sign a page's URL with"),
    Field("expires_in", "integer", "seconds that are left"),
)
TICKET_QUOTAS = (Quota(400, "h", "corp"), Quota(100, "h", "app"))
TICKET_ASSUMED = ("a ticket that is asked for again is the same while it lives",)
MEMBER_ASSUMED = (
    "the order of the checks after the access_token",
    "a refused call does not spend the code",
    "of who is no member, external_userid is told to every agent of a corp whose customer they are",
)
BODY_ASSUMED = "a body that is no JSON, and a GET, are answered as if it had no parameters"
DEPARTMENT_PARAM = Param("id", "not looked at: there is one department", "部门 id，不检查", required=False)
DEPARTMENT_ASSUMED = ("a corp has one department, 1, in which everybody is; its parentid is 0 and nobody leads it",)
MOST_SEARCHED = 1000
"""So many users are looked through for a phone number, since most have one that is made up when it is asked for."""
_CORP_MAIL, _PRIVATE_MAIL = "corp.example.com", "mail.example.com"
CORP_PARAM = Param("appid", "the corpid", "企业的 CorpID")
AGENT_PARAM = Param("agentid", "the agent", "应用的 AgentID")
LANG_PARAM = Param("lang", "not looked at", "语言，不检查", required=False, choices=("zh", "en"))
LOGIN_ASKS = "企业微信登录：请选择成员"
LOGIN_ASSUMED = (*LINK_ASSUMED, "without an agentid the visible range of any agent will do")


def corp_of(call: Call) -> Corp:
    return call.world.corps.of(call.known_app)


def agent_with_secret(call: Call, secret: str) -> Agent | None:
    """The first agent takes any secret where it has none of its own, so it is asked last."""
    own, *others = corp_of(call).all_agents(call.known_app)
    for agent in (*others, own):
        if agent.secret is None or agent.secret == secret:
            return agent
    return None


def agent_of_token(call: Call) -> Agent:
    """The agent that calls, for code that runs behind a check of its access_token.

    An agent that is declared no longer sees nothing and nobody.
    """
    token = call.world.corps.token(call.request.query.get("access_token", ""))
    assert token is not None, f"{call.endpoint.api} has no check that finds the agent"  # noqa: S101
    if token.suite:
        suite = call.world.accounts.app(token.suite)
        agent = call.world.suites.agent(suite, call.known_app) if suite is not None else None
    else:
        agent = corp_of(call).agent(call.known_app, token.agentid)
    return agent or Agent(token.agentid, None, visible=())


def suite_of_token(call: Call) -> Suite | None:
    """The service provider's suite that calls; None: an agent of the corp's own."""
    token = call.world.corps.token(call.request.query.get("access_token", ""))
    return call.world.suites.find(token.suite) if token is not None and token.suite else None


def suite_with_secret(call: Call, secret: str) -> App | None:
    """Of an app that a provider develops for the corp (代开发): its permanent_code is its corpsecret."""
    suites, corp = call.world.suites, call.known_app
    for app in call.world.accounts.apps():
        if app.kind is Kind.SUITE and app.appid.startswith("dk"):
            installation = suites.installation(app.appid, corp)
            if installation is not None and secret == suites.permanent_code(app.appid, corp, installation):
                return app if installation.active else None
    return None


def userid_of(call: Call, user: str) -> str:
    """What who calls knows the member by."""
    suite, corp = suite_of_token(call), corp_of(call)
    return corp.userid(user) if suite is None else call.world.suites.userid(suite, corp, user)


def member_called(call: Call, userid: str) -> str | None:
    """The user who has this userid in the corp; who was never heard of in this world is nobody."""
    corp, accounts, suite = corp_of(call), call.world.accounts, suite_of_token(call)
    if suite is not None and suite.userids == "encrypted":
        membership = call.world.suites.membership(userid)
        is_theirs = membership is not None and membership.corpid == corp.appid and corp.has(membership.user)
        return membership.user if membership is not None and is_theirs else None
    return next((user for user in corp.users_called(userid) if corp.has(user) and accounts.is_declared(user)), None)


def member_of_mobile(call: Call, mobile: str) -> str | None:
    """The member who has the phone number."""
    corp, seed = corp_of(call), call.world.settings.seed
    for user in call.world.accounts.users()[:MOST_SEARCHED]:
        if corp.has(user.name) and person(seed, user).phone == mobile:
            return user.name
    return None


def member_of_email(call: Call, email: str) -> str | None:
    """The member whose e-mail address of that type it is."""
    domain = _PRIVATE_MAIL if call.text("email_type") == "2" else _CORP_MAIL
    userid, at, host = email.rpartition("@")
    return member_called(call, userid) if at and host.lower() == domain else None


def private_of(who: Person, userid: str) -> dict[str, str]:
    """In the order of the documentation; the gender is a text."""
    return {
        "userid": userid,
        "gender": str(who.gender),
        "avatar": who.avatar,
        "qr_code": f"https://open.work.weixin.qq.com/wwopen/userQRCode?vcode=mock{userid}",
        "mobile": who.phone,
        "email": f"{userid}@{_PRIVATE_MAIL}",
        "biz_mail": f"{userid}@{_CORP_MAIL}",
        "address": f"{who.province}{who.city}",
    }


def lead(call: Call, asks: str, *, scope: str = "", silent: bool = False, brings: str = "code") -> Document:
    """``silent``: nobody is asked. ``brings``: what the code is called in the callback."""
    decision, state = call.text(DECISION), {"state": call.text("state")}
    if call.user is None or not (silent or decision):
        return consent_page(call, asks, silent=silent)
    if decision == "deny" and not silent:
        return led_back(call, state)
    entered = CorpLogin(scope, site_of(call.text("redirect_uri")) or "")
    user = call.world.accounts.user_made(call.user)
    return led_back(call, {brings: call.world.corps.enter(call.known_app.appid, user.name, entered, call.now)} | state)


def login_page(call: Call, asks: str) -> Document:
    """The older login page before anybody has decided: with a QR code, and its long poll."""
    request, redirect_uri, state = call.request, call.text("redirect_uri"), call.text("state")
    corpid = call.known_app.appid
    qrcode = call.world.qrcodes.make_for_corp(corpid, call.text("agentid"), redirect_uri, state, call.now)
    by_name = request.origin.partition("://")[2].partition(":")[0].lower() == WECOM_OPEN_HOST
    base = f"//{WECOM_OPEN_HOST}{request.root}" if by_name else request.root
    fields = {
        "redirect_uri": redirect_uri,
        "state": quote(state, safe=""),
        "appid": corpid,
        "poll": f"{request.root}{LONG_POLL}?key={qrcode.uuid}",
    }
    page = ", ".join(f"{name}: {literal(text, inside_html=True)}" for name, text in fields.items())
    shown = (
        f'<img class="qrcode lightBorder" src="{escape(base)}/wwopen/sso/qrImg?key={qrcode.uuid}"'
        ' alt="登录二维码" width="280" height="280">\n'
        '<p class="js_wecom_status" role="status">请使用企业微信扫描二维码登录</p>\n'
        f"<script>window.settings = {{ longPollGetUrl: {literal(LONG_POLL, inside_html=True)} }};\n"
        f"{script('wecomQrcode.js', '{ ' + page + ' }')}</script>"
    )
    return consent_page(call, asks, silent=False, shown=shown)


LONG_POLL = "/wwopen/sso/l/qrConnect"


def spend_code(call: Call) -> bool:
    """Whether it was a member's code."""
    call.world.codes.spend(call.code_text or "", call.now)
    return corp_of(call).has(call.known_user)


def issued_ticket(call: Call) -> str | None:
    """The user_ticket: only for a login that asked for what is private, and a member whom the agent sees."""
    corps, corpid, user = call.world.corps, call.known_app.appid, call.known_user
    agent = agent_of_token(call)
    if corps.entered(call.code_text or "").scope != PRIVATE or not agent.sees(user):
        return None
    return corps.issue_ticket(corpid, agent.agentid, user, call.now)


def external_id(call: Call) -> dict[str, str]:
    """external_userid of a customer; nothing of anybody else."""
    corp, user = corp_of(call), call.known_user
    if user not in corp.customers:
        return {}
    return {"external_userid": external_userid(call, user)}


def external_userid(call: Call, user: str) -> str:
    return f"wmMOCK{call.world.ids.hexadecimal(22, 'external_userid', call.known_app.appid, user)}"


def fetched_ticket(call: Call, kind: str) -> dict[str, Any]:
    """A jsapi_ticket of the corp, or of one of its agents."""
    ticket = call.world.tickets.fetch(call.known_app.appid, kind, call.now)
    return {**OK, "ticket": ticket.text, "expires_in": (ticket.expires_at - call.now) // 1000}
