"""token-per-call: each phone number fetches an access_token of its own."""

from __future__ import annotations

from collections.abc import Sequence

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, passed
from mockwx.audit.checks.references import ACCESS_TOKEN
from mockwx.audit.checks.tokens.token_calls import people_with_codes, phone_steps, sends_code, token_calls
from mockwx.audit.lab import ActionSeen, Lab
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text

PEOPLE = 3
MORE = 8
"""Asked for where more than one token was fetched: by then each of several processes has one of its own."""
NAMES = ("alice", "bob", "carol")


async def _probe(lab: Lab) -> ProbeResult:
    seen = await _numbers(lab, PEOPLE)
    fetched = _fetched(seen)
    if fetched > 1:
        seen += await _numbers(lab, MORE)
        fetched = _fetched(seen)
    if fetched <= len(seen) // 2:
        return passed(Text(f"{fetched} token for {len(seen)} phone numbers", f"{len(seen)} 个手机号取了 {fetched} 次"))
    title = Text("a phone number, one after the other", "依次获取手机号")
    return failed(
        [
            lab.finding(
                "per-call",
                Text(
                    f"{len(seen)} phone numbers fetched {fetched} access_tokens",
                    f"{len(seen)} 个手机号取了 {fetched} 次 access_token",
                ),
                *(lab.observation(title, answer) for answer in seen[:2]),
                action="phone",
                seen=fetched,
                tried=len(seen),
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


async def _numbers(lab: Lab, many: int) -> list[ActionSeen]:
    """One after the other."""
    return [(await lab.together([order]))[0] for order in await people_with_codes(lab, many)]


def _fetched(seen: Sequence[ActionSeen]) -> int:
    return len(token_calls([call for answer in seen for call in answer.calls]))


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
        f"{PEOPLE} people's phone numbers, one after the other, and {MORE} more where more than one token was fetched. "
        "The proof is a call of token or stable_token for more than every other number: several processes that share "
        "nothing fetch one each.",
        f"依次获取 {PEOPLE} 个人的手机号；若取 token 多于一次，再获取 {MORE} 个。证据是超过一半的手机号都触发了 token "
        "或 stable_token 的调用：互不共享的多个进程只会各取一次。",
    ),
    advice=Text(
        "Keep the token and when it ends, in Redis where there are several processes; fetch one when it is missing, "
        "about to end, or answered with 40001, 40014, 42001.",
        "保存 token 及其到期时间（多进程时放进 Redis）；只在没有、即将到期，或收到 40001、40014、42001 时才取新的。",
    ),
    probe=_probe,
    requests=2 * (PEOPLE + MORE),
    needs=(Need.SESSION, Need.PHONE),
    cwe=(400,),
    owasp="API4",
    references=(ACCESS_TOKEN,),
)
