"""Apps and users from what a file, or a control call, says of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from msgspec.structs import replace
from pydantic import BaseModel

from mockwx.core.people.accounts import App, User, app_called
from mockwx.core.people.callback import Callback
from mockwx.core.platforms import Component
from mockwx.core.suites import Suite
from mockwx.core.wecom import Corp
from mockwx.core.world import KindDetails
from mockwx.scenario.language.apps import (
    AppEntry,
    ComponentEntry,
    MiniEntry,
    SuiteEntry,
    WebEntry,
    WecomEntry,
    model_of,
)
from mockwx.scenario.language.apps.component_entry import changed_component, component_of
from mockwx.scenario.language.apps.suite_entry import suite_of
from mockwx.scenario.language.apps.wecom_entry import corp_of
from mockwx.scenario.language.names import ANYBODY
from mockwx.scenario.language.pydantic_errors import check
from mockwx.scenario.language.user_models import UserEntry
from mockwx.scenario.reading.problems import Problem, ScenarioError, spell_path
from mockwx.scenario.reading.python_values import plain

E = TypeVar("E", bound=BaseModel)
CorpOrSuite = TypeVar("CorpOrSuite", Corp, Suite)


def app_of(name: str, entry: AppEntry) -> App:
    made = app_called(name)
    app = App(
        name=name,
        appid=entry.appid or made.appid,
        secret=entry.secret if "secret" in entry.model_fields_set else made.secret,
        kind=entry.kind,
        owner=entry.owner,
        ip_whitelist=None if entry.ip_whitelist is None else tuple(entry.ip_whitelist),
        frozen=entry.frozen,
        standing=entry.standing,
        denied=tuple(entry.denied),
        verified=entry.verified,
        container=entry.container,
        callback=None if entry.callback is None else Callback(**dict(entry.callback)),
    )
    if isinstance(entry, MiniEntry):
        app = replace(
            app,
            privacy=None if entry.privacy is None else tuple(entry.privacy),
            phone_number_calls=entry.phone_number_calls,
            realtime_phone_number_calls=entry.realtime_phone_number_calls,
            pages=None if entry.pages is None else tuple(entry.pages),
            published=entry.published,
            banned=entry.banned,
        )
    if isinstance(entry, WebEntry):
        app = replace(
            app,
            domain=entry.domain,
            scopes=None if entry.scopes is None else tuple(entry.scopes),
            followers=None if entry.followers is None else tuple(entry.followers),
            test_account=entry.test_account,
            banned=entry.banned,
        )
    if isinstance(entry, WecomEntry | ComponentEntry | SuiteEntry):
        app = replace(app, domain=entry.domain)
    return app


def details_of(apps: Iterable[App], entries: Mapping[str, AppEntry]) -> tuple[KindDetails, ...]:
    """What the apps of some kinds have beside what every app has."""
    details: list[KindDetails] = []
    for app in apps:
        match entries.get(app.name):
            case WecomEntry() as entry:
                details.append(corp_of(app, entry))
            case ComponentEntry() as entry:
                details.append(component_of(app, entry))
            case SuiteEntry() as entry:
                details.append(suite_of(app, entry))
    return tuple(details)


def user_of(name: str, entry: UserEntry) -> User:
    return User(
        name=name,
        phone=entry.phone,
        country_code=entry.country_code,
        nickname=entry.nickname,
        gender=entry.gender,
        city=entry.city,
        province=entry.province,
        country=entry.country,
        avatar=entry.avatar,
        language=entry.language,
        unionid=entry.unionid,
        openids=tuple(entry.openids.items()),
        blocked=entry.blocked,
        base_library=entry.base_library,
    )


def changed_app(
    former: App, said: Mapping[str, Any], details: KindDetails | None = None
) -> tuple[App, KindDetails | None]:
    """``former`` with what is said now, in the words of ``apps``; ``ScenarioError`` if that is unsound."""
    said = {"kind": str(former.kind), **said}
    entry = _entry(model_of(said), said, f"apps.{former.name}")
    new = app_of(former.name, entry)
    app = replace(former, **{key: getattr(new, key) for key in entry.model_fields_set if hasattr(former, key)})
    match entry:
        case WecomEntry():
            return app, _changed(details if isinstance(details, Corp) else None, corp_of(app, entry), entry)
        case ComponentEntry():
            return app, changed_component(app, details if isinstance(details, Component) else None, entry)
        case SuiteEntry():
            return app, _changed(details if isinstance(details, Suite) else None, suite_of(app, entry), entry)
    return app, None


def _changed(former: CorpOrSuite | None, new: CorpOrSuite, entry: AppEntry) -> CorpOrSuite:
    """``former`` with what is said now; ``entry.model_fields_set`` tells what is."""
    if former is None:
        return new
    said = {key: getattr(new, key) for key in entry.model_fields_set if key != "appid" and hasattr(former, key)}
    return replace(former, appid=new.appid, **said)


def changed_user(former: User, said: Mapping[str, Any]) -> User:
    """As ``changed_app``, in the words of ``users``; new openids stand beside those of other apps."""
    entry = _entry(UserEntry, said, f"users.{former.name}")
    new = user_of(former.name, entry)
    changed = replace(former, **{key: getattr(new, key) for key in entry.model_fields_set})
    return replace(changed, openids=tuple((dict(former.openids) | dict(new.openids)).items()))


def _entry(model: type[E], said: Mapping[str, Any], where: str) -> E:
    value, findings = plain(said)
    entry: E | None = None
    if not findings:
        entry, findings = check(model, value, ANYBODY)
    if entry is None or findings:
        raise ScenarioError(Problem(where, 0, 0, spell_path(finding.path), finding.what) for finding in findings)
    return entry
