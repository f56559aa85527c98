"""Logging in to a website or an app: the authorisation page inside WeChat, and SendAuth of the Open SDK."""

from __future__ import annotations

from typing import Any

from mockwx.core.people.accounts import App, Kind
from mockwx.core.text.bilingual import both
from mockwx.core.web.oauth import Granted, scopes_of
from mockwx.core.web.wechat_client import DECISION, SNAPSHOT
from mockwx.verbs.verb import USER, Arg, Verb, VerbContext
from mockwx.verbs.visit import DELIVER, URL, led_on, visit

_ERR_CODES = {"deny": -4, "cancel": -2, "common": -1, "send_failed": -3, "unsupported": -5}
"""errCode of SendAuth.Resp."""


def _authorize(context: VerbContext) -> dict[str, Any]:
    says = {DECISION: context.get("decision", "allow")}
    if context.get("snapshot", False):
        says[SNAPSHOT] = "1"
    return dict(led_on(context, visit(context, context.args["url"], says)))


def _send_auth(context: VerbContext) -> dict[str, Any]:
    app, user, state = context.app(Kind.MOBILE), context.user, context.get("state", "")
    scope = context.get("scope", "snsapi_userinfo")
    denial = context.get("deny")
    reason = None if denial is None else both(f"the user's decision: {denial}", f"用户的选择：{denial}")
    if denial is None and (reason := _why_not(app, scope)) is not None:
        # Which errCode a phone gets for a scope that the app lacks was never published.
        denial = "common"
    answer: dict[str, Any] = {"errCode": 0 if denial is None else _ERR_CODES[denial], "state": state}
    if denial is None:
        answer["code"] = context.world.oauth.issue(app.appid, user.name, Granted(scope), context.now)
    answer |= {"lang": user.language, "country": "CN"}
    return answer if reason is None else answer | {"reason": reason}


def _why_not(app: App, scope: str) -> str | None:
    if app.kind is not Kind.MOBILE:
        en, zh = f"{app.name} is of kind {app.kind}, no mobile app", f"{app.name} 的类型是 {app.kind}，不是移动应用"
        return both(en, zh)
    has = scopes_of(app)
    if set(scope.split(",")) <= set(has):
        return None
    listed = ", ".join(has) or "none"
    return both(
        f"{app.name} may not ask for {scope!r}; it has {listed}", f"{app.name} 没有 scope {scope!r}；有 {listed}"
    )


AUTHORIZE = Verb(
    "phone.authorize",
    "opens an authorisation link in WeChat: the code comes back in the callback's URL",
    (
        USER,
        URL,
        Arg("decision", "text", "what the person does where asked; allow by default", choices=("allow", "deny")),
        DELIVER,
        Arg("snapshot", "flag", "in a snapshot page (快照页), as a virtual user; false by default"),
    ),
    _authorize,
    short="url",
)
SEND_AUTH = Verb(
    "phone.sendAuth",
    "SendAuth.Req of the Open SDK in a mobile app: answers as SendAuth.Resp, with a code for oauth2_access_token, "
    "or why there is none",
    (
        USER,
        Arg("app", "text", "the mobile app, by name or appid; the first one by default"),
        Arg("scope", "text", "snsapi_userinfo by default"),
        Arg("state", "text", "comes back as it is"),
        Arg("deny", "denial", "the user refuses, or why else there is no code", choices=tuple(_ERR_CODES)),
    ),
    _send_auth,
    short="user",
)
