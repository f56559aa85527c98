"""Sealed data as the checks of this area send it: whichever of the phone's seals the backend file opens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockwx.audit.check_results import ProbeResult, not_applicable, not_tested
from mockwx.audit.lab import ActionSeen, Lab, LabPerson
from mockwx.core.text.bilingual import Text
from mockwx.play.sealed_data import SEALED_BY

PROFILE = "profile"
_OPENERS = ("decrypt", "phone_sealed", PROFILE)
FLIPPED = {"flip": "data"}
"""The padding is wrong: nobody can open it."""


async def opener(lab: Lab) -> str | ProbeResult:
    """The action that opens sealed data: takes what is good, and refuses what is not. Else why nothing is tested."""
    action = next(name for name in _OPENERS if name in lab.backend.actions)
    if "encryptedData" not in await lab.from_phone(action, await logged_in(lab)):
        return not_applicable(Text(f"{action} is sent no encryptedData", f"{action} 不发送 encryptedData"))
    good = await send(lab, action, await logged_in(lab))
    if not good.ok:
        text = Text(
            f"{action} does not take what the phone sealed ({good.outcome})",
            f"{action} 不接受手机加密的数据（{good.outcome}）",
        )
        return not_tested(text)
    if (await send(lab, action, await logged_in(lab), FLIPPED)).ok:
        return not_applicable(Text(f"{action} does not open encryptedData", f"{action} 没有解密 encryptedData"))
    return action


async def logged_in(lab: Lab, **login: Any) -> LabPerson:
    """Somebody new with a session. ``login``: for ``phone.login``, such as ``key_holds``."""
    person = await lab.person()
    code = (await lab.do("phone.login", user=person.name, **login))["code"]
    await lab.login(person, code, prove=False)
    return person


async def sealed(lab: Lab, action: str, person: LabPerson, seal: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What the phone gives for the action; ``seal``: what of it is wrong on purpose."""
    wrong = {} if seal is None else {"seal": dict(seal)}
    return await lab.do(SEALED_BY.get(action, "phone.getPhoneNumber"), user=person.name, **wrong)


async def send(lab: Lab, action: str, person: LabPerson, seal: Mapping[str, Any] | None = None) -> ActionSeen:
    return await lab.usual(action, person, **await sealed(lab, action, person, seal))


def refusal_scenario(name: str, action: str, seal: Mapping[str, Any]) -> dict[str, Any]:
    """That such data is refused, as ``mockwx run`` plays it."""
    fields = ("encryptedData", "iv", "rawData", "signature") if action == PROFILE else ("encryptedData", "iv")
    sent = {field: f"$sealed.{field}" for field in fields}
    if action == PROFILE:
        sent |= {"nickname": "小明", "avatarUrl": "https://thirdwx.qlogo.cn/mmopen/mockwx/132"}
    return {
        "name": name,
        "steps": [
            {"phone.login": {"user": "alice", "as": "code"}},
            {"backend.login": {"code": "$code"}},
            {SEALED_BY.get(action, "phone.getPhoneNumber"): {"user": "alice", "seal": dict(seal), "as": "sealed"}},
            {f"backend.{action}": sent, "expect": {"outcome": "refused"}},
        ],
    }
