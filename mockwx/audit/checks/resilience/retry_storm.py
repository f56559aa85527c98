"""retry-storm: where WeChat is down, it is asked again and again for one login."""

from __future__ import annotations

from msgspec.structs import replace

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, passed
from mockwx.audit.checks.resilience.calls_per_login import cells_of, too_many_calls
from mockwx.audit.lab import Lab
from mockwx.audit.lab.cell_seen import CellSeen
from mockwx.core.text.bilingual import Text

FAULTS = ("errcode -1", "http 502", "http 503", "net reset", "net empty")
MOST, STORM = 3, 5


async def _probe(lab: Lab) -> ProbeResult:
    cells = await cells_of(lab, FAULTS)
    suspects = [seen_cell for seen_cell in cells if seen_cell.cell.calls > MOST]
    wrong = [alone for alone in [await _alone(lab, suspect) for suspect in suspects] if alone.cell.calls > MOST]
    if not wrong:
        most = max((seen_cell.cell.calls for seen_cell in cells if seen_cell not in suspects), default=0)
        return passed(Text(f"at most {most} calls per login", f"每次登录最多 {most} 次调用"))
    severity = Severity.HIGH if any(seen_cell.cell.calls > STORM for seen_cell in wrong) else Severity.MEDIUM
    return failed([too_many_calls(lab, wrong, len(cells), "retries", most=MOST, severity=severity)])


async def _alone(lab: Lab, suspect: CellSeen) -> CellSeen:
    """The same with nothing beside it: HTTP libraries send a request again for each pooled connection that is broken,
    and other logins fill the pool meanwhile."""
    person = await lab.person()
    rule = lab.rule(suspect.cell.api, person, then=suspect.then)
    seen = await lab.login(person, prove=False)
    lab.remove_rule(rule)
    calls = len(lab.calls(suspect.cell.api, person))
    return replace(suspect, cell=replace(suspect.cell, calls=calls), seen=seen)


CHECK = AuditCheck(
    id="retry-storm",
    area=Area.RESILIENCE,
    severity=Severity.HIGH,
    proof=(Proof.JOURNAL,),
    phase=Phase.MATRIX,
    title=Text("A storm of retries", "重试风暴"),
    flaw=Text(
        "Each login of a bad minute becomes many calls: they take WeChat's quota, hold the backend's threads, and "
        "keep the outage alive.",
        "故障期间每次登录都变成许多次调用：耗尽微信配额、占住后端线程，并延长故障。",
    ),
    explanation=Text(
        "WeChat answers -1, 502, 503, resets or closes, always; the journal counts the calls for one login. Up to 3 "
        "are right, more are medium, above 5 high.",
        "让微信一直返回 -1、502、503，或重置、断开连接；日志统计一次登录的调用次数。3 次以内正确，更多为中，超过 5 "
        "次为高。",
    ),
    advice=Text(
        "At most two retries with growing pauses and a little chance (200 ms, 600 ms), within the mini program's "
        "time; then 503.",
        "最多重试两次，间隔递增并带随机（200 毫秒、600 毫秒），总时长不超过小程序的等待时间；之后返回 503。",
    ),
    probe=_probe,
    requests=len(FAULTS),
    cwe=(799,),
    owasp="API4",
    core=True,
)
