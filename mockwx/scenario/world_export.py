"""World → scenario: what a world has seen, as a scenario that replays it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from msgspec import Struct, to_builtins
from msgspec.structs import asdict, fields

from mockwx.core.clock import spell_instant
from mockwx.core.journal.journal import FRONT_END
from mockwx.core.people.accounts import App, User, app_called
from mockwx.core.people.callback import Callback
from mockwx.core.people.sessions import KeyPolicy
from mockwx.core.platforms import Component
from mockwx.core.suites import Suite
from mockwx.core.text.bilingual import both
from mockwx.core.text.durations import spell_duration
from mockwx.core.wecom import Agent, Corp
from mockwx.core.world import Wechat

if TYPE_CHECKING:
    from mockwx.core.journal.journal import Exchange
    from mockwx.core.rules.rules import Rule
    from mockwx.core.world import KindDetails, Settings, World

PAUSE = 10_000
"""Milliseconds; what passed in less is taken for real time, not for a test that moved the clock."""

REPLAYED = {
    # api → the phone's verb that made the code, and the backend's action that spends it.
    "code2session": ("phone.login", "backend.login"),
    "getuserphonenumber": ("phone.getPhoneNumber", "backend.phone"),
}
_NO_ACTION = "the ready scenarios have no action of a backend for it"
_WEB = "its code came with a visit to a page, by a link that the backend made for that visit"
NOT_REPLAYED = {
    "getpluginopenpid": _NO_ACTION,
    "component_jscode2session": _NO_ACTION,
    "wecom_jscode2session": _NO_ACTION,
    "service_jscode2session": _NO_ACTION,
    "checkcode2verifyinfo": _NO_ACTION,
    "oauth2_access_token": _WEB,
    "component_oauth2_access_token": _WEB,
    "auth_getuserinfo": _WEB,
    "user_getuserinfo": _WEB,
    "auth_get_tfa_info": _WEB,
    "service_getuserinfo3rd": _WEB,
    "service_auth_getuserinfo3rd": _WEB,
}
"""Apis that take a code too: why no step spends it again. Its calls stand in ``expect``, as those of all others."""


_FAKES = {"token": "mockwxtoken", "aes_key": "mockwx" * 7 + "A"}
"""Of a callback."""


class NothingToReplay(LookupError):
    """The world's journal is empty."""


def as_scenario(world: World) -> dict[str, Any]:
    """World, rules and steps that bring about what the journal saw, and the calls that it should see again.

    Secrets are not written: the exported apps have the pretend ones that follow from their names, or their own
    where those are recognisable fakes.

    :raises NothingToReplay: nobody has called yet.
    """
    exchanges = list(world.journal)
    if not exchanges:
        raise NothingToReplay(both("the journal is empty: there is nothing to replay", "日志为空：没有可重放的内容"))
    seen = {exchange.user for exchange in exchanges if exchange.user is not None}
    document: dict[str, Any] = {
        "mockwx": 1,
        "name": f"as it happened at {spell_instant(exchanges[0].at)}",
        "seed": world.settings.seed,
        "clock": {"start": spell_instant(world.clock.start)},
        "apps": {app.name: _app(app) | _details(world.details(app.appid)) for app in world.accounts.apps()},
    }
    # Followers and members are named by their apps, which a world without them would not load.
    wanted = seen | set(_texts(document["apps"]))
    document["users"] = {user.name: _user(user) for user in world.accounts.users() if user.name in wanted}
    if not document["users"]:
        del document["users"]
    document |= _settings(world.settings)
    rules = [entry for rule in world.rules.all() if (entry := _rule(rule, exchanges)) is not None]
    if rules:
        document["rules"] = rules
    steps = list(_steps(exchanges, world.clock.start))
    if steps:
        document["steps"] = steps
    document["expect"] = {"calls": _calls(exchanges)}
    return document


def _rule(rule: Rule, exchanges: list[Exchange]) -> dict[str, Any] | None:
    """The rule on exactly the calls on which it fired, so that neither chance nor time decides again."""
    from mockwx.scenario.rule_parsing import rule_as_mapping

    when = rule.when
    fitting = [
        exchange
        for exchange in exchanges
        if exchange.api == when.api
        and (when.app is None or when.app in (exchange.app, exchange.appid))
        and (when.user is None or when.user == exchange.user)
    ]
    fired = [nth for nth, exchange in enumerate(fitting, 1) if exchange.response.rule == rule.name]
    if not fired:
        return None
    entry = rule_as_mapping(rule)
    kept = {key: entry["when"][key] for key in ("api", "app", "user") if key in entry["when"]}
    return {"name": rule.name, "when": kept | {"call": fired}, "then": entry["then"]}


def _steps(exchanges: list[Exchange], start: int) -> Iterator[dict[str, Any]]:
    """One step per code that a backend brought; that it brought one again is the backend's own doing."""
    at, spent = start, set()
    for exchange in exchanges:
        verbs = REPLAYED.get(exchange.api or "")
        code = exchange.code
        if verbs is None or code is None or code in spent:
            continue
        spent.add(code)
        if exchange.at - at >= PAUSE:
            yield {"clock.advance": spell_duration((exchange.at - at) // 1000 * 1000)}
            at = exchange.at
        verb, action = verbs
        if exchange.user is None:
            yield {action: {"code": code}}
            continue
        yield {verb: {"user": exchange.user}, "as": "got"}
        yield {action: {"code": "$got" if verb == "phone.login" else "$got.code"}}


def _calls(exchanges: list[Exchange]) -> list[dict[str, Any]]:
    counts: dict[str, Counter[int]] = {}
    totals: Counter[str] = Counter()
    for exchange in exchanges:
        if exchange.api is not None and exchange.api != FRONT_END:
            totals[exchange.api] += 1
            if exchange.errcode is not None:
                counts.setdefault(exchange.api, Counter())[exchange.errcode] += 1
    calls: list[dict[str, Any]] = []
    for api, total in totals.items():
        if api in ("token", "stable_token", "gettoken"):
            # A backend may have a token left from before.
            calls.append({"api": api, "count": f"0..{total}"})
        else:
            calls.append({"api": api, "count": total} | ({"errcode": dict(counts[api])} if api in counts else {}))
    return calls


def _app(app: App) -> dict[str, Any]:
    secret = {} if "mock" in str(app.secret) else {"secret"}
    return {"kind": str(app.kind)} | _beside(app, app_called(app.name), {"kind", *secret})


def _details(details: KindDetails | None) -> dict[str, Any]:
    match details:
        case Corp():
            return _corp(details)
        case Suite() | Component():
            return _beside(details, type(details)(details.appid))
    return {}


def _corp(corp: Corp) -> dict[str, Any]:
    secret = {} if "mock" in str(corp.provider_secret) else {"provider_secret"}
    entry = _beside(corp, Corp(corp.appid), {"userids", "agents", *secret})
    if corp.userids:
        entry["userids"] = dict(corp.userids)
    if corp.agents:
        # The names are not kept; the secrets are written where they are recognisable fakes.
        entry["agents"] = {f"agent{agent.agentid}": _agent(agent) for agent in corp.agents}
    return entry


def _agent(agent: Agent) -> dict[str, Any]:
    secret = {} if "mock" in str(agent.secret) else {"secret"}
    return {"agentid": agent.agentid} | _beside(agent, Agent(agent.agentid, None), {*secret})


def _user(user: User) -> dict[str, Any]:
    openids = {"openids": dict(user.openids)} if user.openids else {}
    return _beside(user, User(user.name), {"openids"}) | openids


def _settings(settings: Settings) -> dict[str, Any]:
    """What a world is made with, as far as it is not as usual."""
    policy = settings.key_policy
    entry: dict[str, Any] = {}
    if settings.people:
        entry["people"] = {"count": settings.people}
    if policy != KeyPolicy():
        times = {"window": spell_duration(policy.window), "idle": spell_duration(policy.idle)}
        entry["session_key"] = {"rotate_on_login": policy.rotate_on_login, **times}
    if settings.limits:
        entry["limits"] = {
            api: [{"rate": f"{quota.rate}/{quota.window}", "per": quota.per} for quota in quotas]
            for api, quotas in settings.limits.items()
        }
    wechat = _beside(settings.wechat, Wechat())
    return entry | ({"wechat": wechat} if wechat else {})


def _beside(declared: Struct, plain: Struct, but: Collection[str] = ()) -> dict[str, Any]:
    """What differs from ``plain``, in the words of a scenario, which are the names of the fields; ``but`` some."""
    names = (field.name for field in fields(declared) if field.name not in but)
    values = {name: getattr(declared, name) for name in names if getattr(declared, name) != getattr(plain, name)}
    return {name: _plain(value) for name, value in values.items()}


def _texts(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for pair in value.items():
                yield from _texts(pair)
        case list() | tuple():
            for part in value:
                yield from _texts(part)


def _plain(value: Any) -> Any:
    return _callback(value) if isinstance(value, Callback) else to_builtins(value)


def _callback(callback: Callback) -> dict[str, Any]:
    """With secrets of its own where its secrets are no recognisable fakes: without any, no push could be signed."""
    said = {name: value for name, value in asdict(callback).items() if value is not None}
    return said | {name: fake for name, fake in _FAKES.items() if name in said and "mock" not in said[name].lower()}
