"""token-out: an access_token, refresh_token or ticket of WeChat's stands in an answer."""

from __future__ import annotations

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult
from mockwx.audit.checks.secrets.leaked_answers import judged
from mockwx.audit.lab import Lab
from mockwx.core.text.bilingual import Text

TOKENS = (
    "access_token",
    "component_access_token",
    "authorizer_access_token",
    "authorizer_refresh_token",
    "component_verify_ticket",
    "ticket",
)


async def _probe(lab: Lab) -> ProbeResult:
    return judged(lab, TOKENS, within=lambda leaked: not leaked.secret.is_a_persons)


CHECK = AuditCheck(
    id="token-out",
    area=Area.SECRETS,
    severity=Severity.CRITICAL,
    proof=(Proof.CANARY,),
    phase=Phase.WHOLE,
    title=Text("An access_token is in an answer", "应答泄漏 access_token"),
    flaw=Text(
        "A token of WeChat's reaches a client: with an app's access_token anybody sends messages, reads users and "
        "resets quotas in its name for two hours.",
        "微信的 token 到了客户端：拿到应用的 access_token 的人在两小时内可以冒用它发消息、读用户、清配额。",
    ),
    explanation=Text(
        "Every answer of the whole audit is searched for every token that WeChat handed out, in any spelling.",
        "在整个 audit 期间的所有应答中检索微信发放过的每个 token，包括各种编码形式。",
    ),
    advice=Text(
        "Keep tokens on the server. Where another service of yours needs one, give it through an internal address with "
        "authentication, never through the API of clients.",
        "token 只留在服务器上。其他内部服务需要时，通过带鉴权的内网接口提供，绝不经由面向客户端的 API。",
    ),
    probe=_probe,
    requests=0,
    no_flaw_if=Text(
        "The route is an internal token service that no client reaches. A person's own token in a web login is "
        "user-token-out.",
        "该接口是客户端访问不到的内部 token 服务。网页登录中个人的 token 见 user-token-out。",
    ),
    cwe=(522,),
    owasp="API8",
    core=True,
)
