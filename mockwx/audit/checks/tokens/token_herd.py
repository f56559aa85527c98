"""token-herd: everybody who finds the access_token dead fetches one of his own."""

from __future__ import annotations

from typing import Any

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, passed
from mockwx.audit.checks.references import ACCESS_TOKEN
from mockwx.audit.checks.scenario_steps import played
from mockwx.audit.checks.tokens.token_calls import (
    at_once,
    people_with_codes,
    phone_steps,
    revoke,
    sends_code,
    together,
    token_calls,
)
from mockwx.audit.lab import Lab
from mockwx.audit.needs import Need
from mockwx.audit.options import DEEP_ROUNDS
from mockwx.core.text.bilingual import Text

PEOPLE = 10
MOST = 2
"""The one that is needed, and one more where two processes share nothing."""
SLOW = "200ms"


async def _probe(lab: Lab) -> ProbeResult:
    most = 0
    for _ in range(lab.options.rounds):
        orders = await people_with_codes(lab, PEOPLE)
        await revoke(lab)
        before = lab.mark()
        seen = await lab.together(orders)
        fetched = token_calls(lab.calls(since=before))
        most = max(most, len(fetched))
        if len(fetched) > MOST:
            refused = [answer for answer in seen if not answer.ok]
            title = Text("one of ten at the same moment", "同时请求的十人之一")
            return failed(
                [
                    lab.finding(
                        "herd",
                        Text(
                            f"{PEOPLE} people at once fetched {len(fetched)} access_tokens; {len(refused)} of them "
                            f"failed",
                            f"{PEOPLE} 人同时请求取了 {len(fetched)} 次 access_token，其中 {len(refused)} 人失败",
                        ),
                        *(lab.observation(title, answer) for answer in (refused or seen)[:2]),
                        action="phone",
                        scenario=_scenario(str(fetched[0].api)),
                        seen=len(fetched),
                        tried=PEOPLE,
                    )
                ]
            )
    return passed(Text(f"at most {most} token for {PEOPLE} at once", f"{PEOPLE} 人同时请求最多取 {most} 次"))


def _scenario(api: str) -> dict[str, Any]:
    once = [*phone_steps("alice"), sends_code("alice", "ok")]  # so that there is a token to revoke
    steps = [*once, *at_once(PEOPLE), {"wechat.revoke_token": {}}, together(PEOPLE)]
    calls = [{"api": api, "count": f"..{MOST + 1}"}]
    # So slow that all ten find the token dead before the first of them has another.
    rules = [{"when": {"api": api}, "then": {"latency": SLOW}}]
    return played("ten people at once fetch one token", steps, rules=rules, expect={"calls": calls})


CHECK = AuditCheck(
    id="token-herd",
    area=Area.TOKENS,
    severity=Severity.MEDIUM,
    proof=(Proof.JOURNAL,),
    phase=Phase.TOKENS,
    title=Text("A herd fetches tokens", "token 失效时一拥而上"),
    flaw=Text(
        "When the token dies under load every request fetches a new one, and with /cgi-bin/token each fetch ends the "
        "one before: they go on ending each other's, and the day's quota is gone in minutes.",
        "高并发下 token 失效时，每个请求都去取新的；用 /cgi-bin/token 时每次获取都会使前一个失效，于是互相顶掉，"
        "几分钟就耗尽当天的额度。",
    ),
    explanation=Text(
        f"The token is revoked, then {PEOPLE} people want their phone number at the same moment; in rounds. The proof "
        f"is "
        f"more than {MOST} calls that fetch a token.",
        f"吊销 token 后，{PEOPLE} 人在同一时刻获取手机号，重复数轮。证据是获取 token 的调用多于 {MOST} 次。",
    ),
    advice=Text(
        "One at a time: a lock around fetching (in Redis for several processes); who comes later looks first whether "
        "the "
        "token that failed is still the one that is kept. And stable_token in place of token.",
        "一次只让一个去取：获取时加锁（多进程时用 Redis 锁），后来者先看失败的 token 是否仍是当前保存的那个。"
        "并用 stable_token 代替 token。",
    ),
    probe=_probe,
    requests=2 * PEOPLE * DEEP_ROUNDS,
    needs=(Need.SESSION, Need.PHONE),
    cwe=(362,),
    owasp="API4",
    references=(ACCESS_TOKEN,),
    swallowed_by=("token-per-call", "token-loop"),
)
