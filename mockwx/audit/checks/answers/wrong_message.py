"""wrong-message: an outage is told as "log in again", or a spent code as "try later"."""

from __future__ import annotations

from mockwx.audit.areas import Area
from mockwx.audit.chaos.fault_table import FaultClass
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult
from mockwx.audit.checks.answers.matrix_check import judged
from mockwx.audit.checks.references import CODE2SESSION
from mockwx.audit.lab import Lab
from mockwx.audit.lab.cell_seen import CellSeen
from mockwx.core.text.bilingual import Text

_CAUSES = {
    FaultClass.PERSON.value: "person-told-to-wait",
    FaultClass.PASSING.value: "outage-told-as-log-in",
    FaultClass.OURS.value: "configuration-told-as-log-in",
    FaultClass.BROKEN.value: "broken-told-otherwise",
}


def _cause(seen_cell: CellSeen) -> str:
    return _CAUSES.get(seen_cell.cell.fault_class, "other")


async def _probe(lab: Lab) -> ProbeResult:
    what = Text("it says the wrong thing where WeChat answers {cells}", "微信返回 {cells} 时，给用户的说法不对")
    return await judged(lab, "wrong-message", what, cause=_cause)


CHECK = AuditCheck(
    id="wrong-message",
    area=Area.ANSWERS,
    severity=Severity.LOW,
    proof=(Proof.ANSWER,),
    phase=Phase.MATRIX,
    title=Text("People are told the wrong thing", "给用户的说法不对"),
    flaw=Text(
        'An outage told as "log in again" makes mini programs log in again and again, which makes it worse; a spent '
        'code told as "try later" never ends.',
        "把故障说成“请重新登录”会让小程序反复登录，雪上加霜；把已用过的 code 说成“稍后再试”则永远没有结果。",
    ),
    explanation=Text(
        "Faults are in classes: those of the person (401), passing ones and those of one's own configuration (503). "
        "What is another outcome than that class asks for is wrong.",
        "故障分为几类：用户的（401），暂时的和自己配置的（503）。结果与所属类别不符即为错误。",
    ),
    advice=Text(
        "Three lists are enough: {40029, 40163, 40226, 41008} → 401 log in again; everything else, and whatever is no "
        "answer, → 503 try later; and alarm yourself at 40013, 40125, 40164, 40243.",
        "三类就够：{40029, 40163, 40226, 41008} → 401 重新登录；其余以及没有应答 → 503 稍后再试；"
        "遇到 40013、40125、40164、40243 时给自己报警。",
    ),
    probe=_probe,
    requests=0,
    no_flaw_if=Text(
        'The backend cannot tell the two apart on purpose; say so under outcomes: "refused or unavailable".',
        "后端有意不区分两者；请在 outcomes 里写 refused or unavailable。",
    ),
    owasp="API10",
    references=(CODE2SESSION,),
)
