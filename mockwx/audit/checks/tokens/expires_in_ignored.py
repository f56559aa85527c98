"""expires-in-ignored: when the access_token has come to its end, the backend still believes in it."""

from __future__ import annotations

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, not_tested, passed
from mockwx.audit.checks.references import ACCESS_TOKEN
from mockwx.audit.checks.tokens.token_calls import logged_in, one_number, phone_steps, sends_code, tapped
from mockwx.audit.lab import Lab
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text

LIFE = "2h1s"


async def _probe(lab: Lab) -> ProbeResult:
    first = await one_number(lab)
    if not first.ok:
        return not_tested(Text("no phone number came while all was well", "一切正常时也没有取到手机号"))
    people = [await logged_in(lab) for _ in range(2)]
    await lab.do("clock.advance", by=LIFE)
    tries = [(await lab.together([await tapped(lab, person)]))[0] for person in people]
    lab.shared.begin_now()
    if any(seen.ok for seen in tries):
        return passed(Text("it fetched a new one after two hours", "两小时后取了新的 token"))
    title = Text("a phone number, two hours later", "两小时后获取手机号")
    return failed(
        [
            lab.finding(
                "kept",
                Text(
                    "after two hours every phone number is refused: the token has ended (42001) and is used on",
                    "两小时后所有手机号请求都失败：token 已到期（42001）却仍在使用",
                ),
                *(lab.observation(title, seen) for seen in tries),
                action="phone",
                scenario={
                    "name": "a token that has come to its end is replaced",
                    "steps": [
                        *phone_steps("alice"),
                        sends_code("alice", "ok"),
                        *phone_steps("bob"),
                        {"clock.advance": LIFE},
                        {"phone.getPhoneNumber": {"user": "bob", "as": "bob_tap"}},
                        sends_code("bob", "ok"),
                    ],
                },
            )
        ]
    )


CHECK = AuditCheck(
    id="expires-in-ignored",
    area=Area.TOKENS,
    severity=Severity.MEDIUM,
    proof=(Proof.JOURNAL,),
    phase=Phase.TOKENS,
    title=Text("A token is kept beyond its end", "token 到期后仍然保存"),
    flaw=Text(
        "The backend keeps a token for two hours, whatever expires_in says. stable_token hands out the token that is "
        "there, which may end in five minutes; from then on every call is 42001.",
        "后端无论 expires_in 是多少都保存两小时。stable_token 给出的是现有的 token，可能五分钟后就到期，"
        "此后每次调用都是 42001。",
    ),
    explanation=Text(
        "WeChat's clock goes on by two hours, and the backend's does not: its own idea of when the token ends is "
        "wrong, "
        "as with a short expires_in. Two people then want their phone number. Whoever renews at 42001 passes.",
        "微信的时钟前进两小时而后端的时钟没有，于是后端对到期时间的判断是错的，与 expires_in 很短时一样。"
        "随后两个人获取手机号。收到 42001 就更新的后端可以通过。",
    ),
    advice=Text(
        "Keep the token for expires_in less a minute or two, and renew at 42001 as well, whatever your clock says.",
        "token 只保存 expires_in 减去一两分钟，并且收到 42001 时无论自己的时钟如何都要更新。",
    ),
    probe=_probe,
    requests=6,
    needs=(Need.SESSION, Need.PHONE),
    cwe=(672,),
    owasp="API10",
    references=(ACCESS_TOKEN,),
    swallowed_by=("token-not-renewed",),
)
