"""does-not-recover: after WeChat's faults are over, good logins still fail."""

from __future__ import annotations

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, passed
from mockwx.audit.lab import Lab
from mockwx.core.text.bilingual import Text


async def _probe(lab: Lab) -> ProbeResult:
    seen, since = lab.shared.unrecovered, lab.shared.unrecovered_since
    if seen is None:
        return passed(Text("a good login succeeded after every check", "每项检查之后正常登录都成功"))
    return failed(
        [
            lab.finding(
                "lasting",
                Text(
                    f"no good login succeeded any more after {since}, though WeChat was well",
                    f"{since} 之后微信已恢复正常，但正常登录不再成功",
                ),
                lab.observation(Text("a good login", "正常登录"), seen),
            )
        ]
    )


CHECK = AuditCheck(
    id="does-not-recover",
    area=Area.RESILIENCE,
    severity=Severity.HIGH,
    proof=(Proof.ANSWER,),
    phase=Phase.WHOLE,
    title=Text("It does not recover", "故障之后不能恢复"),
    flaw=Text(
        "Connections of a pool are never given back when a call fails, a token is kept that is none, a queue is stuck: "
        "after a bad minute of WeChat's the backend must be restarted.",
        "调用失败时连接没有归还、缓存了无效的 token，或队列卡住：微信的一次短暂故障之后，后端必须重启。",
    ),
    explanation=Text(
        "After every check somebody new logs in, all being well. That must succeed.",
        "每项检查之后，在一切正常时让新用户登录。这必须成功。",
    ),
    advice=Text(
        "Give connections back in finally (with, defer, try-with-resources); keep only answers that were good.",
        "在 finally 中归还连接（with、defer、try-with-resources）；只缓存成功的应答。",
    ),
    probe=_probe,
    requests=0,
    cwe=(404,),
    owasp="API4",
    core=True,
)
