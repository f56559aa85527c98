"""text-matched: the English text beside an errcode decides what becomes of a login."""

from __future__ import annotations

from mockwx.audit.areas import Area
from mockwx.audit.chaos.cell_findings import scenario_of
from mockwx.audit.chaos.cells import matrix
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, passed
from mockwx.audit.checks.references import API10
from mockwx.audit.lab import Lab
from mockwx.core.text.bilingual import Text

_OTHER_WORDS = ", in other words"


async def _probe(lab: Lab) -> ProbeResult:
    cells = {seen_cell.cell.fault: seen_cell for seen_cell in await matrix(lab) if seen_cell.cell.api == lab.exchange}
    pairs = [
        (cells[name.removesuffix(_OTHER_WORDS)], seen_cell)
        for name, seen_cell in cells.items()
        if name.endswith(_OTHER_WORDS) and name.removesuffix(_OTHER_WORDS) in cells
    ]
    # A cell that was not tried says nothing, whatever came in its place.
    met = [(usual, other) for usual, other in pairs if usual.cell.outcome and other.cell.outcome]
    differ = [(usual, other) for usual, other in met if usual.cell.outcome != other.cell.outcome]
    if not differ:
        return passed(Text(f"{len(met)} errcodes in other words", f"{len(met)} 个 errcode 换了文字"))
    names = ", ".join(usual.cell.fault.removeprefix("errcode ") for usual, _ in differ)
    usual, other = differ[0]
    return failed(
        [
            lab.finding(
                "errmsg",
                Text(
                    f"the same errcode ({names}) in other words is {other.seen.outcome} and not {usual.seen.outcome}",
                    f"同一 errcode（{names}）换了文字，结果就由 {usual.seen.outcome} 变成 {other.seen.outcome}",
                ),
                lab.observation(Text("WeChat's usual words", "微信通常的文字"), usual.seen),
                lab.observation(Text("other words", "换了文字"), other.seen),
                seen=len(differ),
                tried=len(met),
                scenario=scenario_of(other),
            )
        ]
    )


CHECK = AuditCheck(
    id="text-matched",
    area=Area.ANSWERS,
    severity=Severity.LOW,
    proof=(Proof.JOURNAL,),
    phase=Phase.MATRIX,
    title=Text("errmsg decides, not errcode", "依据 errmsg 而不是 errcode 判断"),
    flaw=Text(
        "WeChat changes its texts without notice, and adds a rid. Whoever compares them handles an errcode today and "
        "not tomorrow.",
        "微信会不加通知地改动文字，还会附加 rid。比较文字的后端今天能处理的 errcode 明天就不行了。",
    ),
    explanation=Text(
        "Five errcodes are answered once in WeChat's words and once in others; the outcome must be the same.",
        "五个 errcode 各以微信的文字和别的文字返回一次；结果必须相同。",
    ),
    advice=Text(
        "Compare errcode, a number; show or log errmsg, never decide by it.",
        "比较 errcode 这个数字；errmsg 只用于记录。",
    ),
    probe=_probe,
    requests=0,
    cwe=(1023,),
    owasp="API10",
    references=(API10,),
    swallowed_by=("errcode-unseen",),
)
