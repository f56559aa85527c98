"""openid-case-folded: two openids that differ in case are one account."""

from __future__ import annotations

from typing import Any

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, passed
from mockwx.audit.checks.scenario_steps import VICTIM, is_known, is_not, played
from mockwx.audit.lab import Lab
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text


async def _probe(lab: Lab) -> ProbeResult:
    app = lab.backend.actions["login"].app or next(iter(lab.shared.client.apps()))
    stem = lab.draw(lab.shared.run.new_play()).hex()[:20]
    logins = []
    for openid in (f"oMock-aBc{stem}", f"oMock-AbC{stem}"):
        # Each a unionid of its own, by which they are certainly two.
        person = await lab.person(openids={app: openid}, unionid=f"oUnion-{openid[::-1]}")
        logins.append(await lab.login(person))
    uids = [login.uid for login in logins]
    if not all(login.let_in for login in logins) or None in uids or uids[0] != uids[1]:
        return passed(Text("openids that differ in case are two", "大小写不同的 openid 是两个账号"))
    title = Text("an openid that differs from another in case only", "仅大小写不同的 openid")
    return failed(
        [
            lab.finding(
                "folded",
                Text("openids that differ in case are one account", "仅大小写不同的 openid 是同一个账号"),
                *(lab.observation(title, login) for login in logins),
                scenario=_scenario(lab, app),
            )
        ]
    )


def _scenario(lab: Lab, app: str) -> dict[str, Any]:
    users = {
        VICTIM: {"openids": {app: "oMOCK-aBc-of-the-audit"}, "unionid": "oMOCK-union-of-bob"},
        "alice": {"openids": {app: "oMOCK-AbC-of-the-audit"}, "unionid": "oMOCK-union-of-alice"},
    }
    steps = [*is_known(lab, VICTIM), *is_not(lab, "alice", VICTIM)]
    return played("openids that differ in case are two people", steps, users=users)


CHECK = AuditCheck(
    id="openid-case-folded",
    area=Area.ACCOUNTS,
    severity=Severity.LOW,
    proof=(Proof.IMPOSTOR,),
    phase=Phase.SESSIONS,
    title=Text("Openids lose their case", "openid 不区分大小写"),
    flaw=Text(
        "MySQL compares texts without case by default (utf8mb4_general_ci). That two people meet is next to "
        "impossible; "
        "but codes, tickets and other random keys lose a fifth of their chance, and unique keys say no without a "
        "reason.",
        "MySQL 默认比较文本不区分大小写（utf8mb4_general_ci）。两个人因此相撞几乎不可能，但 openid、ticket "
        "等随机键会损失"
        "随机性，唯一索引也会无缘无故报冲突。",
    ),
    explanation=Text(
        "Two people whose openids differ in case log in. The proof is one uid.",
        "openid 仅大小写不同的两个人登录。证据是 uid 相同。",
    ),
    advice=Text(
        "Declare the column binary: openid VARCHAR(64) COLLATE utf8mb4_bin.",
        "把该列声明为二进制排序：openid VARCHAR(64) COLLATE utf8mb4_bin。",
    ),
    probe=_probe,
    requests=4,
    needs=(Need.SESSION, Need.UID),
    cwe=(178,),
    owasp="API1",
    after=("any-code",),
    swallowed_by=("keyed-by-nickname",),
)
