"""A stage with a corp of WeCom: its pages, its agents and the backend that asks on their behalf."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from mockwx.core.people.accounts import Kind
from mockwx.core.web.forms import parse_query
from mockwx.core.web.hosts import OPEN_HOST, WECOM_HOST, WECOM_LOGIN_HOST, WECOM_OPEN_HOST
from mockwx.core.wecom import Agent, Corp

from .stage import CALLBACK, NO_CODE, Said, Stage

if TYPE_CHECKING:
    from collections.abc import Mapping

GETTOKEN = "/cgi-bin/gettoken"
AUTH_GETUSERINFO = "/cgi-bin/auth/getuserinfo"
USER_GETUSERINFO = "/cgi-bin/user/getuserinfo"
GETUSERDETAIL = "/cgi-bin/auth/getuserdetail"
USER_GET = "/cgi-bin/user/get"
TO_OPENID = "/cgi-bin/user/convert_to_openid"
TO_USERID = "/cgi-bin/user/convert_to_userid"
BY_MOBILE = "/cgi-bin/user/getuserid"
BY_EMAIL = "/cgi-bin/user/get_userid_by_email"
AUTHSUCC = "/cgi-bin/user/authsucc"
TFA_INFO = "/cgi-bin/auth/get_tfa_info"
TFA_SUCC = "/cgi-bin/user/tfa_succ"
DEPARTMENTS = "/cgi-bin/department/list"
DEPARTMENT_IDS = "/cgi-bin/department/simplelist"
CUSTOMER = "/cgi-bin/externalcontact/get"
JSCODE2SESSION = "/cgi-bin/miniprogram/jscode2session"
JSAPI_TICKET = "/cgi-bin/get_jsapi_ticket"
AGENT_TICKET = "/cgi-bin/ticket/get"
CALLBACK_IP = "/cgi-bin/getcallbackip"
DOMAIN_IP = "/cgi-bin/get_api_domain_ip"

AUTHORIZE = f"https://{OPEN_HOST}/connect/oauth2/authorize"
LOGIN = f"https://{WECOM_LOGIN_HOST}/wwlogin/sso/login"
QRCONNECT = f"https://{WECOM_OPEN_HOST}/wwopen/sso/qrConnect"

CRM = Agent("1000003", "mockwx-secret-crm")
"""Another agent of the corp."""
ALICE_ONLY = {"members": ("alice", "bob"), "visible": ("alice",), "customers": ("carol",)}
"""alice is a visible member, bob an invisible one, carol a customer, all others are strangers."""


class CorpStage(Stage):
    def __init__(self, corp: Mapping[str, Any] | None = None, *agents: Agent, **fields: Any) -> None:
        """``corp``: what its :class:`Corp` says; ``fields``: as those of a Stage."""
        super().__init__(kind=Kind.WECOM, **fields)
        self.declare(corp or {}, *agents)

    def declare(self, corp: Mapping[str, Any], *agents: Agent) -> None:
        self.world.corps.add(Corp(self.app.appid, agents=agents, **corp))

    # Requests of a backend

    def at_wecom(
        self, path: str, query: Mapping[str, str | None], body: bytes = b"", method: str = "GET", **how: Any
    ) -> Said:
        return self.send(method, path, query, body, host=WECOM_HOST, **how)

    def fetch(self, **changes: str | None) -> Said:
        return self.at_wecom(GETTOKEN, {"corpid": self.app.appid, "corpsecret": self.app.secret} | changes)

    def agent_token(self, agent: Agent | None = None) -> str:
        return str(self.fetch(**({} if agent is None else {"corpsecret": agent.secret}))["access_token"])

    def with_token(self, path: str, agent: Agent | None = None, **query: str | None) -> Said:
        return self.at_wecom(path, {"access_token": self.agent_token(agent), **query})

    def post_with_token(self, path: str, **given: Any) -> Said:
        body = json.dumps(given).encode()
        return self.at_wecom(path, {"access_token": self.agent_token()}, body, "POST")

    def works(self, token: str) -> int:
        return int(self.at_wecom(CALLBACK_IP, {"access_token": token}).errcode or 0)

    def detail(self, ticket: str | None, agent: Agent | None = None) -> Said:
        body = b"" if ticket is None else json.dumps({"user_ticket": ticket}).encode()
        return self.at_wecom(GETUSERDETAIL, {"access_token": self.agent_token(agent)}, body, "POST")

    # A person who logs in

    def corp_link(self, page: str = AUTHORIZE, **changes: str | None) -> str:
        query = {"appid": self.app.appid, "agentid": "1000002", "redirect_uri": CALLBACK, "state": "s1"}
        if page == AUTHORIZE:
            query |= {"response_type": "code", "scope": "snsapi_privateinfo"}
        if page == LOGIN:
            query["login_type"] = "CorpApp"
        given = {name: value for name, value in (query | changes).items() if value is not None}
        return f"{page}?{urlencode(given)}"

    def open(self, page: str, user: str | None = "alice", *, decision: str | None = "allow", **changes: Any) -> Said:
        """The page itself."""
        host, _, path = page.removeprefix("https://").partition("/")
        link = self.corp_link(page, **changes)
        says = {"mockwx_user": user, "mockwx_decision": decision}
        return self.send("GET", f"/{path}", parse_query(link.partition("?")[2]) | says, host=host)

    def qr_key(self) -> str:
        """Of the QR code on the older login page, which a browser has just opened."""
        shown = re.search(r'class="qrcode lightBorder" src="[^"]*\?key=([0-9a-f]{16})"', self.login_page().page)
        assert shown is not None
        return shown[1]

    def login_page(self) -> Said:
        return self.open(QRCONNECT, None, decision=None)

    def corp_poll(self, key: str, **more: str) -> str:
        """What the page is told."""
        return self.send("GET", "/wwopen/sso/l/qrConnect", {"key": key, **more}, host=WECOM_OPEN_HOST).page

    def corp_code(self, user: str = "alice", page: str = AUTHORIZE, **changes: str | None) -> str:
        return str(self.authorize(user, self.corp_link(page, **changes))["code"])

    def who(self, user: str = "alice", path: str = AUTH_GETUSERINFO, agent: Agent | None = None, **link: Any) -> Said:
        """What the backend learns of a user who has just come through the page."""
        return self.with_token(path, agent, code=self.corp_code(user, **link))

    def ticket(self, user: str = "alice") -> str:
        return str(self.who(user)["user_ticket"])

    def qy_code(self, user: str = "alice") -> str:
        return str(self.do("phone.qyLogin", user=user)["code"])

    def session_of(self, code: str | None = NO_CODE, **changes: str | None) -> Said:
        return self.with_token(JSCODE2SESSION, **({"js_code": code, "grant_type": "authorization_code"} | changes))
