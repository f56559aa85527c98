"""errcode-unseen: an answer with an errcode is taken for success, and what follows crashes."""

from __future__ import annotations

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult
from mockwx.audit.checks.answers.matrix_check import judged
from mockwx.audit.checks.references import API10, CODE2SESSION
from mockwx.audit.lab import Lab
from mockwx.core.text.bilingual import Text


async def _probe(lab: Lab) -> ProbeResult:
    what = Text("it crashes where WeChat answers {cells}", "微信返回 {cells} 时崩溃")
    return await judged(lab, "errcode-unseen", what, cause=lambda _: "errcode")


CHECK = AuditCheck(
    id="errcode-unseen",
    area=Area.ANSWERS,
    severity=Severity.MEDIUM,
    proof=(Proof.ANSWER,),
    phase=Phase.MATRIX,
    title=Text("Errcodes are not looked at", "没有检查 errcode"),
    flaw=Text(
        "WeChat refuses with HTTP 200 and an errcode. Whoever takes that for success reads what is not there and "
        "crashes: the person sees an error 500 in place of a reason.",
        "微信以 HTTP 200 加 errcode 表示失败。把它当作成功就会读取不存在的字段而崩溃：用户看到的是 500，而不是原因。",
    ),
    explanation=Text(
        "WeChat answers one new person each with every errcode of the tables of all apis that the backend was seen to "
        "ask.",
        "对后端调用过的每个接口，按其错误码表逐个让微信向一个新用户返回。",
    ),
    advice=Text(
        "After parsing, the first thing is: errcode = answer.get('errcode', 0); if errcode: handle it. 40029, 40163, "
        "40226 are for the person (401), all else is try later (503).",
        "解析之后第一件事：errcode = answer.get('errcode', 0)；非 0 就处理。40029、40163、40226 属于用户（401），"
        "其余为稍后再试（503）。",
    ),
    probe=_probe,
    requests=0,
    cwe=(252, 394),
    owasp="API10",
    references=(CODE2SESSION, API10),
    core=True,
    swallowed_by=("null-account",),
)
