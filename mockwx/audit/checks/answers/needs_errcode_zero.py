"""needs-errcode-zero: success without an errcode, which is how WeChat sends it, is refused."""

from __future__ import annotations

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, passed
from mockwx.audit.checks.references import CODE2SESSION
from mockwx.audit.lab import Lab
from mockwx.core.text.bilingual import Text


async def _probe(_lab: Lab) -> ProbeResult:
    # Whoever has the flaw logs nobody in: the first login of the audit tells it, and nothing else is tried then.
    return passed(Text("good logins succeed", "正常登录成功"))


CHECK = AuditCheck(
    id="needs-errcode-zero",
    area=Area.ANSWERS,
    severity=Severity.HIGH,
    proof=(Proof.ANSWER,),
    phase=Phase.MATRIX,
    title=Text("Success without errcode is refused", "没有 errcode 的成功应答被当作失败"),
    flaw=Text(
        "WeChat's documentation shows errcode 0, its answer has none. A backend that demands errcode === 0 works with "
        "hand-made mocks and logs nobody in with WeChat.",
        "微信文档里写着 errcode 0，实际成功应答并没有。要求 errcode === 0 的后端只能配合手写的模拟接口，"
        "真实环境里没人能登录。",
    ),
    explanation=Text(
        "Where a good login fails, it is tried once more with errcode 0 added to WeChat's answer. The proof is that it "
        "succeeds then.",
        "正常登录失败时，在微信应答中加入 errcode 0 再试一次。证据是此时成功了。",
    ),
    advice=Text(
        "Treat a missing errcode as 0: const { errcode = 0 } = answer; if (errcode !== 0) refuse.",
        "把缺少 errcode 视为 0：const { errcode = 0 } = answer; if (errcode !== 0) 拒绝。",
    ),
    probe=_probe,
    requests=0,
    cwe=(253,),
    owasp="API10",
    references=(CODE2SESSION,),
    core=True,
)
