"""goes-elsewhere: during logins other hosts than WeChat's are asked."""

from __future__ import annotations

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, passed
from mockwx.audit.finding import Observation
from mockwx.audit.lab import Lab
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text


async def _probe(lab: Lab) -> ProbeResult:
    refused = [call for call in lab.shared.whole_journal() if call.api is None and call.fault == "refused"]
    if not refused:
        return passed(Text("no other host was asked", "没有请求其他主机"))
    targets = {str(call.request.get("path")) for call in refused}
    return failed(
        [
            lab.finding(
                "other hosts",
                Text(
                    f"it asked other hosts: {', '.join(sorted(targets)[:5])}",
                    f"它请求了其他主机：{'、'.join(sorted(targets)[:5])}",
                ),
                Observation(Text("refused", "已拒绝"), calls=tuple(call.line for call in refused[:5])),
                seen=len(refused),
                tried=len(refused),
            )
        ]
    )


CHECK = AuditCheck(
    id="goes-elsewhere",
    area=Area.SECRETS,
    severity=Severity.NOTE,
    proof=(Proof.JOURNAL,),
    phase=Phase.WHOLE,
    title=Text("Other hosts are asked during logins", "登录期间请求了其他主机"),
    flaw=Text(
        "A login that also asks a statistics or proxy service may hand codes and openids to others, and depends on "
        "them.",
        "登录时还请求统计或代理服务，可能把 code、openid 交给他人，也依赖它们的可用性。",
    ),
    explanation=Text(
        "Where the backend's calls are led here by a proxy, requests to other hosts are refused, and stand in the "
        "journal.",
        "当后端的调用经代理引到这里时，对其他主机的请求会被拒绝并记入日志。",
    ),
    advice=Text(
        "Send statistics after the answer, without code, openid or keys.",
        "统计在应答之后再发，且不含 code、openid 和密钥。",
    ),
    probe=_probe,
    requests=0,
    no_flaw_if=Text("The other host is the team's own.", "该主机是团队自己的。"),
    needs=(Need.TLS,),
)
