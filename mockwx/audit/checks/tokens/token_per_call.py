"""token-per-call: each phone number fetches an access_token of its own."""

from __future__ import annotations

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.checks.references import ACCESS_TOKEN
from mockwx.audit.checks.tokens.token_calls import people_with_codes, phone_steps, sends_code, token_calls
from mockwx.audit.lab import Lab
from mockwx.audit.needs import Need
from mockwx.audit.states import ProbeResult, failed, passed
from mockwx.core.text.bilingual import Text

PEOPLE = 3
NAMES = ("alice", "bob", "carol")


async def _probe(lab: Lab) -> ProbeResult:
    orders = await people_with_codes(lab, PEOPLE)
    seen = [(await lab.together([order]))[0] for order in orders]
    fetched = token_calls([call for answer in seen for call in answer.calls])
    if len(fetched) <= 1:
        return passed(
            Text(f"{len(fetched)} token for {PEOPLE} phone numbers", f"{PEOPLE} 个手机号取了 {len(fetched)} 次")
        )
    title = Text("a phone number, one after the other", "依次获取手机号")
    return failed(
        [
            lab.finding(
                "per-call",
                Text(
                    f"{PEOPLE} phone numbers fetched {len(fetched)} access_tokens",
                    f"{PEOPLE} 个手机号取了 {len(fetched)} 次 access_token",
                ),
                *(lab.observation(title, answer) for answer in seen[:2]),
                action="phone",
                seen=len(fetched),
                tried=PEOPLE,
                scenario={
                    "name": "three phone numbers, one access_token",
                    "steps": [step for name in NAMES for step in (*phone_steps(name), sends_code(name, "ok"))],
                    "expect": {
                        "calls": [{"api": "token", "count": "0..1"}, {"api": "stable_token", "count": "0..1"}],
                    },
                },
            )
        ]
    )


CHECK = AuditCheck(
    id="token-per-call",
    area=Area.TOKENS,
    severity=Severity.MEDIUM,
    proof=(Proof.JOURNAL,),
    phase=Phase.TOKENS,
    title=Text("A token for each call", "每次调用都取一次 token"),
    flaw=Text(
        "An access_token lives two hours and may be fetched 2000 times a day. A backend that fetches one for each call "
        "is "
        "refused from noon on, and each fetch may end the token that another of its calls is using.",
        "access_token 有效两小时，每天只能取 2000 次。每次调用都取的后端，到中午就会被拒绝；每取一次还可能使正在使用的 "
        "token 失效。",
    ),
    explanation=Text(
        f"{PEOPLE} people's phone numbers, one after the other. The proof is more than one call of token or "
        f"stable_token.",
        f"依次获取 {PEOPLE} 个人的手机号。证据是 token 或 stable_token 的调用多于一次。",
    ),
    advice=Text(
        "Keep the token and when it ends, in Redis where there are several processes; fetch one when it is missing, "
        "about to end, or answered with 40001, 40014, 42001.",
        "保存 token 及其到期时间（多进程时放进 Redis）；只在没有、即将到期，或收到 40001、40014、42001 时才取新的。",
    ),
    probe=_probe,
    requests=2 * PEOPLE,
    needs=(Need.SESSION, Need.PHONE),
    cwe=(400,),
    owasp="API4",
    references=(ACCESS_TOKEN,),
)
