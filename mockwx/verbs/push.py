"""How WeChat pushes to a callback: whether it may, one message, the check of the URL, and a platform's ticket."""

from __future__ import annotations

from typing import Any

from mockwx.core.people.accounts import App, Kind
from mockwx.core.people.callback import Callback
from mockwx.core.pushes import forgeries
from mockwx.core.pushes.callback_hosts import is_allowed, why_not
from mockwx.core.pushes.deliveries import MOST_TRIES, PATIENCE, Push
from mockwx.core.pushes.events import SuiteEvent, platform_event, suite_event
from mockwx.core.pushes.forgeries import FORGERIES, Forgery
from mockwx.core.pushes.replies import Conversation
from mockwx.core.pushes.requests import (
    Message,
    Posting,
    PushRequest,
    PushStamps,
    corp_posting,
    posting,
    sealed_verification,
    spelt,
    verification,
)
from mockwx.core.text.bilingual import both
from mockwx.core.web.address import CANARIES
from mockwx.core.wire import OutgoingRequest
from mockwx.verbs.verb import Arg, Verb, VerbContext, VerbError

TICKET = "component_verify_ticket"
SUITE_TICKET: SuiteEvent = "suite_ticket"
_LONGEST = 10_000
_SEALED_ONLY = {Kind.COMPONENT: ("a third-party platform", "第三方平台"), Kind.SUITE: ("a suite", "第三方应用")}


def push_ticket(context: VerbContext) -> dict[str, Any]:
    """A fresh component_verify_ticket; the earlier ones live on."""
    component = addressee(context, Kind.COMPONENT)
    if component.kind is not Kind.COMPONENT:
        raise VerbError(
            both(
                f"{component.name} is of kind {component.kind}; tickets are for a third-party platform (component)",
                f"{component.name} 的类型是 {component.kind}；票据只推送给第三方平台（component）",
            ),
            "app",
        )
    reach(context, component)
    if context.get("forge") == "replay":
        earlier(context, component, TICKET, None)
    if "forge" in context.args:
        # It has the looks of a ticket, and WeChat has never issued it.
        ticket = context.world.ids.component_secret("ticket", 86, component.appid, "forged", context.now)
    else:
        ticket = context.world.components.issue_ticket(component.appid, context.now)
    message = platform_event(
        TICKET, component=component.appid, second=context.now // 1000, ComponentVerifyTicket=ticket
    )
    return send(context, component, TICKET, message, ("success",)) | {"ticket": ticket}


def push_suite_ticket(context: VerbContext) -> dict[str, Any]:
    """A fresh suite_ticket; the earlier ones live on."""
    suite = addressee(context, Kind.SUITE)
    if suite.kind is not Kind.SUITE:
        raise VerbError(
            both(
                f"{suite.name} is of kind {suite.kind}; a suite_ticket is for an app of kind suite",
                f"{suite.name} 的类型是 {suite.kind}；suite_ticket 只推送给 suite 类型的应用",
            ),
            "app",
        )
    reach(context, suite)
    if context.get("forge") == "replay":
        earlier(context, suite, SUITE_TICKET, None)
    if "forge" in context.args:
        ticket = context.world.ids.suite_secret("suite_ticket", 64, suite.appid, "forged", context.now)
    else:
        ticket = context.world.suites.issue_ticket(suite.appid, context.now)
    message = suite_event(SUITE_TICKET, suite=suite.appid, second=context.now // 1000, SuiteTicket=ticket)
    return send(context, suite, SUITE_TICKET, message, ("success",)) | {"ticket": ticket}


def reach(context: VerbContext, app: App) -> Callback | None:
    """The callback that a push of this context goes to, or None if it is to be lost; ``VerbError`` if it has none.

    Asked before anything happens, so that nothing is half done.
    """
    if context.network is None:
        raise VerbError(both("a rule does not push", "规则不能触发推送"))
    for name, most in (("tries", MOST_TRIES), ("timeout", _LONGEST)):
        if context.get(name, 1) > most:
            raise VerbError(both("at most 3 tries of at most 10s", "最多 3 次，每次最多等待 10s"), name)
    callback = app.callback
    if not context.get("send", True):
        return None
    if callback is None:
        raise VerbError(
            both(
                f"{app.name} has no callback; write it below the app, "
                "callback: {url: http://127.0.0.1:8000/wechat, token: mockwxtoken}, or push with send: false",
                f"{app.name} 没有 callback；请在应用下写 "
                "callback: {url: http://127.0.0.1:8000/wechat, token: mockwxtoken}，或用 send: false",
            ),
            "app",
        )
    if app.kind in (Kind.COMPONENT, Kind.SUITE) and (callback.mode != "safe" or callback.format != "xml"):
        raise VerbError(
            both(
                f"the callback of {app.name} must have mode: safe and format: xml; "
                f"{_SEALED_ONLY[app.kind][0]} has no other",
                f"{app.name} 的 callback 须为 mode: safe、format: xml；{_SEALED_ONLY[app.kind][1]}没有其他模式",
            ),
            "app",
        )
    forge: Forgery | None = context.get("forge")
    if forge is not None and (why_unfit := forgeries.why_not(forge, callback)) is not None:
        raise VerbError(why_unfit, "forge")
    if not is_allowed(callback.url, context.network.callback_hosts):
        raise VerbError(why_not(callback.url), "app", 403)
    return callback


def send(
    context: VerbContext,
    app: App,
    event: str,
    message: Message,
    wants: tuple[str, ...],
    user: str | None = None,
    conversation: Conversation | None = None,
    patience: int = PATIENCE,
) -> dict[str, Any]:
    """Push a message, once :func:`reach` has let it. ``patience``: unless the context says how long it waits."""
    callback = reach(context, app) or Callback(url="", token="")
    number = context.world.pushes.next_number()
    request, forge = PushRequest("POST", ""), context.get("forge")
    if callback.url and forge is None:
        request = _posting(app)(callback, _signs(context, number), message, app.appid)
    elif callback.url:
        request = _forged(context, app, event, user, number, callback, message)
    push = Push(
        number=number,
        at=context.now,
        event=event,
        app=app.name,
        appid=app.appid,
        callback=callback,
        request=request,
        message=spelt(message, callback.format),
        wants=wants,
        user=user,
        sent=bool(callback.url),
        forge=forge,
        conversation=conversation,
    )
    return _sent(context, push, patience)


def _posting(app: App) -> Posting:
    return corp_posting if app.kind is Kind.SUITE else posting


def _forged(
    context: VerbContext, app: App, event: str, user: str | None, number: int, callback: Callback, message: Message
) -> PushRequest:
    forge: Forgery = context.args["forge"]
    if forge == "replay":
        return earlier(context, app, event, user).request
    canary = f"{context.network.base_url if context.network is not None else ''}{CANARIES}{canary_of(number)}"
    return forgeries.forged(forge, callback, _signs(context, number), message, app.appid, canary, _posting(app))


def earlier(context: VerbContext, app: App, event: str, user: str | None) -> Push:
    """The last push of its like that went out."""
    for push in reversed(context.world.pushes.all()):
        if (push.appid, push.event, push.user, push.forge, push.sent) == (app.appid, event, user, None, True):
            return push
    raise VerbError(
        both(
            f"there is no earlier {event} to {app.name} that could be replayed; push one first",
            f"没有可重放的 {event}（应用 {app.name}）；请先正常推送一次",
        ),
        "forge",
        409,
    )


def canary_of(number: int) -> str:
    """The name of the canary URL in an external entity of this push."""
    return f"push-{number}"


def _verify_url(context: VerbContext) -> dict[str, Any]:
    app = addressee(context)
    callback = reach(context, app)
    assert callback is not None, "it has no argument send"  # noqa: S101
    number = context.world.pushes.next_number()
    signs = _signs(context, number)
    echostr = str(int(context.world.ids.hexadecimal(15, "echostr", number), 16) + 10**18)
    if app.kind not in (Kind.WECOM, Kind.SUITE):
        request = verification(callback, signs, echostr)
    elif callback.aes_key is None:
        raise VerbError(
            both(
                f"the callback of {app.name} needs an aes_key: WeCom seals the echostr",
                f"{app.name} 的 callback 需要 aes_key：企业微信的 echostr 是加密的",
            ),
            "app",
        )
    else:
        request = sealed_verification(callback, signs, echostr, _verifier(context, app))
    push = Push(
        number, context.now, "verify_url", app.name, app.appid, callback, request, message=echostr, wants=(echostr,)
    )
    return _sent(context, push)


def _verifier(context: VerbContext, app: App) -> str:
    """For whom the echostr is sealed: of a suite the provider's corp, though pushes are for the suite itself. So a
    client in use opens it; WeCom's pages do not say."""
    if app.kind is not Kind.SUITE:
        return app.appid
    provider = context.world.accounts.app_named(context.world.suites.of(app).provider)
    return app.appid if provider is None else provider.appid


def _sent(context: VerbContext, push: Push, patience: int = PATIENCE) -> dict[str, Any]:
    context.world.pushes.add(push)
    request, network = push.request, context.network
    if push.sent and network is not None:
        body, label = request.body.encode("utf-8", "replace"), request.content_type
        tries = context.get("tries", MOST_TRIES if push.forge is None else 1)
        wait = context.get("timeout", patience)
        context.send(OutgoingRequest(request.method, request.url, body, label, push.number, tries, wait))
    return {
        "number": push.number,
        "event": push.event,
        "app": push.app,
        "user": push.user,
        "url": request.url,
        "message": push.message,
        "sent": push.sent,
        "accepted": False,
        "reason": push.verdict.reason,
        "reply": None,
        "shows": None,
        "attempts": [],
        "forge": push.forge,
        **({"canary": canary_of(push.number)} if push.forge == "external_entity" else {}),
    }


def _signs(context: VerbContext, number: int) -> PushStamps:
    ids = context.world.ids
    nonce = str(int(ids.hexadecimal(8, "nonce", number), 16))
    return PushStamps(context.now // 1000, nonce, ids.hexadecimal(16, "salt", number))


def addressee(context: VerbContext, *kinds: Kind) -> App:
    """The app that is meant: as named, else the first of these kinds that has a callback, else the first of them."""
    if "app" not in context.args:
        for app in context.world.accounts.apps():
            if app.callback is not None and (not kinds or app.kind in kinds):
                return app
    return context.app(*kinds)


SEND = Arg("send", "flag", "false: it happens, and the push is lost on its way; true by default")
TRIES = Arg("tries", "whole", "how often WeChat sends it while the backend fails; 3 by default and at most")
FORGE = Arg(
    "forge",
    "text",
    "somebody else sends it, wrong in one way; nothing happens inside WeChat, and it is tried once",
    choices=FORGERIES,
)
TIMEOUT = Arg("timeout", "duration", "of real time for one answer; 5s by default, at most 10s")

VERIFY_URL = Verb(
    "wechat.verify_url",
    "WeChat checks the callback's URL, as when it is entered in the console: GET with echostr",
    (
        Arg("app", "text", "the app, by name or appid; the first one that has a callback by default"),
        TRIES,
        TIMEOUT,
    ),
    _verify_url,
    short="app",
    outward=True,
)
