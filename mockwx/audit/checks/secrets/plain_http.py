"""plain-http: WeChat is asked at http://, so the AppSecret goes over the wire in clear."""

from __future__ import annotations

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, not_applicable, passed
from mockwx.audit.finding import Observation
from mockwx.audit.lab import Lab
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text


async def _probe(lab: Lab) -> ProbeResult:
    if lab.said.cloudrun:
        return not_applicable(Text("WeChat's cloud hosting asks for HTTP", "微信云托管要求使用 HTTP"))
    plain = [call for call in lab.shared.whole_journal() if call.plain_http]
    if not plain:
        return passed(Text("no call came in clear", "没有明文调用"))
    return failed(
        [
            lab.finding(
                "http",
                Text("it asked for http:// addresses of WeChat's", "它请求了微信的 http:// 地址"),
                Observation(Text("calls in clear", "明文调用"), calls=tuple(call.line for call in plain[:3])),
                seen=len(plain),
                tried=len(plain),
            )
        ]
    )


CHECK = AuditCheck(
    id="plain-http",
    area=Area.SECRETS,
    severity=Severity.HIGH,
    proof=(Proof.JOURNAL,),
    phase=Phase.WHOLE,
    title=Text("WeChat is asked without TLS", "不经 TLS 调用微信"),
    flaw=Text(
        "The base URL is http://api.weixin.qq.com: AppSecret, session_key and tokens are read by everybody on the "
        "path.",
        "基础地址是 http://api.weixin.qq.com：路径上的任何人都能读到 AppSecret、session_key 和 token。",
    ),
    explanation=Text(
        "Where the backend's calls are led here by a proxy, the journal shows which were for http:// addresses.",
        "当后端的调用经代理引到这里时，日志显示哪些是 http:// 地址。",
    ),
    advice=Text("Use https:// in every URL of WeChat's.", "微信的所有 URL 都用 https://。"),
    probe=_probe,
    requests=0,
    no_flaw_if=Text("It runs in WeChat's cloud hosting, which asks for HTTP.", "运行在要求使用 HTTP 的微信云托管中。"),
    needs=(Need.TLS,),
    cwe=(319,),
    owasp="API8",
)
