"""text-plain-unread: JSON that is labelled text/plain, which is how WeChat sends it, is not read."""

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
    id="text-plain-unread",
    area=Area.ANSWERS,
    severity=Severity.HIGH,
    proof=(Proof.ANSWER,),
    phase=Phase.MATRIX,
    title=Text("JSON labelled text/plain is not read", "不解析标为 text/plain 的 JSON"),
    flaw=Text(
        "/sns/* answers with Content-Type: text/plain. Clients that parse JSON by that label (aiohttp's .json(), "
        "RestTemplate) fail at every real login.",
        "/sns/* 的 Content-Type 是 text/plain。按标签决定是否解析 JSON 的客户端（aiohttp 的 .json()、RestTemplate）"
        "在真实环境里每次登录都失败。",
    ),
    explanation=Text(
        "Where a good login fails, it is tried once more with the answer labelled application/json. The proof is that "
        "it succeeds then.",
        "正常登录失败时，把应答标为 application/json 再试一次。证据是此时成功了。",
    ),
    advice=Text(
        "aiohttp: await response.json(content_type=None). RestTemplate: read a String and parse it, or add TEXT_PLAIN "
        "to the JSON converter's media types.",
        "aiohttp：await response.json(content_type=None)。RestTemplate：读 String 再解析，或给 JSON 转换器加上 "
        "TEXT_PLAIN。",
    ),
    probe=_probe,
    requests=0,
    cwe=(436,),
    owasp="API10",
    references=(CODE2SESSION,),
    core=True,
)
