"""other-persons-data: the session is checked, and then another's data is shown because the request asks for it."""

from __future__ import annotations

from typing import Any

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, passed
from mockwx.audit.checks.references import GUIDE, cve
from mockwx.audit.checks.scenario_steps import NUMBER, OPENID, VICTIM, Steps, is_known, logs_in, played, taps, victim_in
from mockwx.audit.finding import AuditFinding
from mockwx.audit.lab import ActionSeen, Extra, Lab, LabPerson, LoginSeen
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text
from mockwx.play.variables import UnknownVariable

OPENIDS = ("openid", "openId", "open_id")
UIDS = ("uid", "id", "userId", "user_id")
ACTIONS = ("me", "phone", "phone_sealed", "decrypt")


async def _probe(lab: Lab) -> ProbeResult:
    alice, bob = await lab.person(), await lab.person()
    known, _ = await lab.login(alice), await lab.login(bob)
    if "phone" in lab.backend.actions:  # so that she has a number to lose
        await lab.usual("phone", alice)
    uid = str(known.uid) if known.uid is not None else alice.openid
    fields = {**dict.fromkeys(OPENIDS, alice.openid), **dict.fromkeys(UIDS, uid)}
    findings: list[AuditFinding] = []
    for action in (name for name in ACTIONS if name in lab.backend.actions):
        for place, extra in (("query", Extra(query=fields)), ("body", Extra(body=fields))):
            try:
                seen = await lab.usual(action, bob, extra=extra)
            except UnknownVariable:
                continue
            if seen.ok and _is_alices(seen, alice, known):
                findings.append(
                    lab.finding(
                        action,
                        Text(
                            f"{action} shows alice's data to bob's session, as the {place} names her",
                            f"{place} 中写上 alice 的标识，{action} 就向 bob 的会话显示 alice 的数据",
                        ),
                        lab.observation(Text(f"alice's ids in the {place}", f"{place} 中带 alice 的标识"), seen),
                        action=action,
                        scenario=_scenario(lab, action, place),
                    )
                )
                break
    return failed(findings) if findings else passed(Text("nobody saw another's data", "没有人看到别人的数据"))


def _scenario(lab: Lab, action: str, place: str) -> dict[str, Any] | None:
    if action not in ("me", "phone"):
        return None
    fields = {**dict.fromkeys(OPENIDS, OPENID), **dict.fromkeys(UIDS, f"${VICTIM}.uid")}
    asked: Steps = taps("alice") if action == "phone" else [{"backend.me": {"user": "alice"}}]
    asked[-1] |= {
        "extra": {"query" if place == "query" else "json": fields},
        "expect": {"never_contains": [NUMBER], "differs": {"uid": f"${VICTIM}.uid"}},
    }
    numbers = taps(VICTIM) if "phone" in lab.backend.actions else []
    steps = [*is_known(lab, VICTIM), *numbers, *logs_in("alice"), *asked]
    return played("a session shows nobody else's data", steps, users={"alice": {}, **victim_in(lab)})


def _is_alices(seen: ActionSeen, alice: LabPerson, known: LoginSeen) -> bool:
    """What bob has not sent: the account, her number."""
    if known.uid is not None and seen.saved.get("uid") == known.uid:
        return True
    return alice.phone_number in seen.text


CHECK = AuditCheck(
    id="other-persons-data",
    area=Area.IDENTITY,
    severity=Severity.HIGH,
    proof=(Proof.IMPOSTOR, Proof.CANARY),
    phase=Phase.DOORS,
    title=Text("A session shows another's data", "用自己的会话能看到别人的数据"),
    flaw=Text(
        "The session is checked, the object is not (平行越权): with one's own session one asks for another's data by "
        "id.",
        "只检查了会话，没有检查对象（平行越权）：用自己的会话按 id 就能取到别人的数据。",
    ),
    explanation=Text(
        "Bob's session asks me, phone and decrypt with alice's uid and openid in query and body. The proof is her "
        "account or her phone number.",
        "用 bob 的会话请求 me、phone、decrypt，并在查询参数和请求体里带上 alice 的 uid 和 openid。"
        "证据是她的账号或手机号。",
    ),
    advice=Text(
        "Take whose data it is from the session alone; ignore ids of the request, or compare them with it.",
        "数据属于谁只看会话；忽略请求里的 id，或与会话比对。",
    ),
    probe=_probe,
    requests=6 + 2 * len(ACTIONS),
    no_flaw_if=Text("The value is public on purpose, such as a nickname.", "该数据本来就是公开的，例如昵称。"),
    needs=(Need.ME, Need.UID),
    cwe=(639,),
    owasp="API1",
    references=(GUIDE, cve("2026-3460")),
    core=True,
    swallowed_by=("anonymous-in",),
)
