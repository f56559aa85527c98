"""(api, errcode) → the cause, for WeCom's service providers. Written by hand, not derived from the catalog."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from mockwx.core.tokens.quotas import Quota

from . import stage_suite as w
from .causes_wecom import ELSEWHERE
from .causes_wecom import GETS as READ_BY_AGENTS
from .causes_wecom import POSTS as POSTED_BY_AGENTS
from .stage import HOUR, MINUTE, NO_APPID, NO_CODE, SECOND, Said
from .stage_suite import SuiteStage, installed

if TYPE_CHECKING:
    from collections.abc import Callable

Causes = dict[tuple[str, int], "Callable[[], Said]"]
NOT_HERE = {"ip_whitelist": ("10.0.0.0/8",)}
FORM = b"suite_id=1"
GETS = {
    "get_pre_auth_code": w.PRE_AUTH_CODE,
    "service_auth_getuserinfo3rd": w.USERINFO,
    "service_getuserinfo3rd": w.USERINFO_OLD,
    "service_jscode2session": w.JSCODE2SESSION,
}
POSTS = {
    "set_session_info": w.SESSION_INFO,
    "get_permanent_code": w.PERMANENT_CODE,
    "v2_get_permanent_code": w.PERMANENT_CODE_V2,
    "get_auth_info": w.AUTH_INFO,
    "v2_get_auth_info": w.AUTH_INFO_V2,
    "get_corp_token": w.CORP_TOKEN,
    "service_auth_getuserdetail3rd": w.USERDETAIL,
    "service_getuserdetail3rd": w.USERDETAIL_OLD,
}


# What is asked of a suite, and of a provider, before any api


def asked(path: str, token: str | None, stage: SuiteStage | None = None) -> Said:
    return (stage or SuiteStage()).ask(path, None if path in GETS.values() else {}, token)


def asked_late(path: str) -> Said:
    stage = SuiteStage()
    token = stage.suite_token()
    stage.wait(2 * HOUR)
    return asked(path, token, stage)


def asked_as(path: str, **crm: Any) -> Said:
    stage = SuiteStage()
    token = stage.suite_token()
    stage.change_crm(**crm)
    return asked(path, token, stage)


def asked_too_often(api: str, path: str) -> Said:
    stage = SuiteStage(limits={api: (Quota(1, "min"),)})
    token = stage.suite_token()
    assert asked(path, token, stage).errcode != 45009
    return asked(path, token, stage)


def behind_a_suite_token(api: str, path: str) -> Causes:
    causes: dict[int, Callable[[], Said]] = {
        41022: partial(asked, path, None),
        40082: partial(asked, path, "FAKE_TOKEN"),
        42009: partial(asked_late, path),
        60020: partial(asked_as, path, **NOT_HERE),
        48002: partial(asked_as, path, denied=(api,)),
        45009: partial(asked_too_often, api, path),
    }
    if path in POSTS.values():
        causes[47001] = lambda: SuiteStage().ask(path, FORM)
    return {(api, code): cause for code, cause in causes.items()}


def logged_in(code: str | None = "", token: str | None = "", **fields: Any) -> Said:
    """get_login_info; ``code`` "": a good one."""
    stage = SuiteStage(**fields)
    return stage.login_info(stage.brought(w.PROVIDER_LOGIN) if code == "" else code, token)


def logged_in_late() -> Said:
    stage = SuiteStage()
    token = stage.provider_token()
    stage.wait(2 * HOUR)
    return stage.login_info("x", token)


def logged_in_by(**isv: Any) -> Said:
    stage = SuiteStage()
    token = stage.provider_token()
    stage.world.accounts.add_app(replace(stage.isv, **isv))
    return stage.login_info("x", token)


def logged_in_by_form() -> Said:
    stage = SuiteStage()
    return stage.call(w.LOGIN_INFO, FORM, access_token=stage.provider_token())


def twice(limits: str, call: Callable[[SuiteStage], Said]) -> Said:
    stage = SuiteStage(limits={limits: (Quota(1, "min"),)})
    assert call(stage).errcode != 45009
    return call(stage)


# Tokens


def bought_after(milliseconds: int) -> Said:
    stage = SuiteStage()
    ticket = stage.ticket()
    stage.wait(milliseconds)
    return stage.buy(ticket)


# Installing


def fetched(path: str, code: str | None) -> Said:
    return SuiteStage().ask(path, {} if code is None else {"auth_code": code})


def fetched_after_removal(path: str) -> Said:
    stage = SuiteStage()
    code = stage.install()["auth_code"]
    stage.do("wechat.uninstall_suite")
    return stage.ask(path, {"auth_code": code})


def for_installers(api: str, path: str) -> Causes:
    return {
        (api, 41008): partial(fetched, path, None),
        (api, 40078): partial(fetched, path, NO_CODE),
        (api, 48004): partial(fetched_after_removal, path),
    }


def about(path: str, code: str | None = "", **changes: str | None) -> Said:
    return SuiteStage().at_corp(path, code, **changes)


def about_who_removed(path: str) -> Said:
    stage = SuiteStage()
    code = stage.permanent()
    stage.do("wechat.uninstall_suite")
    return stage.at_corp(path, code)


def about_corps(api: str, path: str) -> Causes:
    return {
        (api, 41002): partial(about, path, auth_corpid=None),
        (api, 41025): partial(about, path, None),
        (api, 40084): partial(with_a_wrong_permanent_code, path),
        (api, 48004): partial(about_who_removed, path),
    }


def with_a_wrong_permanent_code(path: str) -> Said:
    return installed().at_corp(path, "wrong")


def opened_to_install(**changes: str | None) -> Said:
    return SuiteStage(crm={"domain": "www.example.com"}).install_page(**changes)


def opened_late() -> Said:
    stage = SuiteStage()
    code = stage.pre_auth_code()
    stage.wait(20 * MINUTE)
    return stage.install_page(pre_auth_code=code)


def set_late() -> Said:
    stage = SuiteStage()
    code = stage.pre_auth_code()
    stage.wait(20 * MINUTE)
    return stage.ask(w.SESSION_INFO, {"pre_auth_code": code})


# Logging in


def opened(where: tuple[str, str], user: str = "alice", **changes: str | None) -> Said:
    stage = installed(crm={"domain": "www.example.com"}, isv={"domain": "www.example.com"})
    return stage.open(where, user, **changes)


def on_a_page(api: str, where: tuple[str, str]) -> Causes:
    return {
        (api, 41010): partial(opened, where, redirect_uri=None),
        (api, 50001): partial(opened, where, redirect_uri=ELSEWHERE),
        (api, 84025): partial(opened, where, state="s" * 129),
    }


def traded(path: str, code: str | None) -> Said:
    return installed().ask(path, code=code)


def detailed(ticket: str | None, path: str) -> Said:
    return SuiteStage().detail(ticket, path)


def detailed_late(path: str) -> Said:
    stage = installed()
    ticket = stage.who()["user_ticket"]
    stage.wait(1800 * SECOND)
    return stage.detail(ticket, path)


def detailed_after_removal(path: str) -> Said:
    stage = installed()
    ticket = stage.who()["user_ticket"]
    stage.do("wechat.uninstall_suite")
    return stage.detail(ticket, path)


def told_a_session(code: str | None = "", **changes: str | None) -> Said:
    stage = installed()
    return stage.session_of(stage.qy_code() if code == "" else code, **changes)


def acted_after_removal(path: str) -> Said:
    """An api of the corp's own agents, with the token that the suite acts with there."""
    stage = SuiteStage()
    token = stage.corp_token()
    stage.do("wechat.uninstall_suite")
    return stage.call(path, {} if path in POSTED_BY_AGENTS.values() else None, access_token=token)


CAUSES: Causes = {
    pair: cause for api, path in (GETS | POSTS).items() for pair, cause in behind_a_suite_token(api, path).items()
}
for _api in ("get_permanent_code", "v2_get_permanent_code"):
    CAUSES |= for_installers(_api, POSTS[_api])
for _api in ("get_auth_info", "v2_get_auth_info", "get_corp_token"):
    CAUSES |= about_corps(_api, POSTS[_api])
for _api in ("service_auth_getuserinfo3rd", "service_getuserinfo3rd"):
    CAUSES |= {
        (_api, 41008): partial(traded, GETS[_api], None),
        (_api, 40029): partial(traded, GETS[_api], NO_CODE),
    }
CAUSES |= {
    (api, 48004): partial(acted_after_removal, path) for api, path in (READ_BY_AGENTS | POSTED_BY_AGENTS).items()
}
CAUSES |= {
    ("get_suite_token", 47001): lambda: SuiteStage().call(w.SUITE_TOKEN, FORM),
    ("get_suite_token", 41021): lambda: SuiteStage().buy(suite_id=None),
    ("get_suite_token", 41024): lambda: SuiteStage().buy(suite_secret=None),
    ("get_suite_token", 41023): lambda: SuiteStage().buy(None),
    ("get_suite_token", 40083): lambda: SuiteStage().buy(suite_id=NO_APPID),
    ("get_suite_token", 40080): lambda: SuiteStage().buy(suite_secret="wrong"),
    ("get_suite_token", 60020): lambda: SuiteStage(crm=NOT_HERE).buy(),
    ("get_suite_token", 48002): lambda: SuiteStage(crm={"denied": ("get_suite_token",)}).buy(),
    ("get_suite_token", 45009): partial(twice, "get_suite_token", SuiteStage.buy),
    ("get_suite_token", 40085): partial(bought_after, 30 * MINUTE),
    ("get_provider_token", 47001): lambda: SuiteStage().call(w.PROVIDER_TOKEN, FORM),
    ("get_provider_token", 41002): lambda: SuiteStage().buy_as_provider(corpid=None),
    ("get_provider_token", 41024): lambda: SuiteStage().buy_as_provider(provider_secret=None),
    ("get_provider_token", 40013): lambda: SuiteStage().buy_as_provider(corpid=SuiteStage().app.appid),
    ("get_provider_token", 40001): lambda: SuiteStage().buy_as_provider(provider_secret="wrong"),
    ("get_provider_token", 60020): lambda: SuiteStage(isv=NOT_HERE).buy_as_provider(),
    ("get_provider_token", 48002): lambda: SuiteStage(isv={"denied": ("get_provider_token",)}).buy_as_provider(),
    ("get_provider_token", 45009): partial(twice, "get_provider_token", SuiteStage.buy_as_provider),
    ("set_session_info", 40077): lambda: SuiteStage().ask(w.SESSION_INFO, {"pre_auth_code": "x"}),
    ("set_session_info", 42007): set_late,
    ("suite_install", 41021): partial(opened_to_install, suite_id=None),
    ("suite_install", 40083): partial(opened_to_install, suite_id=NO_APPID),
    ("suite_install", 40077): partial(opened_to_install, pre_auth_code="x"),
    ("suite_install", 42007): opened_late,
    ("suite_install", 41010): partial(opened_to_install, redirect_uri=None),
    ("suite_install", 50001): partial(opened_to_install, redirect_uri=ELSEWHERE),
    ("suite_install", 84025): partial(opened_to_install, state="s" * 129),
    **on_a_page("suite_authorize", w.AUTHORIZE),
    ("suite_authorize", 40058): partial(opened, w.AUTHORIZE, scope="snsapi_login"),
    **on_a_page("suite_login", w.LOGIN),
    ("suite_login", 40058): partial(opened, w.LOGIN, login_type="CorpApp"),
    ("suite_login", 50002): partial(opened, w.LOGIN, "carol"),
    **on_a_page("wecom_3rd_qrconnect", w.PROVIDER_LOGIN),
    ("wecom_3rd_qrconnect", 41002): partial(opened, w.PROVIDER_LOGIN, appid=None),
    ("wecom_3rd_qrconnect", 40013): partial(opened, w.PROVIDER_LOGIN, appid=NO_APPID),
    ("wecom_3rd_qrconnect", 50002): partial(opened, w.PROVIDER_LOGIN, "carol"),
    ("service_jscode2session", 41008): partial(told_a_session, None),
    ("service_jscode2session", 40058): partial(told_a_session, grant_type="client_credential"),
    ("service_jscode2session", 40029): partial(told_a_session, NO_CODE),
    ("get_login_info", 41001): partial(logged_in, "x", None),
    ("get_login_info", 40082): partial(logged_in, "x", "FAKE_TOKEN"),
    ("get_login_info", 42001): logged_in_late,
    ("get_login_info", 60020): partial(logged_in_by, **NOT_HERE),
    ("get_login_info", 48002): partial(logged_in_by, denied=("get_login_info",)),
    ("get_login_info", 45009): partial(twice, "get_login_info", lambda stage: stage.login_info("x")),
    ("get_login_info", 47001): logged_in_by_form,
    ("get_login_info", 41008): partial(logged_in, None),
    ("get_login_info", 40078): partial(logged_in, NO_CODE),
}
for _api in ("service_auth_getuserdetail3rd", "service_getuserdetail3rd"):
    CAUSES |= {
        (_api, 84090): partial(detailed, None, POSTS[_api]),
        (_api, 84015): partial(detailed, "nonsense", POSTS[_api]),
        (_api, 84014): partial(detailed_late, POSTS[_api]),
        (_api, 50002): partial(detailed_after_removal, POSTS[_api]),
    }
