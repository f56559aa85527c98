"""broken-body-crash: what is no JSON, no object or no answer at all makes it crash."""

from __future__ import annotations

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult
from mockwx.audit.checks.answers.matrix_check import judged
from mockwx.audit.checks.references import API10
from mockwx.audit.lab import Lab
from mockwx.audit.lab.cell_seen import CellSeen
from mockwx.core.text.bilingual import Text

_SHAPES = ("body []", "body null", 'body "ok"', "body 0")


def _cause(seen_cell: CellSeen) -> str:
    if seen_cell.cell.fault in _SHAPES:
        return "no-object"
    return "no-answer" if seen_cell.cell.fault.startswith("net") else "no-json"


async def _probe(lab: Lab) -> ProbeResult:
    what = Text("it crashes at a broken answer ({cells})", "应答损坏时崩溃（{cells}）")
    return await judged(lab, "broken-body-crash", what, cause=_cause)


CHECK = AuditCheck(
    id="broken-body-crash",
    area=Area.ANSWERS,
    severity=Severity.MEDIUM,
    proof=(Proof.ANSWER,),
    phase=Phase.MATRIX,
    title=Text("A broken answer crashes it", "应答损坏时崩溃"),
    flaw=Text(
        "Gateways between here and WeChat answer with HTML, with half a body, with nothing. Whoever parses that "
        "without catching the error answers 500, mostly with the parser's words in it.",
        "到微信之间的网关会返回 HTML、半截正文或空应答。不捕获解析错误就会返回 500，往往还带着解析器的原文。",
    ),
    explanation=Text(
        "Each way in which a body or a connection can break is tried with somebody new, before and after WeChat has "
        "done its work.",
        "正文和连接的每种损坏方式都用一个新用户尝试，分别在微信处理之前和之后。",
    ),
    advice=Text(
        "One try block around the call, the status check and the parsing; whatever comes out of it that is no JSON "
        "object is try later (503).",
        "用一个 try 包住调用、状态检查和解析；凡不是 JSON 对象的一律视为稍后再试（503）。",
    ),
    probe=_probe,
    requests=0,
    cwe=(755,),
    owasp="API10",
    references=(API10,),
    core=True,
)
