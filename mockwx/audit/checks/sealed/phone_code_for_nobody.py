"""phone-code-for-nobody: whoever has no session spends the app's paid phone verifications."""

from __future__ import annotations

from typing import Any

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, passed
from mockwx.audit.checks.references import PHONE_NUMBER
from mockwx.audit.checks.scenario_steps import REFUSED, STRANGER, played, taps
from mockwx.audit.lab import Extra, Lab, session_names
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text

API = "getuserphonenumber"


async def _probe(lab: Lab) -> ProbeResult:
    stranger = await lab.person()
    # The phone button works for people who have never logged in.
    code = (await lab.do("phone.getPhoneNumber", user=stranger.name))["code"]
    without = Extra(without=("session", *session_names(lab.backend)))
    seen = await lab.act("phone", stranger, code=code, extra=without)
    if not seen.succeeded(API):
        return passed(Text("without a session WeChat was not asked", "没有会话时没有询问微信"))
    title = Text("a code of the phone button, and no session", "手机号 code，没有会话")
    return failed(
        [
            lab.finding(
                "no-session",
                Text(
                    "it traded a phone number's code for somebody without a session; each trade is paid for",
                    "为没有会话的人兑换了手机号 code；每次兑换都要计费",
                ),
                lab.observation(title, seen),
                action="phone",
                scenario=_scenario(without),
            )
        ]
    )


def _scenario(without: Extra) -> dict[str, Any]:
    steps = taps(STRANGER)
    steps[-1] |= {"extra": {"without": list(dict.fromkeys(without.without))}, "expect": REFUSED}
    calls = [{"api": API, "count": 0}]
    return played("nobody's phone code is traded without a session", steps, expect={"calls": calls})


CHECK = AuditCheck(
    id="phone-code-for-nobody",
    area=Area.SEALED,
    severity=Severity.MEDIUM,
    proof=(Proof.JOURNAL,),
    phase=Phase.SEALED,
    title=Text("Strangers spend paid verifications", "陌生人可消耗付费的手机号验证"),
    flaw=Text(
        "The route that trades a phone number's code asks for no session. Each trade costs the app money, and codes "
        "are "
        "free to make: somebody drains the quota overnight.",
        "兑换手机号 code 的接口不要求会话。每次兑换都要付费，而 code 可以免费产生：一夜之间额度就会被刷光。",
    ),
    explanation=Text(
        "A real code is sent without a session. The proof is the call in the journal, which WeChat answered with a "
        "number.",
        "不带会话发送真实的 code。证据是日志里的调用，微信返回了号码。",
    ),
    advice=Text(
        "Ask for the session before the code is traded, and limit how often one account may do it in a day.",
        "先验证会话，再兑换 code，并限制每个账号每天的次数。",
    ),
    probe=_probe,
    requests=1,
    no_flaw_if=Text(
        "Login code and phone code come in one request, and the former is traded first.",
        "登录 code 与手机号 code 在同一请求里，且先兑换前者。",
    ),
    needs=(Need.SESSION, Need.PHONE),
    cwe=(770,),
    owasp="API6",
    references=(PHONE_NUMBER,),
)
