"""What an administrator of a corp does about a service provider's suite: installs it, changes it, removes it."""

from __future__ import annotations

from typing import Any

from mockwx.core.people.accounts import App, Kind
from mockwx.core.pushes.events import SuiteEvent, suite_event
from mockwx.core.text.bilingual import both
from mockwx.core.text.did_you_mean import unknown
from mockwx.verbs.push import SEND, TIMEOUT, TRIES, reach, send
from mockwx.verbs.verb import Arg, Verb, VerbContext, VerbError

_PATIENCE = 1_000
"""Milliseconds of real time for an answer to what happened to an authorisation (documented)."""


def _install(context: VerbContext) -> dict[str, Any]:
    suite, corp, suites = _suite(context), _corp(context), context.world.suites
    user, state = context.get("user", ""), context.get("state", "")
    if user and not context.world.corps.of(corp).is_run_by(user):
        raise VerbError(
            both(f"{user} is no administrator of {corp.name}", f"{user} 不是 {corp.name} 的管理员"), "user", 409
        )
    code = suites.install(suite.appid, corp, user, state, context.now)
    return _push(context, suite, "create_auth", {"AuthCode": code, "State": state}) | _told(context, suite, corp, code)


def _change(context: VerbContext) -> dict[str, Any]:
    suite, corp = _suite(context), _corp(context)
    if not context.world.suites.is_installed(suite.appid, corp):
        raise _not_installed(suite, corp)
    said = {"AuthCorpId": corp.appid, "State": context.get("state", "")}
    return _push(context, suite, "change_auth", said) | {"suite": suite.name, "corp": corp.name}


def _uninstall(context: VerbContext) -> dict[str, Any]:
    suite, corp = _suite(context), _corp(context)
    if not context.world.suites.uninstall(suite.appid, corp):
        raise _not_installed(suite, corp)
    pushed = _push(context, suite, "cancel_auth", {"AuthCorpId": corp.appid})
    return pushed | {"suite": suite.name, "corp": corp.name}


def _reset(context: VerbContext) -> dict[str, Any]:
    suite, corp = _suite(context), _corp(context)
    code = context.world.suites.reset(suite.appid, corp, context.now)
    if code is None:
        raise _not_installed(suite, corp)
    return _push(context, suite, "reset_permanent_code", {"AuthCode": code}) | _told(context, suite, corp, code)


def _told(context: VerbContext, suite: App, corp: App, auth_code: str) -> dict[str, Any]:
    installation = context.world.suites.installation(suite.appid, corp)
    assert installation is not None, "it has just been installed"  # noqa: S101
    permanent_code = context.world.suites.permanent_code(suite.appid, corp, installation)
    return {"suite": suite.name, "corp": corp.name, "auth_code": auth_code, "permanent_code": permanent_code}


def _push(context: VerbContext, suite: App, event: SuiteEvent, fields: dict[str, str]) -> dict[str, Any]:
    """WeCom tells the provider, where it listens; a rule tells nobody."""
    if suite.callback is None or context.network is None:
        return {}
    message = suite_event(event, suite=suite.appid, second=context.now // 1000, **fields)
    return send(context, suite, event, message, ("success",), patience=_PATIENCE)


def _not_installed(suite: App, corp: App) -> VerbError:
    return VerbError(
        both(
            f"{corp.name} has not installed {suite.name}; let wechat.install_suite come first, "
            "or name it in the suite's corps",
            f"{corp.name} 没有安装 {suite.name}；请先执行 wechat.install_suite，或写进 suite 的 corps",
        ),
        "corp",
        409,
    )


def _suite(context: VerbContext) -> App:
    """Where it listens it must be reachable before anything happens."""
    suite = _named(context, "suite", Kind.SUITE, "suite", "第三方应用")
    if suite.callback is not None and context.network is not None:
        reach(context, suite)
    return suite


def _corp(context: VerbContext) -> App:
    return _named(context, "corp", Kind.WECOM, "corp", "企业")


def _named(context: VerbContext, arg: str, kind: Kind, en: str, zh: str) -> App:
    """By name or appid, else the first of the kind; of corps the first that is no provider."""
    name, corps = context.get(arg), context.world.corps
    among = [app for app in context.world.accounts.apps() if app.kind is kind]
    if name is None:
        customers = [app for app in among if corps.of(app).provider_secret is None]
        if not among:
            raise VerbError(
                both(
                    f"this world has no {en}; add an app with kind: {kind}",
                    f"这个 world 里没有{zh}；请添加 kind: {kind} 的应用",
                ),
                arg,
                404,
            )
        return next(iter(customers or among))
    for app in among:
        if name in (app.name, app.appid):
            return app
    raise VerbError(unknown(en, zh, name, [app.name for app in among]), arg, 404)


_SUITE = Arg("suite", "text", "the suite, by name or suite_id; the first one by default")
_CORP = Arg("corp", "text", "the corp, by name or corpid; the first one that is no provider by default")
_STATE = Arg("state", "text", "State of the push")

SUITE = (
    Verb(
        "wechat.install_suite",
        "a corp's administrator installs a suite from the market: create_auth, with the auth_code",
        (
            _SUITE,
            _CORP,
            Arg("user", "text", "the administrator; get_permanent_code tells who it was"),
            _STATE,
            SEND,
            TRIES,
            TIMEOUT,
        ),
        _install,
        short="suite",
    ),
    Verb(
        "wechat.change_suite",
        "the administrator changes what the suite may see or do: change_auth",
        (_SUITE, _CORP, _STATE, SEND, TRIES, TIMEOUT),
        _change,
        short="suite",
    ),
    Verb(
        "wechat.uninstall_suite",
        "the administrator removes the suite: cancel_auth; what it was lent is 48004 from now on",
        (_SUITE, _CORP, SEND, TRIES, TIMEOUT),
        _uninstall,
        short="suite",
    ),
    Verb(
        "wechat.reset_permanent_code",
        "the administrator resets the permanent_code of an app that the provider develops for the corp (代开发)",
        (_SUITE, _CORP, SEND, TRIES, TIMEOUT),
        _reset,
        short="suite",
    ),
)
