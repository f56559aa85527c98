"""(api, errcode) → the cause, for logins on websites and in apps. Written by hand, not derived from the catalog."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from mockwx.core.people.accounts import Kind
from mockwx.core.tokens.quotas import Quota

from . import stage as s
from .causes import NO_IPS, ONE_A_DAY, ONE_A_MINUTE, behind_a_token
from .stage import DAY, HOUR, Said, Stage, official

if TYPE_CHECKING:
    from collections.abc import Callable

NO_TOKEN = "99_MOCK_no_such_token"


# The page


def visited(app: dict[str, object] | None = None, **changes: str | None) -> Said:
    return official(**(app or {})).visit(**changes)


def of_kind(kind: Kind) -> Said:
    return Stage(kind=kind).visit()


def visited_too_often() -> Said:
    stage = official(limits={"authorize": (Quota(1, "min", "user"),)})
    assert stage.visit("bob").errcode == stage.visit("alice").errcode == 0
    return stage.visit("bob")


# The exchange


def traded(app: dict[str, object] | None = None, code: str | None = "", **changes: str | None) -> Said:
    """``code`` "": a good one."""
    stage = official(**(app or {}))
    return stage.trade(stage.oauth_code() if code == "" else code, **changes)


def traded_twice() -> Said:
    stage = official()
    code = stage.oauth_code()
    assert stage.trade(code).errcode == 0
    return stage.trade(code)


def traded_jscode() -> Said:
    stage = official()
    return stage.trade(stage.login())


def called_too_often(api: str, quotas: tuple[Quota, ...], call: Callable[[Stage], Said]) -> Said:
    stage = official(limits={api: quotas})
    assert call(stage).errcode == 0
    return call(stage)


def trade(stage: Stage) -> Said:
    return stage.trade(stage.oauth_code())


# Refreshing


def refreshed(refresh_token: str | None = "", **changes: str | None) -> Said:
    stage = official()
    return stage.refresh(stage.tokens()["refresh_token"] if refresh_token == "" else refresh_token, **changes)


def refreshed_after(milliseconds: int) -> Said:
    stage = official()
    tokens = stage.tokens()
    stage.wait(milliseconds)
    return stage.refresh(tokens["refresh_token"])


def refreshed_after_a_new_password() -> Said:
    stage = official()
    tokens = stage.tokens()
    stage.do("wechat.change_password", user="alice")
    return stage.refresh(tokens["refresh_token"])


def refresh(stage: Stage) -> Said:
    return stage.refresh(stage.tokens()["refresh_token"])


# With a user's token


def asked(path: str, scope: str = "snsapi_userinfo", **changes: str | None) -> Said:
    stage = official()
    return stage.of_user(path, stage.tokens(scope=scope), **changes)


def asked_late(path: str) -> Said:
    stage = official()
    tokens = stage.tokens()
    stage.wait(2 * HOUR)
    return stage.of_user(path, tokens)


def asked_after_a_new_password(path: str) -> Said:
    stage = official()
    tokens = stage.tokens()
    stage.do("wechat.change_password", user="alice")
    return stage.of_user(path, tokens)


def asked_about_bob(path: str) -> Said:
    stage = official(wechat=s.Wechat(userinfo_openid="checked"))
    return stage.of_user(path, stage.tokens("alice"), openid=stage.tokens("bob")["openid"])


def ask(path: str, stage: Stage) -> Said:
    return stage.of_user(path, stage.tokens())


def behind_a_user_token(api: str, path: str) -> dict[tuple[str, int], Callable[[], Said]]:
    return {
        (api, 41001): partial(asked, path, access_token=None),
        (api, 42001): partial(asked_late, path),
        (api, 42007): partial(asked_after_a_new_password, path),
        (api, 41009): partial(asked, path, openid=None),
        (api, 40003): partial(asked_about_bob, path),
        (api, 45011): partial(called_too_often, api, ONE_A_MINUTE, partial(ask, path)),
        (api, 45009): partial(called_too_often, api, ONE_A_DAY, partial(ask, path)),
    }


# Tickets and followers


def ticket_from_elsewhere() -> Said:
    stage = Stage()
    token = stage.token()
    stage.change(**NO_IPS)
    return stage.get(s.TICKET, access_token=token, type="jsapi")


def ticket_for_music() -> Said:
    return Stage().ask(s.TICKET, type="music")


def about(openid: str | None) -> Said:
    return official().ask(s.USER_INFO, openid=openid)


CAUSES: dict[tuple[str, int], Callable[[], Said]] = {
    ("authorize", 10012): partial(visited, appid=None),
    ("authorize", 40013): partial(visited, appid=s.NO_APPID),
    ("authorize", 10016): partial(of_kind, Kind.WEBSITE),
    ("authorize", 10004): partial(visited, {"banned": True}),
    ("authorize", 10011): partial(visited, redirect_uri=None),
    ("authorize", 10003): partial(visited, {"domain": "example.com"}),
    ("authorize", 10010): partial(visited, scope=None),
    ("authorize", 10014): partial(visited, state="s" * 129),
    ("authorize", 10005): partial(visited, {"scopes": ("snsapi_base",)}),
    ("authorize", 10009): visited_too_often,
    ("authorize", 10006): partial(visited, {"test_account": True, "followers": ("bob",)}),
    ("oauth2_access_token", 41002): partial(traded, appid=None),
    ("oauth2_access_token", 40013): partial(traded, appid=s.NO_APPID),
    ("oauth2_access_token", 41004): partial(traded, secret=None),
    ("oauth2_access_token", 41008): partial(traded, code=None),
    ("oauth2_access_token", 40002): partial(traded, grant_type="client_credential"),
    ("oauth2_access_token", 45011): partial(called_too_often, "oauth2_access_token", ONE_A_MINUTE, trade),
    ("oauth2_access_token", 45009): partial(called_too_often, "oauth2_access_token", ONE_A_DAY, trade),
    ("oauth2_access_token", 40242): traded_jscode,
    ("oauth2_access_token", 40029): partial(traded, code=s.NO_CODE),
    ("oauth2_access_token", 40163): traded_twice,
    ("oauth2_access_token", 40125): partial(traded, secret=s.NO_SECRET),
    ("oauth2_access_token", 40243): partial(traded, {"frozen": True}),
    ("oauth2_refresh_token", 41002): partial(refreshed, appid=None),
    ("oauth2_refresh_token", 40013): partial(refreshed, appid=s.NO_APPID),
    ("oauth2_refresh_token", 40002): partial(refreshed, grant_type="authorization_code"),
    ("oauth2_refresh_token", 41003): partial(refreshed, None),
    ("oauth2_refresh_token", 45011): partial(called_too_often, "oauth2_refresh_token", ONE_A_MINUTE, refresh),
    ("oauth2_refresh_token", 45009): partial(called_too_often, "oauth2_refresh_token", ONE_A_DAY, refresh),
    ("oauth2_refresh_token", 40030): partial(refreshed, NO_TOKEN),
    ("oauth2_refresh_token", 42002): partial(refreshed_after, 30 * DAY),
    ("oauth2_refresh_token", 42007): refreshed_after_a_new_password,
    **behind_a_user_token("sns_userinfo", s.USERINFO),
    ("sns_userinfo", 40001): partial(asked, s.USERINFO, access_token=NO_TOKEN),
    ("sns_userinfo", 48001): partial(asked, s.USERINFO, "snsapi_base"),
    **behind_a_user_token("sns_auth", s.AUTH),
    ("sns_auth", 40014): partial(asked, s.AUTH, access_token=NO_TOKEN),
    **behind_a_token("getticket", s.TICKET),
    ("getticket", 61004): ticket_from_elsewhere,
    ("getticket", 40097): ticket_for_music,
    **behind_a_token("user_info", s.USER_INFO),
    ("user_info", 41009): partial(about, None),
    ("user_info", 40003): partial(about, s.NO_OPENID),
}
