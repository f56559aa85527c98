"""token-loop: a token that is refused again and again is fetched again and again."""

from __future__ import annotations

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, passed
from mockwx.audit.checks.references import ACCESS_TOKEN
from mockwx.audit.checks.tokens.token_calls import API, logged_in, phone_steps, sends_code, tapped, token_calls
from mockwx.audit.lab import Lab
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text

MOST = 4
"""Calls for one request: two tries, and a token for each."""


async def _probe(lab: Lab) -> ProbeResult:
    person = await logged_in(lab)
    order = await tapped(lab, person)
    lab.rule(API, person, then={"errcode": 40001})
    before = lab.mark()
    (seen,) = await lab.together([order])
    calls = lab.calls(since=before)
    asked = [call for call in calls if call.api == API]
    fetched = token_calls(calls)
    if len(asked) + len(fetched) <= MOST and not seen.hung:
        return passed(
            Text(f"{len(asked) + len(fetched)} calls, then it gave up", f"{len(asked) + len(fetched)} 次调用后放弃")
        )
    return failed(
        [
            lab.finding(
                "loop",
                Text(
                    f"for one phone number it asked {len(asked)} times and fetched {len(fetched)} tokens",
                    f"为一个手机号请求了 {len(asked)} 次，取了 {len(fetched)} 次 token",
                ),
                lab.observation(Text("WeChat answers 40001 to every token", "微信对任何 token 都返回 40001"), seen),
                action="phone",
                scenario={
                    "name": "where every token is refused it gives up",
                    "rules": [{"when": {"api": API}, "then": {"errcode": 40001}}],
                    "steps": [*phone_steps("alice"), sends_code("alice", "unavailable")],
                    "expect": {"calls": [{"api": API, "count": "1..2"}]},
                },
            )
        ]
    )


CHECK = AuditCheck(
    id="token-loop",
    area=Area.TOKENS,
    severity=Severity.MEDIUM,
    proof=(Proof.JOURNAL,),
    phase=Phase.TOKENS,
    title=Text("Renewing has no end", "更换 token 没有尽头"),
    flaw=Text(
        "At 40001 the backend fetches a token and tries again, and again. Where the reason is another (the AppSecret "
        "was "
        "reset, another app's token is used), one request eats the day's quota.",
        "遇到 40001 就取新 token 重试，一次又一次。若原因在别处（AppSecret 已重置、用错了应用的 token），"
        "一个请求就能耗尽当天的额度。",
    ),
    explanation=Text(
        f"WeChat answers 40001 to every token. The proof is more than {MOST} calls for one phone number, or no answer "
        f"in "
        "time.",
        f"微信对任何 token 都返回 40001。证据是一个手机号引起了多于 {MOST} 次调用，或没有及时应答。",
    ),
    advice=Text(
        "Renew once and try once more; then 503, and an alarm: nothing that a person can mend.",
        "只更换一次、重试一次；之后返回 503 并告警：用户自己无法解决。",
    ),
    probe=_probe,
    requests=2,
    needs=(Need.SESSION, Need.PHONE),
    cwe=(835,),
    owasp="API4",
    references=(ACCESS_TOKEN,),
)
