"""A Scenario from one plain value, such as a file holds; or all that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from mockwx.core.ids import appid_for
from mockwx.core.people.sessions import KeyPolicy
from mockwx.core.rules.rules import Rule
from mockwx.core.text.bilingual import both
from mockwx.core.tokens.quotas import Quota
from mockwx.core.world import Wechat
from mockwx.products.endpoint_lookup import named
from mockwx.scenario.about import About, AboutText
from mockwx.scenario.account_parsing import app_of, details_of, user_of
from mockwx.scenario.backend_parsing import description_of
from mockwx.scenario.language.about_models import AboutEntry, AboutTextEntry
from mockwx.scenario.language.apps import MiniEntry
from mockwx.scenario.language.file_models import File, SessionKeyEntry, WechatEntry
from mockwx.scenario.language.names import Names
from mockwx.scenario.language.pydantic_errors import Spelled, check, not_spelled
from mockwx.scenario.language.user_models import UserEntry
from mockwx.scenario.limits_of_no_effect import limits_of_no_effect
from mockwx.scenario.reading.problems import Finding, Path
from mockwx.scenario.rule_parsing import check_rules, unanswered
from mockwx.scenario.scenario import DEFAULT_APPS, DEFAULT_SEED, DEFAULT_USERS, Scenario
from mockwx.scenario.step_parsing import expectation_of, parse_steps
from mockwx.scenario.steps import Step


class Parsed(Struct, frozen=True):
    scenario: Scenario | None
    """None where there are findings."""
    findings: tuple[Finding, ...]
    warnings: tuple[Finding, ...] = ()


def parse_scenario(value: object, *, spelled: Spelled = not_spelled, complete: bool = True) -> Parsed:
    """``complete`` false: a base is missing, so nobody knows who is declared there."""
    if not isinstance(value, dict):
        what = both("a scenario is a map of keys that begins with mockwx: 1", "场景是一组键值，以 mockwx: 1 开头")
        if isinstance(value, str) and "：" in value:
            what = both(
                "a scenario is a map of keys that begins with mockwx: 1; its colon is not the full-width one (：)",
                "场景是一组键值，以 mockwx: 1 开头；冒号要用半角（:），不能用全角（：）",
            )
        return Parsed(None, (Finding((), what),))
    names = _declared(value) if complete else Names()
    listed = isinstance(value.get("rules"), list)
    # Rules are judged one by one, so that a broken one does not keep the others from being compared.
    file, findings = check(File, value | {"rules": []} if listed else value, names, spelled=spelled)
    if not complete:
        findings = [finding for finding in findings if finding.path]
    rules, wrong_rules = _parse_rules(value, names, spelled) if listed else ([], [])
    steps, wrong_steps = parse_steps(value, names, spelled)
    findings += [*wrong_rules, *_said_twice(value), *limits_of_no_effect(_map(value.get("limits"))), *wrong_steps]
    if file is None or findings:
        return Parsed(None, tuple(findings))
    return Parsed(_scenario(file, rules, steps), (), tuple(_warnings(rules)))


def _parse_rules(value: Mapping[str, Any], names: Names, spelled: Spelled) -> tuple[list[Rule], list[Finding]]:
    return check_rules(value["rules"], names, ("rules",), spelled, hidden_is_wrong=value.get("each") != "rule")


def _declared(value: Mapping[str, Any]) -> Names:
    """Who lives in this world, as far as can be told before the file is known to be sound."""
    if value.get("any_app") is True:
        apps, appids = None, {}
    elif isinstance(declared_apps := value.get("apps"), dict):
        apps, appids = tuple(declared_apps), {appid: name for name, appid, _ in _appids(declared_apps)}
    else:
        apps, appids = tuple(app.name for app in DEFAULT_APPS), {app.appid: app.name for app in DEFAULT_APPS}
    users = value.get("users")
    declared = tuple(users) if isinstance(users, dict) else tuple(user.name for user in DEFAULT_USERS)
    people = value.get("people")
    count = people.get("count") if isinstance(people, dict) else 0
    return Names(apps, appids, declared, count if type(count) is int else 0)


def _appids(apps: Mapping[str, Any]) -> Iterator[tuple[str, str, Path]]:
    for name, app in apps.items():
        appid = app.get("appid") if isinstance(app, dict) else None
        if isinstance(appid, str):
            yield name, appid, ("apps", name, "appid")
        else:
            yield name, appid_for(name), ("apps", name)


def _said_twice(value: Mapping[str, Any]) -> Iterator[Finding]:
    """What may be given to one only: an appid, an openid within an app, the limits of an api."""
    apps, users, limits = (_map(value.get(key)) for key in ("apps", "users", "limits"))
    openids = (
        (name, f"{app} {openid}", ("users", name, "openids", app))
        for name, user in users.items()
        for app, openid in _map(_map(user).get("openids")).items()
        if isinstance(openid, str)
    )
    yield from _twice(_appids(apps), "this appid is that of {!r} already", "这个 appid 已属于 {!r}")
    yield from _twice(openids, "this openid is that of {!r} already", "这个 openid 已属于 {!r}")
    apis = ((name, endpoint.api, ("limits", name)) for name in limits if (endpoint := named(name)) is not None)
    yield from _twice(apis, "this is the same api as {!r}", "与 {!r} 是同一个接口")


def _twice(claims: Iterator[tuple[str, str, Path]], en: str, zh: str) -> Iterator[Finding]:
    owners: dict[str, str] = {}
    for name, claimed, path in claims:
        owner = owners.setdefault(claimed, name)
        if owner != name:
            yield Finding(path, both(en.format(owner), zh.format(owner)))


def _map(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _warnings(rules: list[Rule]) -> Iterator[Finding]:
    places = {rule.name: nth for nth, rule in enumerate(rules)}
    for rule, row in unanswered(rules):
        what = both(
            f"{rule.when.api} is not known to answer {row.code} ({row.name}); it will here",
            f"没有资料表明 {rule.when.api} 会返回 {row.code}（{row.name}）；这里仍会照做",
        )
        yield Finding(("rules", places[rule.name], "then", "errcode"), what)


def _scenario(file: File, rules: list[Rule], steps: list[Step]) -> Scenario:
    clock = file.clock
    entries = {name: entry or MiniEntry() for name, entry in (file.apps or {}).items()}
    apps = DEFAULT_APPS if file.apps is None else tuple(app_of(name, entry) for name, entry in entries.items())
    return Scenario(
        name=file.name or Scenario().name,
        about=_about(file.about),
        seed=file.seed if file.seed is not None else DEFAULT_SEED,
        start=clock.start if clock is not None else None,
        frozen=clock is not None and clock.mode == "frozen",
        apps=apps,
        details=details_of(apps, entries),
        users=DEFAULT_USERS
        if file.users is None
        else tuple(user_of(name, entry or UserEntry()) for name, entry in file.users.items()),
        people=file.people.count if file.people is not None else 0,
        any_app=file.any_app,
        key_policy=_key_policy(file.session_key),
        limits={
            api: tuple(Quota(limit.rate[0], limit.rate[1], limit.per) for limit in limits)
            for api, limits in (file.limits or {}).items()
        },
        wechat=_wechat(file.wechat),
        rules=tuple(rules),
        steps=tuple(steps),
        expect=expectation_of(file.expect),
        backend=description_of(file.backend),
        each=file.each,
    )


def _about(entry: AboutEntry | None) -> About:
    return About() if entry is None else About(_about_text(entry.zh), _about_text(entry.en))


def _about_text(entry: AboutTextEntry | None) -> AboutText:
    if entry is None:
        return AboutText()
    return AboutText(name=entry.name or "", purpose=entry.purpose or "", advice=entry.advice or "")


def _key_policy(entry: SessionKeyEntry | None) -> KeyPolicy:
    return KeyPolicy() if entry is None else KeyPolicy(entry.rotate_on_login, entry.window, entry.idle)


def _wechat(entry: WechatEntry | None) -> Wechat:
    return Wechat() if entry is None else Wechat(**dict(entry))
