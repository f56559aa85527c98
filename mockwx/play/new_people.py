"""People whom no backend has met before, so that what it has kept of earlier plays changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockwx.core.ids import draw
from mockwx.scenario.scenario import DEFAULT_SEED, DEFAULT_USERS


def with_new_people(scenario: Mapping[str, Any], play: str) -> dict[str, Any]:
    """A scenario's mapping with other openids and phone numbers, wherever it names them.

    ``play`` tells this play from all others. A scenario that says its ``seed``, or leaves anything to chance, wants
    the same people in every play.
    """
    rules = scenario.get("rules") or []
    if "seed" in scenario or any("chance" in (rule.get("when") or {}) for rule in rules):
        return dict(scenario)
    users = scenario.get("users")
    declared = _default_users() if users is None else {name: dict(user or {}) for name, user in users.items()}
    phones = {user["phone"]: _phone(play, name) for name, user in declared.items() if user.get("phone")}
    renewed = {**scenario, "users": declared, "seed": f"{DEFAULT_SEED} {play}"}
    return {key: _replaced(value, phones) for key, value in renewed.items()}


def _default_users() -> dict[str, dict[str, Any]]:
    return {
        user.name: {
            "phone": user.phone,
            "nickname": user.nickname,
            "gender": user.gender,
            "city": user.city,
            "province": user.province,
        }
        for user in DEFAULT_USERS
    }


def _phone(play: str, name: str) -> str:
    """A number that nobody has: 1700 and seven digits."""
    return f"1700{int.from_bytes(draw(play, 'phone', name, size=8), 'big') % 10**7:07d}"


def _replaced(value: Any, phones: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        for former, new in phones.items():
            value = value.replace(former, new)
        return value
    if isinstance(value, Mapping):
        return {key: _replaced(inner, phones) for key, inner in value.items()}
    return [_replaced(item, phones) for item in value] if isinstance(value, list) else value
