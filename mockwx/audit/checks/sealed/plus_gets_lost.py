"""plus-gets-lost: a + in base64 becomes a blank, and some people can never be decrypted."""

from __future__ import annotations

from typing import Any

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, not_applicable, not_tested, passed
from mockwx.audit.checks.references import SIGNATURE
from mockwx.audit.checks.scenario_steps import opens, played
from mockwx.audit.checks.sealed.sealed_data import logged_in, sealed
from mockwx.audit.lab import ActionSeen, Lab
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text

PEOPLE = 3
"""With a + and without, each."""
MOST_SEALS = 300
"""Of one person, until there is one without a +: one in thirty or so."""


async def _probe(lab: Lab) -> ProbeResult:
    action = next(name for name in ("decrypt", "phone_sealed", "profile") if name in lab.backend.actions)
    if "encryptedData" not in await lab.from_phone(action, await logged_in(lab)):
        return not_applicable(Text(f"{action} is sent no encryptedData", f"{action} 不发送 encryptedData"))
    without = [await _sent(lab, action, plus=False) for _ in range(PEOPLE)]
    opened = [seen for seen in without if seen is not None and seen.ok]
    if not opened:
        return not_tested(Text(f"{action} opens nothing", f"{action} 无法解密任何数据"))
    with_plus = [await _sent(lab, action, plus=True) for _ in range(PEOPLE)]
    lost = [seen for seen in with_plus if seen is not None and not seen.ok]
    if not lost or len(opened) < PEOPLE:
        return passed(Text("with a + or without, all were opened", "有无加号都能解密"))
    title = Text("a key, an iv or data with a +", "密钥、iv 或数据中含有加号")
    return failed(
        [
            lab.finding(
                "plus",
                Text(
                    f"of {PEOPLE} people whose data holds a + {len(lost)} were not opened; without one all were",
                    f"数据含加号的 {PEOPLE} 人中有 {len(lost)} 人解密失败，不含加号的全部成功",
                ),
                *(lab.observation(title, seen) for seen in lost[:2]),
                action=action,
                scenario=_scenario(action),
                seen=len(lost),
                tried=PEOPLE,
            )
        ]
    )


async def _sent(lab: Lab, action: str, *, plus: bool) -> ActionSeen | None:
    """What the phone sealed with a + in it, or without any; None: there was none such."""
    person = await logged_in(lab, key_holds="+/" if plus else "neither")
    for _ in range(MOST_SEALS):
        data = await sealed(lab, action, person)
        if plus == _has_plus(data):
            return await lab.usual(action, person, **data)
    return None


def _scenario(action: str) -> dict[str, Any]:
    """Several times, for it is chance whether iv or data hold one, too."""
    steps: list[dict[str, Any]] = []
    for number in range(PEOPLE):
        user = f"user{number + 1}"
        steps.append({"phone.login": {"user": user, "key_holds": "+/", "as": f"{user}_code"}})
        steps.append({"backend.login": {"user": user, "code": f"${user}_code"}})
        for _ in range(PEOPLE):
            steps += opens(action, user, expect={"outcome": "ok"})
    return played("data with a + in it is opened like any other", steps)


def _has_plus(data: dict[str, Any]) -> bool:
    return "+" in data["encryptedData"] or "+" in data["iv"]


CHECK = AuditCheck(
    id="plus-gets-lost",
    area=Area.SEALED,
    severity=Severity.MEDIUM,
    proof=(Proof.ANSWER,),
    phase=Phase.SEALED,
    title=Text("Some people's data never opens", "部分用户的数据永远解不开"),
    flaw=Text(
        "Base64 has + and /, and on its way through a form, a URL or a cache the + becomes a blank. Whoever has one in "
        "the session_key can never bind a phone number, others only now and then.",
        "base64 里有 + 和 /，经过表单、URL 或缓存时加号会变成空格。session_key 含加号的用户永远无法绑定手机号，"
        "其他人则时好时坏。",
    ),
    explanation=Text(
        f"{PEOPLE} people whose session_key, iv and data hold a +, and {PEOPLE} of whom none does. What is wrong is "
        f"that "
        "only the former fail.",
        f"{PEOPLE} 个人的 session_key、iv 和数据都含加号，另外 {PEOPLE} 个人都不含。只有前者失败才算问题。",
    ),
    advice=Text(
        "Send sealed data as JSON, or escape it (encodeURIComponent); keep the session_key as it came, and do not mend "
        "blanks afterwards.",
        "用 JSON 发送加密数据，或先转义（encodeURIComponent）；session_key 原样保存，不要事后把空格换回加号。",
    ),
    probe=_probe,
    requests=1 + 2 * 2 * PEOPLE,
    needs=(Need.SESSION, Need.DECRYPT),
    cwe=(116, 172),
    owasp="API10",
    references=(SIGNATURE,),
)
