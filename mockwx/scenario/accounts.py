"""Apps and users from what a file, or a control call, says of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

from pydantic import BaseModel

from mockwx.core.accounts import App, User, app_called
from mockwx.scenario.account_models import AppEntry, UserEntry
from mockwx.scenario.known import ANYBODY
from mockwx.scenario.plain import plain
from mockwx.scenario.problems import Problem, ScenarioError, spell_path
from mockwx.scenario.sentences import check

E = TypeVar("E", bound=BaseModel)


def app_of(name: str, entry: AppEntry) -> App:
    made = app_called(name)
    return App(
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
    )


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


def changed_app(former: App, said: Mapping[str, Any]) -> App:
    """``former`` with what is said now, in the words of ``apps``; ``ScenarioError`` if that is unsound."""
    entry = _entry(AppEntry, said, f"apps.{former.name}")
    new = app_of(former.name, entry)
    return replace(former, **{key: getattr(new, key) for key in entry.model_fields_set if hasattr(former, key)})


def changed_user(former: User, said: Mapping[str, Any]) -> User:
    """As ``changed_app``, in the words of ``users``; new openids stand beside those of other apps."""
    entry = _entry(UserEntry, said, f"users.{former.name}")
    new = user_of(former.name, entry)
    found = replace(former, **{key: getattr(new, key) for key in entry.model_fields_set})
    return replace(found, openids=tuple((dict(former.openids) | dict(new.openids)).items()))


def _entry(model: type[E], said: Mapping[str, Any], where: str) -> E:
    value, findings = plain(said)
    entry: E | None = None
    if not findings:
        entry, findings = check(model, value, ANYBODY)
    if entry is None or findings:
        raise ScenarioError(Problem(where, 0, 0, spell_path(each.path), each.what) for each in findings)
    return entry
