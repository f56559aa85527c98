"""What the checks have in common that count how often WeChat is asked for one login in a fault."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from mockwx.audit.chaos.cell_findings import MOST_SHOWN, named
from mockwx.audit.chaos.cells import matrix
from mockwx.audit.check import Severity
from mockwx.audit.check_results import ProbeResult, failed, passed
from mockwx.audit.finding import AuditFinding
from mockwx.audit.lab import Lab
from mockwx.audit.lab.cell_seen import CellSeen
from mockwx.core.text.bilingual import Text


async def cells_of(lab: Lab, faults: Collection[str]) -> list[CellSeen]:
    """Cells of code2session, by the fault's label; those after the effect are left out."""
    return [
        seen_cell
        for seen_cell in await matrix(lab)
        if seen_cell.cell.api == lab.exchange and seen_cell.cell.fault in faults and not seen_cell.cell.after
    ]


async def one_call_per_login(lab: Lab, faults: Collection[str], cause: str) -> ProbeResult:
    """Fails where code2session is asked more than once for a login that meets one of these faults."""
    cells = await cells_of(lab, faults)
    wrong = [seen_cell for seen_cell in cells if seen_cell.cell.calls > 1]
    if not wrong:
        return passed(Text("one call per login", "每次登录一次调用"))
    return failed([too_many_calls(lab, wrong, len(cells), cause, most=1)])


def too_many_calls(
    lab: Lab, wrong: Sequence[CellSeen], tried: int, cause: str, *, most: int, severity: Severity | None = None
) -> AuditFinding:
    calls = max(seen_cell.cell.calls for seen_cell in wrong)
    first = wrong[0]
    return lab.finding(
        cause,
        Text(
            f"it asked WeChat up to {calls} times for one login ({named(wrong)})",
            f"一次登录向微信请求多达 {calls} 次（{named(wrong)}）",
        ),
        *(lab.observation(Text.alike(seen_cell.cell.fault), seen_cell.seen) for seen_cell in wrong[:MOST_SHOWN]),
        severity=severity,
        seen=len(wrong),
        tried=tried,
        scenario={
            "name": f"code2session is asked at most {most} times at {first.cell.fault}",
            "rules": [{"when": {"api": "code2session"}, "then": dict(first.then)}],
            "steps": [{"phone.login": {"user": "alice", "as": "code"}}, {"backend.login": {"code": "$code"}}],
            "expect": {"calls": [{"api": "code2session", "count": f"1..{most}"}]},
        },
    )
