"""What the checks about access_tokens have in common: people with phone numbers, and the calls that fetch a token."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mockwx.audit.chaos.fault_table import TOKEN_APIS
from mockwx.audit.lab import ActionOrder, ActionSeen, Lab, LabPerson
from mockwx.client import JournalEntry

PHONE = "phone"
API = "getuserphonenumber"
DEAD = (40001, 40014, 42001)


async def people_with_codes(lab: Lab, many: int) -> list[ActionOrder]:
    """So many new people who are logged in, each with a code of the phone button to be sent."""
    return [await tapped(lab, await logged_in(lab)) for _ in range(many)]


async def logged_in(lab: Lab) -> LabPerson:
    person = await lab.person()
    await lab.login(person, prove=False)
    return person


async def tapped(lab: Lab, person: LabPerson) -> ActionOrder:
    code = (await lab.do("phone.getPhoneNumber", user=person.name))["code"]
    return lab.order(PHONE, person, code=code)


async def revoke(lab: Lab) -> None:
    """The token that the backend holds is dead, as if somebody else had fetched one."""
    await lab.do("wechat.revoke_token", app=lab.backend.actions["login"].app)


def token_calls(calls: Sequence[JournalEntry]) -> list[JournalEntry]:
    return [call for call in calls if call.api in TOKEN_APIS]


async def one_number(lab: Lab) -> ActionSeen:
    """One new person's phone number."""
    (order,) = await people_with_codes(lab, 1)
    return (await lab.together([order]))[0]


def phone_steps(user: str) -> list[dict[str, Any]]:
    """Of a scenario: somebody logs in and taps the phone button."""
    return [
        {"phone.login": {"user": user, "as": f"{user}_code"}},
        {"backend.login": {"user": user, "code": f"${user}_code"}},
        {"phone.getPhoneNumber": {"user": user, "as": f"{user}_tap"}},
    ]


def sends_code(user: str, outcome: str) -> dict[str, Any]:
    return {"backend.phone": {"user": user, "code": f"${user}_tap.code"}, "expect": {"outcome": outcome}}


def at_once(many: int) -> list[dict[str, Any]]:
    """So many people who have tapped the phone button."""
    return [step for number in range(many) for step in phone_steps(f"user{number + 1}")]


def together(many: int, expect: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Their codes at the same moment."""
    users = [f"user{number + 1}" for number in range(many)]
    step: dict[str, Any] = {
        "backend.phone": {},
        "parallel": [{"user": user, "code": f"${user}_tap.code"} for user in users],
    }
    return step if expect is None else {**step, "expect": dict(expect)}
