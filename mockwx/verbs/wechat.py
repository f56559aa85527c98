"""What WeChat does by itself, as a cause: keys rotate, tokens die, users are blocked, people pay."""

from __future__ import annotations

from typing import Any

from mockwx.core.people.accounts import Kind
from mockwx.core.people.reviews import LABELS, ReviewFinding
from mockwx.core.text.bilingual import both
from mockwx.core.text.did_you_mean import unknown
from mockwx.core.tokens.quotas import day_number
from mockwx.verbs.verb import APP, MINI, USER, Arg, Verb, VerbContext, VerbError


def _rotate_session_key(context: VerbContext) -> dict[str, Any]:
    # Not context.user: a user that nobody declared has no session and is not made for the refusal's sake.
    app, user = context.app(*MINI), context.args["user"]
    session = context.world.sessions.rotate(app.appid, user, context.now)
    if session is None:
        raise VerbError(
            both(
                f"{user} has no live session in {app.name}; let phone.login come first",
                f"{user} 在 {app.name} 中没有有效会话；请先执行 phone.login",
            ),
            "user",
            409,
        )
    return {"user": user, "app": app.name, "generation": session.generation}


def _other_holder(context: VerbContext) -> dict[str, Any]:
    app, tokens = context.app(), context.world.tokens
    fetches = context.get("fetches", "token")
    if fetches == "token":
        tokens.fetch(app.appid, context.now)
    else:
        force = fetches == "stable_token_forced"
        tokens.fetch_stable(app.appid, context.now, force=force, today=day_number(context.now))
    return {"app": app.name, "fetches": fetches}


def _revoke_token(context: VerbContext) -> dict[str, Any]:
    app, world = context.app(), context.world
    if app.kind is Kind.WECOM:
        suites = [world.suites.agent(suite, app) for suite in world.accounts.apps() if suite.kind is Kind.SUITE]
        agents = (*world.corps.of(app).all_agents(app), *suites)
        return {"app": app.name, "revoked": world.corps.revoke(app.appid, agents, context.now)}
    if app.kind is Kind.SUITE:
        return {"app": app.name, "revoked": world.suites.revoke(app.appid)}
    return {"app": app.name, "revoked": world.tokens.revoke(app.appid, context.now)}


def _block_user(context: VerbContext) -> dict[str, Any]:
    blocked = context.get("blocked", True)
    user = context.world.accounts.block(context.args["user"], blocked=blocked)
    return {"user": user.name, "blocked": user.blocked}


def _change_password(context: VerbContext) -> dict[str, Any]:
    context.world.oauth.change_password(context.user.name, context.now)
    return {"user": context.user.name}


def _pay(context: VerbContext) -> dict[str, Any]:
    app, user = context.app(*MINI), context.user
    context.world.accounts.openid(app, user)
    nth = context.world.counts.next("paid", app.appid, user.name)
    drawn = context.world.ids.hexadecimal(18, "paid", app.appid, user.name, nth)
    paid = {
        "transaction_id": context.get("transaction_id", f"42000{int(drawn, 16):023d}"),
        "mch_id": context.get("mch_id", "1900000109"),
        "out_trade_no": context.get("out_trade_no", drawn),
    }
    context.world.payments.pay(app.appid, user.name, context.now, **paid)
    return {"user": user.name, "app": app.name, **paid}


def _review(context: VerbContext) -> dict[str, Any]:
    label = context.get("label", 21000)
    if label not in LABELS:
        raise VerbError(
            unknown("label of the review", "审核标签", str(label), [str(known) for known in LABELS]), "label"
        )
    finding = ReviewFinding(context.args["text"], context.get("suggest", "risky"), label)
    context.world.reviews.find(finding)
    return {"text": finding.text, "suggest": finding.suggest, "label": finding.label}


WECHAT = (
    Verb(
        "wechat.rotate_session_key",
        "WeChat makes a new session_key on its own, as another device or data prefetch causes it to",
        (USER, APP),
        _rotate_session_key,
        short="user",
    ),
    Verb(
        "wechat.other_holder",
        "another holder of the AppSecret fetches an access_token",
        (
            Arg("app", "text", "the app, by name or appid; the first one by default"),
            Arg(
                "fetches",
                "text",
                "by which api; token by default, which gives the old one five more minutes",
                choices=("token", "stable_token", "stable_token_forced"),
            ),
        ),
        _other_holder,
        short="app",
    ),
    Verb(
        "wechat.revoke_token",
        "WeChat kills the app's access tokens at once, as after a reset of the AppSecret",
        (Arg("app", "text", "the app, by name or appid; the first one by default"),),
        _revoke_token,
        short="app",
    ),
    Verb(
        "wechat.block_user",
        "WeChat holds the user for a high risk and intercepts the login: 40226",
        (USER, Arg("blocked", "flag", "false lets the user in again; true by default")),
        _block_user,
        short="user",
    ),
    Verb(
        "wechat.change_password",
        "the user changes the WeChat password: access_tokens and refresh_tokens of web logins die, 42007",
        (USER,),
        _change_password,
        short="user",
    ),
    Verb(
        "wechat.pay",
        "the user pays in the app; for five minutes getpaidunionid knows",
        (
            USER,
            APP,
            Arg("transaction_id", "text", "of WeChat Pay; drawn by default"),
            Arg("mch_id", "text", "the merchant"),
            Arg("out_trade_no", "text", "the merchant's number; drawn by default"),
        ),
        _pay,
        short="user",
    ),
    Verb(
        "wechat.review",
        "WeChat's review judges what holds this text so: contents of msg_sec_check, addresses of media_check_async",
        (
            Arg("text", "text", "what stands in the content, or in the picture's address", required=True),
            Arg("suggest", "text", "what WeChat suggests; risky by default", choices=("risky", "review", "pass")),
            Arg("label", "whole", "why: 10001 advertising, 20002 pornography, … 21000 by default"),
        ),
        _review,
        short="text",
    ),
)
