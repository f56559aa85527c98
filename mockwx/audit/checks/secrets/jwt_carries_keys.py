"""jwt-carries-keys: the session_key stands in a JWT, which everybody can read who holds it."""

from __future__ import annotations

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult
from mockwx.audit.checks.references import SESSION_KEY_CLASS
from mockwx.audit.checks.secrets.leaked_answers import JWT, judged
from mockwx.audit.lab import Lab
from mockwx.core.text.bilingual import Text


async def _probe(lab: Lab) -> ProbeResult:
    return judged(
        lab, ("session_key", "access_token", "refresh_token"), within=lambda seen: JWT in seen.secret.decodings
    )


CHECK = AuditCheck(
    id="jwt-carries-keys",
    area=Area.SESSIONS,
    severity=Severity.HIGH,
    proof=(Proof.CANARY,),
    phase=Phase.WHOLE,
    title=Text("The JWT carries the session_key", "JWT 里带有 session_key"),
    flaw=Text(
        "A JWT is signed, not sealed: its parts are base64, so the session_key in it is read by whoever holds the "
        "token.",
        "JWT 只签名不加密：各部分只是 base64，持有令牌的人都能读出其中的 session_key。",
    ),
    explanation=Text(
        "Each part of every JWT in the answers is decoded and searched for what WeChat handed out.",
        "解码应答中每个 JWT 的各部分，检索其中微信发放的值。",
    ),
    advice=Text(
        "Put only the user's id into the token ({sub, exp}); keep the session_key on the server under that id.",
        "令牌里只放用户 id（{sub, exp}），session_key 以该 id 为键保存在服务器上。",
    ),
    probe=_probe,
    requests=0,
    cwe=(522, 312),
    owasp="API2",
    references=(SESSION_KEY_CLASS,),
)
