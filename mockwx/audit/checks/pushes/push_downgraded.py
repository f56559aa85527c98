"""push-downgraded: in safe mode a plain body is believed."""

from __future__ import annotations

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult
from mockwx.audit.checks.pushes.push_target import REQUESTS, judged
from mockwx.audit.checks.references import PUSHES
from mockwx.audit.lab import Lab
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text


async def _probe(lab: Lab) -> ProbeResult:
    return await judged(lab, {"plain": Text("a plain body in safe mode", "安全模式下的明文")}, safe=True)


CHECK = AuditCheck(
    id="push-downgraded",
    area=Area.PUSHES,
    severity=Severity.HIGH,
    proof=(Proof.IMPOSTOR,),
    phase=Phase.OTHERS,
    title=Text("Safe mode can be switched off by the sender", "发送者可以绕过安全模式"),
    flaw=Text(
        "The backend looks whether the body has Encrypt, and reads it in clear where it has not. The plain signature "
        "does "
        "not cover the body: whoever has read one callback URL in a log can send any event.",
        "后端看到请求体没有 Encrypt 就按明文读取。明文的 signature 不覆盖请求体：在日志里看到过一个回调 URL 的人，"
        "就能发送任意事件。",
    ),
    explanation=Text(
        "Somebody logs in; then a cancellation comes in clear to a callback in safe mode, with a good signature of "
        "timestamp and nonce. The proof is its effect, as with push-unsigned.",
        "先登录，再向安全模式的回调发来明文的注销推送，timestamp 和 nonce 的签名有效。证据同 push-unsigned，看其效果。",
    ),
    advice=Text(
        "The mode is the app's configuration, never the request's choice: in safe mode refuse whatever has no "
        "Encrypt and no "
        "good msg_signature.",
        "加密模式取决于应用配置，而不是由请求决定：安全模式下，没有 Encrypt 和正确 msg_signature 的一律拒绝。",
    ),
    probe=_probe,
    requests=2 * (REQUESTS + 11),
    needs=(Need.CALLBACK,),
    cwe=(757,),
    owasp="API2",
    references=(PUSHES,),
    after=("push-unsigned",),
)
