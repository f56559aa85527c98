"""code-names-the-user: the same invented code is the same account, so whoever invents it picks who he is."""

from __future__ import annotations

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, passed
from mockwx.audit.checks.references import API2, GUIDE
from mockwx.audit.lab import Lab
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text


async def _probe(lab: Lab) -> ProbeResult:
    first, second = lab.invented_code(), lab.invented_code()
    logins = [await lab.login(await lab.person(), code) for code in (first, second, first)]
    if not all(login.let_in and not login.exchanged for login in logins):
        return passed()
    if not logins[0].uid == logins[2].uid != logins[1].uid:
        return passed()
    return failed(
        [
            lab.finding(
                "code-is-the-account",
                Text(
                    "the same invented code logged in as the same account twice, another one as another account",
                    "同一个编造的 code 两次登录到同一账号，另一个 code 登录到另一账号",
                ),
                *(
                    lab.observation(Text(f"invented code {name}", f"编造的 code {name}"), login)
                    for name, login in zip("121", logins, strict=True)
                ),
                session_tried=logins[0].session_tried,
            )
        ]
    )


CHECK = AuditCheck(
    id="code-names-the-user",
    area=Area.IDENTITY,
    severity=Severity.CRITICAL,
    proof=(Proof.IMPOSTOR,),
    phase=Phase.DOORS,
    title=Text("The code itself names the account", "code 本身就决定账号"),
    flaw=Text(
        "The code is taken for the openid, or the account is made from it: whoever sends a code picks who he is.",
        "code 被当作 openid，或据此生成账号：发送者可以自己选择身份。",
    ),
    explanation=Text(
        "Two invented codes are sent, and the first one again: the same account for the same code, another one for the "
        "other.",
        "发送两个编造的 code，再把第一个发送一次：相同的 code 得到相同账号，另一个得到另一账号。",
    ),
    advice=Text(
        "Never make an account from the code. The account is the openid (or unionid) of WeChat's answer.",
        "绝不要用 code 生成账号。账号应取自微信应答里的 openid（或 unionid）。",
    ),
    probe=_probe,
    requests=6,
    needs=(Need.SESSION, Need.UID),
    cwe=(290,),
    owasp="API2",
    references=(GUIDE, API2),
    core=True,
    swallowed_by=("any-code",),
)
