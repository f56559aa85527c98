"""garbage-costs-a-call: any number of nonsense codes from one client are asked about at WeChat."""

from __future__ import annotations

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, passed
from mockwx.audit.lab import Lab
from mockwx.core.text.bilingual import Text

CODES = 60


async def _probe(lab: Lab) -> ProbeResult:
    mallory = await lab.person()
    logins = [await lab.login(mallory, lab.invented_code(), prove=False) for _ in range(CODES)]
    limited = next((number for number, login in enumerate(logins, 1) if not login.calls), None)
    if limited is not None:
        return passed(
            Text(f"the backend itself refused from code {limited} on", f"从第 {limited} 个 code 起由后端自己拒绝")
        )
    return failed(
        [
            lab.finding(
                "no-limit",
                Text(
                    f"{CODES} nonsense codes from one client were {CODES} calls to WeChat",
                    f"同一客户端的 {CODES} 个无效 code 变成了 {CODES} 次微信调用",
                ),
                lab.observation(Text("the last of them", "最后一个"), logins[-1]),
            )
        ]
    )


CHECK = AuditCheck(
    id="garbage-costs-a-call",
    area=Area.RESILIENCE,
    severity=Severity.NOTE,
    proof=(Proof.JOURNAL,),
    phase=Phase.LOCKOUT,
    title=Text("Nonsense codes cost calls", "无效 code 也会消耗调用次数"),
    flaw=Text(
        "Whoever sends nonsense uses up the app's calls to WeChat, whose limits are for all.",
        "发送无效 code 的人会耗掉应用对微信的调用次数，而限额是所有人共用的。",
    ),
    explanation=Text(
        f"{CODES} codes that no phone made come from one client; the journal counts the calls.",
        f"由同一客户端发送 {CODES} 个并非手机生成的 code；日志统计调用次数。",
    ),
    advice=Text(
        "Limit logins per address or device, in the gateway or with a token bucket in front of the login.",
        "按地址或设备限制登录频率：放在网关里，或在登录前用令牌桶。",
    ),
    probe=_probe,
    requests=CODES,
    no_flaw_if=Text("A gateway in front of the backend limits.", "后端前面的网关会限流。"),
    cwe=(770,),
    owasp="API4",
)
