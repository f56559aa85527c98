"""(api, errcode) → the cause, for third-party platforms. Written by hand, not derived from the catalog."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from mockwx.core.people.accounts import Kind
from mockwx.core.platforms import open_appid_of
from mockwx.core.web.hosts import OPEN_HOST

from . import stage as s
from .causes import BEHIND_A_TOKEN, NO_IPS, ONE_A_DAY, ONE_A_MINUTE, send, wrong_method
from .platform_stage import OTHER, PlatformStage, authorized
from .stage import DAY, HOUR, MINUTE, Said, Stage

if TYPE_CHECKING:
    from collections.abc import Callable

    from mockwx.core.tokens.quotas import Quota

MINI = {"kind": Kind.MINIPROGRAM}
NO_TOKEN = "99_MOCK_no_such_token"


# A token that an app has lent


def lent(path: str, api: str, change: Callable[[PlatformStage, str], object]) -> Said:
    kind = Kind.OFFICIAL if path == s.USER_INFO else Kind.MINIPROGRAM
    stage = PlatformStage(kind=kind)
    token = stage.authorized()["authorizer_access_token"]
    assert send(stage, path, token).errcode not in (61003, 61007)
    change(stage, api)
    return send(stage, path, token)


def withdraw(stage: PlatformStage, api: str) -> None:
    stage.do("wechat.unauthorize_app", app="shop")


def deny(stage: PlatformStage, api: str) -> None:
    stage.set(denied=(api,))


# The platform's own token


def bought(platform: dict[str, Any] | None = None, ticket: str | None = "", **changes: Any) -> Said:
    return PlatformStage(platform=platform).buy(ticket, **changes)


def bought_as_shop() -> Said:
    stage = PlatformStage()
    return stage.buy(component_appid=stage.app.appid)


def bought_after(milliseconds: int) -> Said:
    stage = PlatformStage()
    ticket = stage.ticket()
    stage.wait(milliseconds)
    return stage.buy(ticket)


def bought_too_often(quotas: tuple[Quota, ...]) -> Said:
    stage = PlatformStage(limits={"api_component_token": quotas})
    assert stage.buy().errcode == 0
    return stage.buy()


def with_body(path: str, body: bytes) -> Said:
    stage = PlatformStage()
    query = {"component_access_token": stage.platform_token()}
    return stage.send("POST", path, query, body)


# Behind it


def called(path: str, token: str | None = "", **given: Any) -> Said:
    return PlatformStage().ask_platform(path, given, token)


def called_as(path: str, appid: Callable[[PlatformStage], str]) -> Said:
    stage = PlatformStage()
    return stage.ask_platform(path, {"component_appid": appid(stage)})


def called_with_the_token_of_the_app(path: str) -> Said:
    stage = PlatformStage()
    return stage.ask_platform(path, {}, stage.token())


def called_late(path: str) -> Said:
    stage = PlatformStage()
    token = stage.platform_token()
    stage.wait(2 * HOUR)
    return stage.ask_platform(path, {}, token)


def called_by(path: str, **platform: Any) -> Said:
    stage = PlatformStage()
    token = stage.platform_token()
    stage.set(**platform)
    return stage.ask_platform(path, {}, token)


def called_too_often(api: str, path: str, quotas: tuple[Quota, ...]) -> Said:
    stage = PlatformStage(limits={api: quotas})
    token = stage.platform_token()
    assert stage.ask_platform(path, {}, token).errcode not in (45009, 45011)
    return stage.ask_platform(path, {}, token)


def behind_a_platform_token(api: str, path: str) -> dict[tuple[str, int], Callable[[], Said]]:
    causes: dict[int, Callable[[], Said]] = {
        43002: partial(wrong_method, path),
        41001: partial(called, path, None),
        61014: partial(called_with_the_token_of_the_app, path),
        40001: partial(called, path, NO_TOKEN),
        42001: partial(called_late, path),
        61004: partial(called_by, path, **NO_IPS),
        48001: partial(called_by, path, denied=(api,)),
        45011: partial(called_too_often, api, path, ONE_A_MINUTE),
        45009: partial(called_too_often, api, path, ONE_A_DAY),
        44002: partial(with_body, path, b""),
        47001: partial(with_body, path, b"component_appid=wx1"),
        41018: partial(called, path, component_appid=None),
        40013: partial(called, path, component_appid=s.NO_APPID),
        61011: partial(called_as, path, lambda stage: OTHER.appid),
    }
    return {(api, code): cause for code, cause in causes.items()}


def queried(milliseconds: int = 0, *, withdrawn: bool = False) -> Said:
    stage = PlatformStage()
    code = stage.do("wechat.authorize_app", app="shop")["auth_code"]
    stage.wait(milliseconds + 1)
    if withdrawn:
        stage.do("wechat.unauthorize_app", app="shop")
    return stage.ask_platform(s.QUERY_AUTH, {"authorization_code": code})


# The page


def opened(path: str, host: str = "mp.weixin.qq.com", **changes: str | None) -> Said:
    return PlatformStage().open_page(path, host, **changes)


def opened_after(path: str, host: str, milliseconds: int) -> Said:
    stage = PlatformStage()
    code = stage.pre_auth_code()
    stage.wait(milliseconds)
    return stage.open_page(path, host, pre_auth_code=code)


def on_a_page(api: str, path: str, host: str = "mp.weixin.qq.com") -> dict[tuple[str, int], Callable[[], Said]]:
    causes: dict[int, Callable[[], Said]] = {
        41018: partial(opened, path, host, component_appid=None),
        40013: partial(opened, path, host, component_appid=s.NO_APPID),
        61011: partial(opened, path, host, component_appid=s.SHOP.appid),
        61009: partial(opened, path, host, pre_auth_code="preauthcode@@@x"),
        61010: partial(opened_after, path, host, 30 * MINUTE),
        10011: partial(opened, path, host, redirect_uri=None),
        10003: partial(opened, path, host, redirect_uri="nowhere"),
    }
    return {(api, code): cause for code, cause in causes.items()}


# What it may ask and change afterwards

WXAOPEN = ("/wxaopen/safe/bindcomponent", OPEN_HOST)


def option(path: str, **changes: str) -> Said:
    stage = PlatformStage()
    token = stage.authorized()["authorizer_access_token"]
    given = {"option_name": "voice_recognize", "option_value": "1"} | changes
    return stage.post(path, given, access_token=token)


def option_by_platform(path: str) -> Said:
    return PlatformStage().ask_platform(path, {"authorizer_appid": s.NO_APPID, "option_name": "voice_recognize"})


def started_too_often(quotas: tuple[Quota, ...]) -> Said:
    stage = PlatformStage(limits={"api_start_push_ticket": quotas})
    assert stage.start_tickets().errcode == 0
    return stage.start_tickets()


def cleared_too_often() -> Said:
    stage = PlatformStage()
    for _ in range(10):
        assert stage.clear_by_secret().errcode == 0
    return stage.clear_by_secret()


def at_open(path: str, owner: str | None = "acme", **given: str) -> Said:
    return PlatformStage(owner=owner).tell(path, given)


def unbound_from_a_new_one() -> Said:
    stage = PlatformStage(owner=None)
    open_appid = stage.tell(s.OPEN_CREATE, {})["open_appid"]
    assert stage.tell(s.OPEN_UNBIND, {"open_appid": open_appid}).errcode == 0
    return stage.tell(s.OPEN_UNBIND, {"open_appid": open_appid})


# On behalf of the shop


def on_behalf(kind: dict[str, Any], path: str, **changes: str | None) -> Said:
    return authorized(**kind).on_behalf(path, **changes)


def on_behalf_late(kind: dict[str, Any], path: str) -> Said:
    stage = authorized(**kind)
    token = stage.platform_token()
    stage.wait(2 * HOUR)
    return stage.on_behalf(path, token)


def on_behalf_with_the_token_of_the_app(kind: dict[str, Any], path: str) -> Said:
    stage = authorized(**kind)
    return stage.on_behalf(path, stage.token())


def for_all(api: str, path: str, kind: dict[str, Any]) -> dict[tuple[str, int], Callable[[], Said]]:
    causes: dict[int, Callable[[], Said]] = {
        41002: partial(on_behalf, kind, path, appid=None),
        40013: partial(on_behalf, kind, path, appid=s.NO_APPID),
        41018: partial(on_behalf, kind, path, component_appid=None),
        61011: partial(on_behalf, kind, path, component_appid=s.SHOP.appid),
        41021: partial(on_behalf, kind, path, token=None),
        61014: partial(on_behalf_with_the_token_of_the_app, kind, path),
        40001: partial(on_behalf, kind, path, token=NO_TOKEN),
        42001: partial(on_behalf_late, kind, path),
        61003: lambda: PlatformStage(**kind).on_behalf(path),
        61007: partial(on_behalf, {**kind, "platform": {"denied": (api,)}}, path),
        40002: lambda: call(api, kind, grant_type="client_credential"),
        45011: lambda: twice(api, kind, ONE_A_MINUTE),
        45009: lambda: twice(api, kind, ONE_A_DAY),
    }
    return {(api, code): cause for code, cause in causes.items()}


def call(api: str, kind: dict[str, Any], stage: PlatformStage | None = None, **changes: str | None) -> Said:
    stage = stage or authorized(**kind)
    if api == "component_jscode2session":
        return stage.code2session(**changes)
    if api == "component_oauth2_access_token":
        return stage.trade_for(**changes)
    return stage.refresh_for(stage.tokens()["refresh_token"], **changes)


def twice(api: str, kind: dict[str, Any], quotas: tuple[Quota, ...]) -> Said:
    stage = authorized(**kind, limits={api: quotas})
    assert call(api, kind, stage).errcode == 0
    return call(api, kind, stage)


def spent_twice(kind: dict[str, Any], spend: Callable[[PlatformStage, str], Said]) -> Said:
    stage = authorized(**kind)
    code = stage.login() if kind else stage.oauth_code()
    assert spend(stage, code).errcode == 0
    return spend(stage, code)


def blocked() -> Said:
    stage = authorized(**MINI)
    stage.do("wechat.block_user", user="alice")
    return stage.code2session()


def with_a_jscode() -> Said:
    stage = authorized()
    return stage.trade_for(stage.login())


def refreshed_after(milliseconds: int) -> Said:
    stage = authorized()
    token = stage.tokens()["refresh_token"]
    stage.wait(milliseconds)
    return stage.refresh_for(token)


def refreshed_after_a_new_password() -> Said:
    stage = authorized()
    token = stage.tokens()["refresh_token"]
    stage.do("wechat.change_password", user="alice")
    return stage.refresh_for(token)


CODE2SESSION, ACCESS, REFRESH = (
    "component_jscode2session",
    "component_oauth2_access_token",
    "component_oauth2_refresh_token",
)

CAUSES: dict[tuple[str, int], Callable[[], Said]] = {
    **{(api, 61003): partial(lent, path, api, withdraw) for api, path in BEHIND_A_TOKEN.items()},
    **{(api, 61007): partial(lent, path, api, deny) for api, path in BEHIND_A_TOKEN.items()},
    ("token", 61024): lambda: Stage(kind=Kind.COMPONENT).fetch(),
    ("stable_token", 61024): lambda: Stage(kind=Kind.COMPONENT).fetch_stable(),
    ("authorize", 10015): lambda: PlatformStage().visit(component_appid=PlatformStage().platform.appid),
    ("api_component_token", 43002): partial(wrong_method, s.COMPONENT_TOKEN),
    ("api_component_token", 44002): partial(with_body, s.COMPONENT_TOKEN, b""),
    ("api_component_token", 47001): partial(with_body, s.COMPONENT_TOKEN, b"{}"),
    ("api_component_token", 40013): partial(bought, component_appid=s.NO_APPID),
    ("api_component_token", 61011): bought_as_shop,
    ("api_component_token", 41004): partial(bought, component_appsecret=None),
    ("api_component_token", 40125): partial(bought, component_appsecret=s.NO_SECRET),
    ("api_component_token", 61004): partial(bought, NO_IPS),
    ("api_component_token", 48001): partial(bought, {"denied": ("api_component_token",)}),
    ("api_component_token", 45011): partial(bought_too_often, ONE_A_MINUTE),
    ("api_component_token", 45009): partial(bought_too_often, ONE_A_DAY),
    ("api_component_token", 61006): partial(bought, ticket="ticket@@@no_such_ticket"),
    ("api_component_token", 61005): partial(bought_after, 12 * HOUR),
    **behind_a_platform_token("api_create_preauthcode", s.PRE_AUTH_CODE),
    **behind_a_platform_token("api_query_auth", s.QUERY_AUTH),
    ("api_query_auth", 61009): partial(called, s.QUERY_AUTH, authorization_code="queryauthcode@@@x"),
    ("api_query_auth", 61010): partial(queried, HOUR),
    ("api_query_auth", 61003): partial(queried, withdrawn=True),
    **behind_a_platform_token("api_authorizer_token", s.AUTHORIZER_TOKEN),
    ("api_authorizer_token", 61003): lambda: PlatformStage().renew("refreshtoken@@@x"),
    ("api_authorizer_token", 61023): lambda: authorized().renew(None),
    **on_a_page("componentloginpage", s.LOGIN_PAGE),
    **on_a_page("safe_bindcomponent", "/safe/bindcomponent"),
    **on_a_page("wxaopen_bindcomponent", *WXAOPEN),
    ("wxaopen_bindcomponent", 47001): lambda: PlatformStage().open_page(*WXAOPEN),
    **behind_a_platform_token("api_get_authorizer_info", s.AUTHORIZER_INFO),
    ("api_get_authorizer_info", 61003): lambda: PlatformStage().info(),
    **behind_a_platform_token("api_get_authorizer_list", s.AUTHORIZER_LIST),
    ("api_get_authorizer_option", 40013): partial(option_by_platform, s.GET_OPTION),
    ("api_set_authorizer_option", 40013): partial(option_by_platform, s.SET_OPTION),
    ("api_get_authorizer_option", 61012): partial(option, s.GET_OPTION, option_name="color"),
    ("api_set_authorizer_option", 61012): partial(option, s.SET_OPTION, option_name="color"),
    ("api_set_authorizer_option", 61013): partial(option, s.SET_OPTION, option_value="2"),
    ("api_start_push_ticket", 43002): partial(wrong_method, s.START_TICKET),
    ("api_start_push_ticket", 44002): partial(with_body, s.START_TICKET, b""),
    ("api_start_push_ticket", 47001): partial(with_body, s.START_TICKET, b"x=1"),
    ("api_start_push_ticket", 41018): lambda: PlatformStage().start_tickets(component_appid=None),
    ("api_start_push_ticket", 40013): lambda: PlatformStage().start_tickets(component_appid=s.NO_APPID),
    ("api_start_push_ticket", 61011): lambda: PlatformStage().start_tickets(component_appid=s.SHOP.appid),
    ("api_start_push_ticket", 41004): lambda: PlatformStage().start_tickets(component_secret=None),
    ("api_start_push_ticket", 40125): lambda: PlatformStage().start_tickets(component_secret=s.NO_SECRET),
    ("api_start_push_ticket", 45011): partial(started_too_often, ONE_A_MINUTE),
    ("api_start_push_ticket", 45009): partial(started_too_often, ONE_A_DAY),
    ("component_clear_quota_v2", 43002): partial(wrong_method, s.CLEAR_COMPONENT),
    ("component_clear_quota_v2", 41018): lambda: PlatformStage().clear_by_secret(component_appid=None),
    ("component_clear_quota_v2", 40013): lambda: PlatformStage().clear_by_secret(component_appid=s.NO_APPID),
    ("component_clear_quota_v2", 48001): lambda: PlatformStage().clear_by_secret(component_appid=s.SHOP.appid),
    ("component_clear_quota_v2", 41004): lambda: PlatformStage().clear_by_secret(appsecret=None),
    ("component_clear_quota_v2", 40125): lambda: PlatformStage().clear_by_secret(appsecret=s.NO_SECRET),
    ("component_clear_quota_v2", 61003): lambda: PlatformStage().clear_by_secret(appid=s.SHOP.appid),
    ("component_clear_quota_v2", 48006): cleared_too_often,
    **{
        (api, 40013): partial(at_open, path, appid=s.NO_APPID)
        for api, path in (
            ("open_create", s.OPEN_CREATE),
            ("open_get", s.OPEN_GET),
            ("open_bind", s.OPEN_BIND),
            ("open_unbind", s.OPEN_UNBIND),
            ("open_have", s.OPEN_HAVE),
        )
    },
    ("open_create", 89000): partial(at_open, s.OPEN_CREATE),
    ("open_bind", 89000): partial(at_open, s.OPEN_BIND, open_appid=open_appid_of("acme")),
    ("open_get", 89002): partial(at_open, s.OPEN_GET, owner=None),
    ("open_unbind", 89002): unbound_from_a_new_one,
    **for_all(CODE2SESSION, s.COMPONENT_CODE2SESSION, MINI),
    (CODE2SESSION, 48001): lambda: authorized().code2session(),
    (CODE2SESSION, 41008): lambda: authorized(**MINI).code2session(None),
    (CODE2SESSION, 40029): lambda: authorized(**MINI).code2session(s.NO_CODE),
    (CODE2SESSION, 40163): partial(spent_twice, MINI, PlatformStage.code2session),
    (CODE2SESSION, 40226): blocked,
    **for_all(ACCESS, s.COMPONENT_ACCESS_TOKEN, {}),
    (ACCESS, 41008): lambda: authorized().trade_for(None),
    (ACCESS, 40242): with_a_jscode,
    (ACCESS, 40029): lambda: authorized().trade_for(s.NO_CODE),
    (ACCESS, 40163): partial(spent_twice, {}, PlatformStage.trade_for),
    **for_all(REFRESH, s.COMPONENT_REFRESH_TOKEN, {}),
    (REFRESH, 41003): lambda: authorized().refresh_for(None),
    (REFRESH, 40030): lambda: authorized().refresh_for(NO_TOKEN),
    (REFRESH, 42002): partial(refreshed_after, 30 * DAY),
    (REFRESH, 42007): refreshed_after_a_new_password,
}
