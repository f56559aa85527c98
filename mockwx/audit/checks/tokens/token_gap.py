"""token-gap: while a new access_token is under way, everybody else is refused."""

from __future__ import annotations

from typing import Any

from mockwx.audit.areas import Area
from mockwx.audit.chaos.fault_table import TOKEN_APIS
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, passed
from mockwx.audit.checks.references import ACCESS_TOKEN
from mockwx.audit.checks.scenario_steps import played
from mockwx.audit.checks.tokens.token_calls import at_once, people_with_codes, revoke, together
from mockwx.audit.lab import Lab
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text

PEOPLE = 4
SLOW = "600ms"


async def _probe(lab: Lab) -> ProbeResult:
    orders = await people_with_codes(lab, PEOPLE)
    await revoke(lab)
    for api in TOKEN_APIS:
        lab.rule(api, then={"latency": SLOW})
    seen = await lab.together(orders)
    refused = [answer for answer in seen if not answer.ok]
    if not refused or len(refused) == PEOPLE:
        # Where nobody gets a number the token was not renewed at all, which is another flaw.
        return passed(Text("all waited for the new token", "都等到了新的 token"))
    title = Text("a phone number while another's request fetches the token", "别的请求正在取 token 时获取手机号")
    return failed(
        [
            lab.finding(
                "gap",
                Text(
                    f"while one request fetched a new token, {len(refused)} of {PEOPLE} people were refused",
                    f"一个请求正在取新 token 时，{PEOPLE} 人中有 {len(refused)} 人被拒绝",
                ),
                *(lab.observation(title, answer) for answer in refused[:2]),
                action="phone",
                scenario=_scenario(),
                seen=len(refused),
                tried=PEOPLE,
            )
        ]
    )


def _scenario() -> dict[str, Any]:
    steps = [*at_once(PEOPLE), {"wechat.revoke_token": {}}, together(PEOPLE, {"outcomes": {"ok": PEOPLE}})]
    rules = [{"when": {"api": api}, "then": {"latency": SLOW}} for api in TOKEN_APIS]
    return played("everybody waits for the new token", steps, rules=rules)


CHECK = AuditCheck(
    id="token-gap",
    area=Area.TOKENS,
    severity=Severity.MEDIUM,
    proof=(Proof.ANSWER,),
    phase=Phase.TOKENS,
    title=Text("Nobody is served while a token is renewed", "更换 token 期间无人可用"),
    flaw=Text(
        "The old token is thrown away before the new one is there. Every request of that moment finds none, and fails.",
        "新 token 还没拿到就丢掉了旧的。这段时间的请求都拿不到 token，全部失败。",
    ),
    explanation=Text(
        f"The token is revoked, and fetching one takes {SLOW}; {PEOPLE} people want their phone number at the same "
        "moment. What is wrong is that only some get it.",
        f"吊销 token，并让获取 token 耗时 {SLOW}；{PEOPLE} 人同时获取手机号。只有部分人成功就是问题。",
    ),
    advice=Text(
        "Put the new token in the old one's place in one step, and let the others wait for the fetch that is under way "
        "(a lock, a shared promise, singleflight).",
        "一步完成新旧替换，其他请求等待正在进行的那次获取（锁、共享的 Promise、singleflight）。",
    ),
    probe=_probe,
    requests=2 * PEOPLE,
    needs=(Need.SESSION, Need.PHONE),
    cwe=(362,),
    owasp="API4",
    references=(ACCESS_TOKEN,),
    swallowed_by=("token-herd", "token-not-renewed", "token-per-call"),
)
