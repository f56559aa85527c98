"""A stage with a WeCom service provider: its suite crm, the provider itself, and a corp that may install the suite."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from msgspec.structs import replace

from mockwx.core.people.accounts import Kind, app_called
from mockwx.core.suites import Suite
from mockwx.core.web.hosts import OPEN_HOST, WECOM_HOST, WECOM_LOGIN_HOST, WECOM_OPEN_HOST
from mockwx.core.wecom import Corp

from .stage import CALLBACK, Said, Stage

if TYPE_CHECKING:
    from collections.abc import Mapping

SERVICE = "/cgi-bin/service"
SUITE_TOKEN = f"{SERVICE}/get_suite_token"
PROVIDER_TOKEN = f"{SERVICE}/get_provider_token"
PRE_AUTH_CODE = f"{SERVICE}/get_pre_auth_code"
SESSION_INFO = f"{SERVICE}/set_session_info"
PERMANENT_CODE = f"{SERVICE}/get_permanent_code"
PERMANENT_CODE_V2 = f"{SERVICE}/v2/get_permanent_code"
AUTH_INFO = f"{SERVICE}/get_auth_info"
AUTH_INFO_V2 = f"{SERVICE}/v2/get_auth_info"
CORP_TOKEN = f"{SERVICE}/get_corp_token"
USERINFO = f"{SERVICE}/auth/getuserinfo3rd"
USERINFO_OLD = f"{SERVICE}/getuserinfo3rd"
USERDETAIL = f"{SERVICE}/auth/getuserdetail3rd"
USERDETAIL_OLD = f"{SERVICE}/getuserdetail3rd"
JSCODE2SESSION = f"{SERVICE}/miniprogram/jscode2session"
LOGIN_INFO = f"{SERVICE}/get_login_info"
USER_GET = "/cgi-bin/user/get"

INSTALL = (WECOM_OPEN_HOST, "/3rdapp/install")
AUTHORIZE = (OPEN_HOST, "/connect/oauth2/authorize")
LOGIN = (WECOM_LOGIN_HOST, "/wwlogin/sso/login")
PROVIDER_LOGIN = (WECOM_OPEN_HOST, "/wwopen/sso/3rd_qrConnect")

ISV = app_called("isv", kind=Kind.WECOM)
CRM = app_called("crm", kind=Kind.SUITE)
ERP = app_called("erp", kind=Kind.SUITE)
"""Another suite of the same provider."""
PROVIDER_SECRET = "mockwx-provider-secret"


class SuiteStage(Stage):
    """The app ``shop`` is the corp: alice administrates it, bob is a member, carol is nobody there."""

    def __init__(
        self,
        *,
        crm: Mapping[str, Any] | None = None,
        suite: Mapping[str, Any] | None = None,
        isv: Mapping[str, Any] | None = None,
        **fields: Any,
    ) -> None:
        """``crm``: how the app crm differs from a usual one, ``suite``: its Suite, ``isv``: the provider."""
        self.crm = replace(CRM, **dict(crm or {}))
        self.isv = replace(ISV, **dict(isv or {}))
        super().__init__(self.isv, self.crm, ERP, kind=Kind.WECOM, **fields)
        self.world.corps.add(Corp(self.app.appid, members=("alice", "bob"), admins=("alice", "bob")))
        self.world.corps.add(Corp(self.isv.appid, members=("ivan",), provider_secret=PROVIDER_SECRET))
        self.world.suites.add(Suite(self.crm.appid, **({"provider": "isv"} | dict(suite or {}))))
        self.world.suites.add(Suite(ERP.appid, provider="isv"))

    def change_crm(self, **fields: Any) -> None:
        self.world.accounts.add_app(replace(self.crm, **fields))

    # Requests of the provider's backend

    def call(self, path: str, given: Any = None, *, ip: str = "127.0.0.1", **query: str | None) -> Said:
        """A GET, or with ``given`` a POST: JSON, or bytes as they are."""
        body = b"" if given is None else given if isinstance(given, bytes) else json.dumps(given).encode()
        return self.send("GET" if given is None else "POST", path, query, body, host=WECOM_HOST, ip=ip)

    def ticket(self, suite: str = "crm") -> str:
        return str(self.do("wechat.push", event="suite_ticket", app=suite, send=False)["ticket"])

    def buy(self, ticket: str | None = "", **changes: str | None) -> Said:
        """``ticket`` "": a good one."""
        given = {"suite_id": self.crm.appid, "suite_secret": self.crm.secret}
        given |= {"suite_ticket": self.ticket() if ticket == "" else ticket} | changes
        return self.call(SUITE_TOKEN, {name: each for name, each in given.items() if each is not None})

    def suite_token(self) -> str:
        return str(self.buy()["suite_access_token"])

    def buy_as_provider(self, **changes: str | None) -> Said:
        given = {"corpid": self.isv.appid, "provider_secret": PROVIDER_SECRET} | changes
        return self.call(PROVIDER_TOKEN, {name: each for name, each in given.items() if each is not None})

    def provider_token(self) -> str:
        return str(self.buy_as_provider()["provider_access_token"])

    def ask(self, path: str, given: Any = None, token: str | None = "", **query: str | None) -> Said:
        """With a suite_access_token; ``token`` "": a good one."""
        token = self.suite_token() if token == "" else token
        return self.call(path, given, suite_access_token=token, **query)

    def pre_auth_code(self) -> str:
        return str(self.ask(PRE_AUTH_CODE)["pre_auth_code"])

    # The corp's administrator

    def page(self, where: tuple[str, str], **query: str | None) -> Said:
        host, path = where
        return self.send("GET", path, {"redirect_uri": CALLBACK, "state": "s1"} | query, host=host)

    def install_page(self, **changes: str | None) -> Said:
        given = {"suite_id": self.crm.appid}
        given |= {} if "pre_auth_code" in changes else {"pre_auth_code": self.pre_auth_code()}
        return self.page(INSTALL, **(given | changes))

    def install(self, **args: Any) -> dict[str, Any]:
        return self.do("wechat.install_suite", **({"suite": "crm", "corp": "shop"} | args))

    def permanent(self) -> str:
        """The permanent_code of a fresh installation."""
        return str(self.ask(PERMANENT_CODE_V2, {"auth_code": self.install()["auth_code"]})["permanent_code"])

    def at_corp(self, path: str, code: str | None = "", **changes: str | None) -> Said:
        """An api about the corp; ``code`` "": the permanent_code of a fresh installation."""
        code = self.permanent() if code == "" else code
        given: dict[str, str | None] = {"auth_corpid": self.app.appid, "permanent_code": code}
        return self.ask(path, {name: each for name, each in (given | changes).items() if each is not None})

    def corp_token(self) -> str:
        return str(self.at_corp(CORP_TOKEN)["access_token"])

    # Who logs in

    def open(self, where: tuple[str, str], user: str | None = "alice", **changes: str | None) -> Said:
        given: dict[str, str | None] = {"appid": self.crm.appid, "mockwx_user": user, "mockwx_decision": "allow"}
        if where == AUTHORIZE:
            given["scope"] = "snsapi_privateinfo"
        if where == LOGIN:
            given["login_type"] = "ServiceApp"
        if where == PROVIDER_LOGIN:
            given["appid"] = self.isv.appid
        return self.page(where, **(given | changes))

    def brought(self, where: tuple[str, str], user: str = "alice", **changes: str | None) -> str:
        """The code of the callback."""
        location = self.open(where, user, **changes).location
        assert location is not None
        query = parse_qs(urlsplit(location).query)
        return query.get("code", query.get("auth_code", [""]))[0]

    def who(
        self, user: str = "alice", path: str = USERINFO, where: tuple[str, str] = AUTHORIZE, **link: str | None
    ) -> Said:
        return self.ask(path, code=self.brought(where, user, **link))

    def detail(self, ticket: str | None, path: str = USERDETAIL) -> Said:
        return self.ask(path, {} if ticket is None else {"user_ticket": ticket})

    def qy_code(self, user: str = "alice", app: str = "crm") -> str:
        return str(self.do("phone.qyLogin", user=user, app=app)["code"])

    def session_of(self, code: str | None, **changes: str | None) -> Said:
        query: dict[str, str | None] = {"js_code": code, "grant_type": "authorization_code"}
        return self.ask(JSCODE2SESSION, **(query | changes))

    def login_info(self, code: str | None, token: str | None = "") -> Said:
        token = self.provider_token() if token == "" else token
        return self.call(LOGIN_INFO, {} if code is None else {"auth_code": code}, access_token=token)


def installed(**fields: Any) -> SuiteStage:
    """The corp has installed the suite."""
    stage = SuiteStage(**fields)
    stage.install()
    return stage
