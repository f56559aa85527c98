"""code-lives-on: a spent code logs in another client, seconds after it was spent."""

from __future__ import annotations

import asyncio

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, passed
from mockwx.audit.checks.scenario_steps import REFUSED, logs_in, played
from mockwx.audit.lab import Lab
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text

LATER = 2.0
"""Seconds. Within one or two, and to the same client, the same answer again is good idempotency."""


SCENARIO = played(
    "a spent code logs in no other client",
    [
        *logs_in("alice"),
        {"backend.login": {"user": "alice", "browser": "another", "code": "$alice_code"}, "expect": REFUSED},
    ],
)


async def _probe(lab: Lab) -> ProbeResult:
    person = await lab.person()
    code = await lab.code(person)
    first = await lab.login(person, code)
    if not first.let_in:
        return passed()
    await asyncio.sleep(LATER)
    again = await lab.login(lab.in_another_browser(person), code)
    if not again.let_in or again.succeeded(lab.exchange):
        return passed(Text("the spent code was refused", "已使用的 code 被拒绝"))
    return failed(
        [
            lab.finding(
                "cached",
                Text(
                    "another client got a session by a code that had been spent two seconds before",
                    "另一个客户端用两秒前已使用过的 code 得到了会话",
                ),
                lab.observation(Text("the code for the first time", "第一次使用 code"), first),
                lab.observation(Text("the same code from another client", "另一个客户端使用同一个 code"), again),
                session_tried=again.session_tried,
                scenario=SCENARIO,
            )
        ]
    )


CHECK = AuditCheck(
    id="code-lives-on",
    area=Area.SESSIONS,
    severity=Severity.LOW,
    proof=(Proof.NO_EXCHANGE,),
    phase=Phase.SESSIONS,
    title=Text("A spent code still logs in", "已使用的 code 仍能登录"),
    flaw=Text(
        "The backend answers a code that it has exchanged from a cache. Whoever reads the code in a log or a proxy, "
        "where it counts as used up, is logged in by it.",
        "后端用缓存应答已兑换过的 code。日志或代理里的 code 本应作废，却仍能用来登录。",
    ),
    explanation=Text(
        f"A code is used, and {LATER:g} seconds later once more by another client. The proof is a session that WeChat "
        "did not vouch for.",
        f"先使用一个 code，{LATER:g} 秒后由另一个客户端再次使用。证据是得到了微信没有确认过的会话。",
    ),
    advice=Text(
        "Share an exchange only among requests that are under way at the same moment, and forget the code with the "
        "answer; or bind what is cached to the client that sent it, for a second.",
        "只在同时进行的请求之间共享一次兑换，应答后就忘掉该 code；或者缓存只对发送它的客户端有效，且不超过一秒。",
    ),
    probe=_probe,
    requests=4,
    needs=(Need.SESSION,),
    cwe=(294,),
    owasp="API2",
    after=("any-code",),
)
