"""Agreement to the privacy guide, as wx.* asks for it: getPrivacySetting, requirePrivacyAuthorize and its listener."""

from __future__ import annotations

from typing import Any

from mockwx.core.people.accounts import App, User
from mockwx.core.people.privacy import GAP
from mockwx.verbs import base_library
from mockwx.verbs.failure import IN_GAP, NO_GUIDE, NOT_AUTHORIZED, NOT_DECLARED, Failure, failed
from mockwx.verbs.verb import APP, MINI, USER, Arg, Verb, VerbContext

SINCE = "2.32.3"
"""Older base libraries refuse nothing (documented)."""


def why_private(context: VerbContext, app: App, user: User, kind: str) -> Failure | None:
    """Why an api that asks for data of this kind does not run; where agreement is missing, the person is asked.

    Who is asked agrees, unless the page's listener or a refusal within the last ten seconds says otherwise.
    """
    if app.privacy is None or not base_library.has(user, SINCE):
        return None
    if not app.privacy:
        return NO_GUIDE
    if kind not in app.privacy:
        return NOT_DECLARED
    if kind in context.world.privacy.of(app.appid, user.name).agreed:
        return None
    return _ask(context, app, user, agrees=True)


def _ask(context: VerbContext, app: App, user: User, *, agrees: bool) -> Failure | None:
    privacy, kinds = context.world.privacy, app.privacy or ()
    record = privacy.of(app.appid, user.name)
    if record.listener is not None:
        if record.listener != "agree" or not agrees:
            return NOT_AUTHORIZED
    elif record.refused_at is not None and context.now - record.refused_at < GAP:
        return IN_GAP
    elif not agrees:
        privacy.refuse(app.appid, user.name, context.now)
        return NOT_AUTHORIZED
    privacy.agree(app.appid, user.name, kinds)
    return None


def _needs(context: VerbContext, app: App, user: User) -> bool:
    agreed = context.world.privacy.of(app.appid, user.name).agreed
    return base_library.has(user, SINCE) and not set(app.privacy or ()) <= set(agreed)


def _get_privacy_setting(context: VerbContext) -> dict[str, Any]:
    app, user = context.app(*MINI), context.user
    base_library.require(user, "wx.getPrivacySetting", SINCE)
    return {
        "needAuthorization": _needs(context, app, user),
        "privacyContractName": f"《{app.name}隐私保护指引》",
        "errMsg": "getPrivacySetting:ok",
    }


def _require_privacy_authorize(context: VerbContext) -> dict[str, Any]:
    app, user = context.app(*MINI), context.user
    base_library.require(user, "wx.requirePrivacyAuthorize", SINCE)
    if _needs(context, app, user):
        why = _ask(context, app, user, agrees=context.get("deny") is None)
        if why is not None:
            return failed(context, user, "requirePrivacyAuthorize", why)
    return {"errMsg": "requirePrivacyAuthorize:ok"}


def _on_need_privacy_authorization(context: VerbContext) -> dict[str, Any]:
    app, user, event = context.app(*MINI), context.user, context.get("event")
    base_library.require(user, "wx.onNeedPrivacyAuthorization", SINCE)
    context.world.privacy.listen(app.appid, user.name, None if event == "off" else event)
    return {"user": user.name, "app": app.name, "event": event}


PRIVACY = (
    Verb(
        "phone.getPrivacySetting",
        "wx.getPrivacySetting: whether the user must still agree to the privacy guide",
        (USER, APP),
        _get_privacy_setting,
        short="user",
    ),
    Verb(
        "phone.requirePrivacyAuthorize",
        "wx.requirePrivacyAuthorize: the user is asked to agree to the privacy guide, unless they have",
        (USER, APP, Arg("deny", "denial", "the user refuses; for ten seconds nobody asks again", choices=("deny",))),
        _require_privacy_authorize,
        short="user",
    ),
    Verb(
        "phone.onNeedPrivacyAuthorization",
        "the page listens with wx.onNeedPrivacyAuthorization: what its own dialog resolves with from now on",
        (
            USER,
            APP,
            Arg(
                "event",
                "text",
                "agree, disagree, silent: it never resolves; off: the page does not listen any more",
                required=True,
                choices=("agree", "disagree", "silent", "off"),
            ),
        ),
        _on_need_privacy_authorization,
        short="user",
    ),
)
