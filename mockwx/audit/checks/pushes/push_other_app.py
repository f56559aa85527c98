"""push-other-app: a push that was sealed for another app is believed."""

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
    return await judged(lab, {"other_receiver": Text("another app's appid", "别的 appid")}, safe=True)


CHECK = AuditCheck(
    id="push-other-app",
    area=Area.PUSHES,
    severity=Severity.MEDIUM,
    proof=(Proof.IMPOSTOR,),
    phase=Phase.OTHERS,
    title=Text("A push for another app is believed", "相信发给别的应用的推送"),
    flaw=Text(
        "At the end of a sealed message stands for which app it is, and nobody looks. With one token and key for "
        "several "
        "apps or tenants, which is common, what one may push counts for all.",
        "加密消息末尾写明了接收的应用，却没有检查。多个应用或租户共用 token 和密钥（很常见）时，一方的推送对所有应用"
        "都生效。",
    ),
    explanation=Text(
        "Somebody logs in; then a cancellation comes that is sealed and signed well, but for another appid. The "
        "proof is its "
        "effect.",
        "先登录，再发来加密和签名都正确、但 appid 是别的应用的注销推送。证据是其效果。",
    ),
    advice=Text(
        "After opening the envelope compare its tail with the app's own appid (a corp's CorpID, a platform's appid), "
        "and give "
        "each app a token and key of its own.",
        "解密后把末尾的 receiveid 与本应用的 appid（企业微信为 CorpID，第三方平台为其 appid）比较；每个应用使用各自的 "
        "token 和密钥。",
    ),
    probe=_probe,
    requests=2 * (REQUESTS + 11),
    needs=(Need.CALLBACK,),
    cwe=(345,),
    references=(PUSHES,),
    after=("push-unsigned", "push-downgraded"),
)
