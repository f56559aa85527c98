"""sealed-replayed: data that was sealed days ago is taken."""

from __future__ import annotations

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, passed
from mockwx.audit.checks.references import SIGNATURE
from mockwx.audit.checks.sealed.sealed_data import logged_in, opener, refusal_scenario, send
from mockwx.audit.lab import Lab
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text

OLD = {"timestamp": "-4d"}


async def _probe(lab: Lab) -> ProbeResult:
    action = await opener(lab)
    if isinstance(action, ProbeResult):
        return action
    seen = await send(lab, action, await logged_in(lab), OLD)
    if not seen.ok:
        return passed(Text("data that is four days old was refused", "四天前的数据被拒绝"))
    title = Text("sealed four days ago, as its watermark says", "水印显示四天前加密的数据")
    return failed(
        [
            lab.finding(
                "old",
                Text(f"{action} took data that was sealed four days ago", f"{action} 接受了四天前加密的数据"),
                lab.observation(title, seen),
                action=action,
                scenario=refusal_scenario("data that was sealed days ago is refused", action, OLD),
            )
        ]
    )


CHECK = AuditCheck(
    id="sealed-replayed",
    area=Area.SEALED,
    severity=Severity.LOW,
    proof=(Proof.NO_EXCHANGE,),
    phase=Phase.SEALED,
    title=Text("Old sealed data is taken", "接受过期的加密数据"),
    flaw=Text(
        "Sealed data has no end of its own. Who once saw a person's, in a log or on a lent phone, can send it for as "
        "long as the session_key lives.",
        "加密数据本身没有有效期。只要见过某人的数据（日志、借用的手机），在 session_key 有效期间都能再次提交。",
    ),
    explanation=Text(
        "The phone seals with a watermark whose timestamp is four days old. The proof is that it is taken.",
        "手机加密时把水印的时间戳写成四天前。证据是后端接受了它。",
    ),
    advice=Text(
        "Refuse data whose watermark.timestamp is older than some minutes, a day at most.",
        "watermark.timestamp 超过几分钟（最多一天）就拒绝。",
    ),
    probe=_probe,
    requests=7,
    no_flaw_if=Text(
        "The same data within minutes: clients that try again send it twice.",
        "几分钟内重复提交相同数据：客户端重试时会这样。",
    ),
    needs=(Need.SESSION, Need.DECRYPT),
    cwe=(294,),
    owasp="API2",
    references=(SIGNATURE,),
)
