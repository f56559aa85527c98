"""throttled-harder: 45011 is answered by another call at once."""

from __future__ import annotations

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult
from mockwx.audit.checks.references import CODE2SESSION
from mockwx.audit.checks.resilience.calls_per_login import one_call_per_login
from mockwx.audit.lab import Lab
from mockwx.core.text.bilingual import Text

FAULTS = ("errcode 45011",)


async def _probe(lab: Lab) -> ProbeResult:
    return await one_call_per_login(lab, FAULTS, "throttled")


CHECK = AuditCheck(
    id="throttled-harder",
    area=Area.RESILIENCE,
    severity=Severity.MEDIUM,
    proof=(Proof.JOURNAL,),
    phase=Phase.MATRIX,
    title=Text("Throttling is answered by more calls", "被限流时反而调用更多"),
    flaw=Text(
        "45011 says that this minute's calls are used up. Another call within the minute is refused as well, and keeps "
        "everybody out for longer.",
        "45011 表示这一分钟的调用次数已用完。一分钟内再次调用仍会被拒，还会让所有人更久无法登录。",
    ),
    explanation=Text(
        "WeChat answers 45011; the journal counts the calls for one login.",
        "让微信返回 45011；日志统计一次登录的调用次数。",
    ),
    advice=Text(
        "Answer 503 with Retry-After: 60 and do not ask again within the minute.",
        "返回 503 和 Retry-After: 60，一分钟内不再请求。",
    ),
    probe=_probe,
    requests=0,
    cwe=(799,),
    owasp="API4",
    references=(CODE2SESSION,),
    core=True,
    swallowed_by=("retry-storm",),
)
