"""watermark-unchecked: data that was sealed for another app is taken."""

from __future__ import annotations

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, passed
from mockwx.audit.checks.references import SIGNATURE
from mockwx.audit.checks.sealed.sealed_data import logged_in, opener, refusal_scenario, send
from mockwx.audit.lab import Lab
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text

OTHER = {"appid": "wx00000000otherapp"}


async def _probe(lab: Lab) -> ProbeResult:
    action = await opener(lab)
    if isinstance(action, ProbeResult):
        return action
    seen = await send(lab, action, await logged_in(lab), OTHER)
    if not seen.ok:
        return passed(Text("another app's watermark was refused", "其他应用的水印被拒绝"))
    title = Text("sealed with the right key, with another app's watermark", "密钥正确，水印属于其他应用")
    return failed(
        [
            lab.finding(
                "watermark",
                Text(f"{action} took data that says it is another app's", f"{action} 接受了水印属于其他应用的数据"),
                lab.observation(title, seen),
                action=action,
                scenario=refusal_scenario("data that was sealed for another app is refused", action, OTHER),
            )
        ]
    )


CHECK = AuditCheck(
    id="watermark-unchecked",
    area=Area.SEALED,
    severity=Severity.MEDIUM,
    proof=(Proof.IMPOSTOR,),
    phase=Phase.SEALED,
    title=Text("Another app's data is taken", "接受了其他应用的数据"),
    flaw=Text(
        "The watermark in opened data says for which app it was sealed, and nobody looks. With a key that leaked, or "
        "that the client brings, somebody sends what another app was given.",
        "解密后的水印写明数据属于哪个应用，却没有检查。只要密钥泄露，或密钥由客户端提供，就能提交其他应用得到的数据。",
    ),
    explanation=Text(
        "The phone seals with the right session_key and another appid in the watermark. The proof is that it is taken. "
        "Before that the action took good data and refused data that cannot be opened.",
        "手机用正确的 session_key 加密，但水印里是另一个 appid。证据是后端接受了它；在此之前，"
        "同一动作接受了正常的数据，"
        "并拒绝了无法解密的数据。",
    ),
    advice=Text(
        "After opening, compare: if data.watermark.appid != own appid: refuse. SDKs that do not: check it yourself.",
        "解密后比较：data.watermark.appid 不等于自己的 appid 就拒绝。SDK 不检查时要自己检查。",
    ),
    probe=_probe,
    requests=7,
    needs=(Need.SESSION, Need.DECRYPT),
    cwe=(345,),
    owasp="API2",
    references=(SIGNATURE,),
)
