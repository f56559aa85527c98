"""hopeless-retried: what no retry can mend is tried again."""

from __future__ import annotations

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult
from mockwx.audit.checks.references import CODE2SESSION
from mockwx.audit.checks.resilience.calls_per_login import one_call_per_login
from mockwx.audit.lab import Lab
from mockwx.core.text.bilingual import Text

FAULTS = tuple(f"errcode {errcode}" for errcode in (40125, 40013, 40164, 40243, 48001))


async def _probe(lab: Lab) -> ProbeResult:
    return await one_call_per_login(lab, FAULTS, "hopeless")


CHECK = AuditCheck(
    id="hopeless-retried",
    area=Area.RESILIENCE,
    severity=Severity.LOW,
    proof=(Proof.JOURNAL,),
    phase=Phase.MATRIX,
    title=Text("What is hopeless is tried again", "无望的调用也重试"),
    flaw=Text(
        "A wrong AppSecret, a frozen one or an address that is not allowed stays so: retries only cost quota and time.",
        "AppSecret 错误、被冻结，或出口 IP 不在白名单，都不会自己变好：重试只会耗费配额和时间。",
    ),
    explanation=Text(
        "WeChat answers 40125, 40013, 40164, 40243 and 48001; the journal counts the calls for one login.",
        "让微信返回 40125、40013、40164、40243、48001；日志统计一次登录的调用次数。",
    ),
    advice=Text(
        "Retry only -1, 5xx and broken connections; alarm yourself at the others.",
        "只重试 -1、5xx 和连接错误；其他错误给自己报警。",
    ),
    probe=_probe,
    requests=0,
    references=(CODE2SESSION,),
    swallowed_by=("retry-storm",),
)
