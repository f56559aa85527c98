"""key-out: the session_key stands in an answer."""

from __future__ import annotations

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult
from mockwx.audit.checks.references import LOGIN, SESSION_KEY_CLASS
from mockwx.audit.checks.secrets.leaked_answers import judged
from mockwx.audit.lab import Lab
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text


async def _probe(lab: Lab) -> ProbeResult:
    opens = lab.has(Need.DECRYPT)
    return judged(lab, ("session_key", "encrypt_key"), severity=Severity.CRITICAL if opens else Severity.HIGH)


CHECK = AuditCheck(
    id="key-out",
    area=Area.SECRETS,
    severity=Severity.CRITICAL,
    proof=(Proof.CANARY,),
    phase=Phase.WHOLE,
    title=Text("The session_key is in an answer", "应答泄漏 session_key"),
    flaw=Text(
        "The session_key reaches the client: with it anybody seals data that the backend believes, such as a phone "
        "number of his choice. Backends that hand WeChat's whole answer on do it. It is critical where the backend "
        "opens sealed data, else high.",
        "session_key 到了客户端：有了它，任何人都能伪造后端会相信的加密数据，例如任意手机号。把微信应答整个返回的后端"
        "就是如此。若后端会解密数据则为严重，否则为高。",
    ),
    explanation=Text(
        "Every answer of the whole audit is searched: bodies, headers, cookies, as they are and with JSON, percent and "
        "HTML escapes, base64, hex and gzip undone.",
        "检索整个 audit 期间的所有应答：正文、头和 cookie，包括原文以及解开 JSON、百分号、HTML 转义、base64、hex 和 "
        "gzip 之后的内容。",
    ),
    advice=Text(
        "Keep the session_key in the server's own session, and answer only what the mini program needs: "
        "{token, user: {id}}. Build the answer from named fields; never return WeChat's object.",
        "session_key 只保存在服务器的会话里，应答只给小程序需要的：{token, user: {id}}。用具名字段构造应答，"
        "不要直接返回微信的对象。",
    ),
    probe=_probe,
    requests=0,
    needs=(Need.SESSION_KEY,),
    cwe=(200, 522),
    owasp="API8",
    references=(SESSION_KEY_CLASS, LOGIN),
    core=True,
)
