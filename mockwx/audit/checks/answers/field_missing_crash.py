"""field-missing-crash: an answer that WeChat may give on any day, without unionid or with a new key, is too much."""

from __future__ import annotations

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult
from mockwx.audit.checks.answers.matrix_check import judged
from mockwx.audit.checks.references import API10, CODE2SESSION
from mockwx.audit.lab import Lab
from mockwx.audit.lab.cell_seen import CellSeen
from mockwx.core.text.bilingual import Text


async def _probe(lab: Lab) -> ProbeResult:
    what = Text("it fails at an answer that WeChat may give ({cells})", "微信可能给出的应答使它失败（{cells}）")
    return await judged(lab, "field-missing-crash", what, cause=_cause)


def _cause(seen_cell: CellSeen) -> str:
    """Answers that must let nobody in lack what they are about; who fails there may fail at errcodes as well."""
    return "field" if "ok" in seen_cell.cell.right else "broken"


CHECK = AuditCheck(
    id="field-missing-crash",
    area=Area.ANSWERS,
    severity=Severity.MEDIUM,
    proof=(Proof.ANSWER,),
    phase=Phase.MATRIX,
    title=Text("A missing or new field is too much", "少一个或多一个字段就出错"),
    flaw=Text(
        "unionid is there only where the app is bound to an Open Platform account, and WeChat adds keys at any time. "
        "Whoever demands or forbids such keys logs some people in and others not.",
        "只有应用绑定了开放平台账号时才有 unionid，微信也会随时增加字段。要求或排斥这些字段，就会有人能登录有人不能。",
    ),
    explanation=Text(
        "Good answers without unionid, with new keys, with other labels and a little late; and such without openid or "
        "session_key, which must be refused without a crash.",
        "没有 unionid、带有新字段、换了标签或稍慢的正常应答；以及没有 openid 或 session_key 的应答，"
        "后者必须拒绝而不是崩溃。",
    ),
    advice=Text(
        "Read unionid with a default (answer.get('unionid')), ignore keys that you do not know, demand only openid.",
        "读取 unionid 时给默认值（answer.get('unionid')），忽略不认识的字段，只要求 openid。",
    ),
    probe=_probe,
    requests=0,
    cwe=(476,),
    owasp="API10",
    references=(CODE2SESSION, API10),
    core=True,
    swallowed_causes=(("broken", "null-account"), ("broken", "errcode-unseen")),
)
