"""secret-out: the AppSecret stands in an answer."""

from __future__ import annotations

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult
from mockwx.audit.checks.references import LEAKED_KEYS, SECRET_CLASS
from mockwx.audit.checks.secrets.leaked_answers import judged
from mockwx.audit.lab import Lab
from mockwx.core.text.bilingual import Text


async def _probe(lab: Lab) -> ProbeResult:
    return judged(lab, ("secret", "aes_key"), within=lambda _: True)


CHECK = AuditCheck(
    id="secret-out",
    area=Area.SECRETS,
    severity=Severity.CRITICAL,
    proof=(Proof.CANARY,),
    phase=Phase.WHOLE,
    title=Text("The AppSecret is in an answer", "应答泄漏 AppSecret"),
    flaw=Text(
        "The AppSecret reaches a client, most often in the text of an exception: WeChat's URL holds it, and HTTP "
        "clients put the URL into their errors. Whoever has it is the app: all its users, messages and tokens.",
        "AppSecret 到了客户端，最常见的是在异常信息里：微信的 URL 带有它，HTTP 客户端又把 URL 写进错误。"
        "拿到它的人就等于该应用：所有用户、消息和 token。",
    ),
    explanation=Text(
        "Every answer of the whole audit is searched, as it is and with its escapes and encodings undone.",
        "检索整个 audit 期间的所有应答，包括原文以及解开转义和编码之后的内容。",
    ),
    advice=Text(
        "Never show an exception's text to a client: answer a fixed sentence, and log the error with the URL's query "
        "cut off. Reset the secret once it was out.",
        "不要把异常文本返回给客户端：返回固定的句子，日志里去掉 URL 的查询串。一旦泄漏，请重置 AppSecret。",
    ),
    probe=_probe,
    requests=0,
    cwe=(200, 209, 522),
    owasp="API8",
    references=(SECRET_CLASS, LEAKED_KEYS),
    core=True,
)
