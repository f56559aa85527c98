"""A stage on which a third-party platform acts for the app shop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from mockwx.core.people.accounts import Kind, app_called

from . import stage as s
from .stage import Said, Stage

if TYPE_CHECKING:
    from collections.abc import Mapping

PLATFORM = app_called("platform", kind=Kind.COMPONENT)
OTHER = app_called("rival", kind=Kind.COMPONENT)


class PlatformStage(Stage):
    def __init__(self, *, platform: Mapping[str, Any] | None = None, **shop: Any) -> None:
        """``platform``: how the platform differs from a usual one; the shop is an official account by default."""
        self.platform = replace(PLATFORM, **dict(platform or {}))
        super().__init__(self.platform, OTHER, **({"kind": Kind.OFFICIAL} | shop))

    def set(self, **fields: Any) -> None:
        """The platform is otherwise from now on."""
        self.world.accounts.add_app(replace(self.platform, **fields))

    def ticket(self, app: str = "platform") -> str:
        return str(self.do("wechat.push", event="component_verify_ticket", app=app, send=False)["ticket"])

    def buy(self, ticket: str | None = "", **changes: Any) -> Said:
        """``ticket`` "": a good one."""
        given = {"component_appid": self.platform.appid, "component_appsecret": self.platform.secret}
        given |= {"component_verify_ticket": self.ticket() if ticket == "" else ticket} | changes
        return self.post(s.COMPONENT_TOKEN, {name: each for name, each in given.items() if each is not None})

    def platform_token(self) -> str:
        return str(self.buy()["component_access_token"])

    def ask_platform(self, path: str, given: Mapping[str, Any], token: str | None = "", **query: str) -> Said:
        """``token`` "": a good one."""
        body = {"component_appid": self.platform.appid} | dict(given)
        token = self.platform_token() if token == "" else token
        query |= {"component_access_token": token} if token is not None else {}
        return self.post(path, {name: each for name, each in body.items() if each is not None}, **query)

    def pre_auth_code(self) -> str:
        return str(self.ask_platform(s.PRE_AUTH_CODE, {})["pre_auth_code"])

    def authorized(self) -> dict[str, Any]:
        """authorization_info of a fresh authorisation."""
        code = self.do("wechat.authorize_app", app="shop")["auth_code"]
        return dict(self.ask_platform(s.QUERY_AUTH, {"authorization_code": code})["authorization_info"])

    def renew(self, refresh_token: str | None, **changes: Any) -> Said:
        given = {"authorizer_appid": self.app.appid, "authorizer_refresh_token": refresh_token}
        return self.ask_platform(s.AUTHORIZER_TOKEN, given | changes)

    def on_behalf(self, path: str, token: str | None = "", **query: str | None) -> Said:
        """A GET for the shop."""
        token = self.platform_token() if token == "" else token
        given = {"appid": self.app.appid, "component_appid": self.platform.appid, "component_access_token": token}
        return self.get(path, **(given | query))

    def code2session(self, code: str | None = "", **changes: str | None) -> Said:
        code = self.login() if code == "" else code
        given: dict[str, str | None] = {"js_code": code, "grant_type": "authorization_code"}
        return self.on_behalf(s.COMPONENT_CODE2SESSION, **(given | changes))

    def trade_for(self, code: str | None = "", **changes: str | None) -> Said:
        code = self.oauth_code() if code == "" else code
        given: dict[str, str | None] = {"code": code, "grant_type": "authorization_code"}
        return self.on_behalf(s.COMPONENT_ACCESS_TOKEN, **(given | changes))

    def refresh_for(self, refresh_token: str | None, **changes: str | None) -> Said:
        given: dict[str, str | None] = {"refresh_token": refresh_token, "grant_type": "refresh_token"}
        return self.on_behalf(s.COMPONENT_REFRESH_TOKEN, **(given | changes))

    def open_page(self, path: str = s.LOGIN_PAGE, host: str = "mp.weixin.qq.com", **changes: str | None) -> Said:
        given = {"component_appid": self.platform.appid, "redirect_uri": s.CALLBACK}
        given |= {} if "pre_auth_code" in changes else {"pre_auth_code": self.pre_auth_code()}
        return self.send("GET", path, given | changes, host=host)

    def info(self, **changes: str | None) -> Said:
        return self.ask_platform(s.AUTHORIZER_INFO, {"authorizer_appid": self.app.appid} | changes)

    def start_tickets(self, **changes: str | None) -> Said:
        given = {"component_appid": self.platform.appid, "component_secret": self.platform.secret} | changes
        return self.post(s.START_TICKET, {name: each for name, each in given.items() if each is not None})

    def clear_by_secret(self, **changes: str | None) -> Said:
        given = {"component_appid": self.platform.appid, "appsecret": self.platform.secret} | changes
        return self.post(s.CLEAR_COMPONENT, {name: each for name, each in given.items() if each is not None})


def authorized(**fields: Any) -> PlatformStage:
    stage = PlatformStage(**fields)
    stage.do("wechat.authorize_app", app="shop")
    return stage
