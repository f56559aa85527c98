"""token-not-renewed: a dead access_token is used on."""

from __future__ import annotations

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, passed
from mockwx.audit.checks.references import ACCESS_TOKEN
from mockwx.audit.checks.tokens.token_calls import (
    API,
    DEAD,
    logged_in,
    phone_steps,
    revoke,
    sends_code,
    tapped,
    token_calls,
)
from mockwx.audit.lab import ActionSeen, Lab
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text


async def _probe(lab: Lab) -> ProbeResult:
    used_on: dict[int, list[ActionSeen]] = {}
    for errcode in DEAD:
        tries = await _tries(lab, errcode)
        if tries is not None:
            used_on[errcode] = tries
    if not used_on:
        return passed(Text("a dead token was replaced", "失效的 token 得到了更换"))
    names = ", ".join(map(str, used_on))
    title = Text("a phone number with a dead token", "用失效的 token 获取手机号")
    return failed(
        [
            lab.finding(
                "not-renewed",
                Text(
                    f"it goes on with a token that WeChat refused ({names}), and people are refused",
                    f"微信拒绝 token（{names}）之后仍继续使用，用户被拒绝",
                ),
                *(lab.observation(title, seen) for tries in used_on.values() for seen in tries[:1]),
                action="phone",
                seen=len(used_on),
                tried=len(DEAD),
                scenario={
                    "name": "a token that somebody else ended is replaced",
                    "steps": [
                        *phone_steps("alice"),
                        sends_code("alice", "ok"),
                        *phone_steps("bob"),
                        {"wechat.revoke_token": {}},
                        sends_code("bob", "ok"),
                    ],
                },
            )
        ]
    )


async def _tries(lab: Lab, errcode: int) -> list[ActionSeen] | None:
    """Two numbers while the token is dead; None where it was replaced, at the first try or for the second."""
    first, second = await logged_in(lab), await logged_in(lab)
    orders = [await tapped(lab, first), await tapped(lab, second)]
    if errcode == DEAD[0]:
        await revoke(lab)
    else:
        lab.rule(API, first, then={"errcode": errcode}, call=1)
    before = lab.mark()
    seen = (await lab.together(orders[:1]))[0]
    if seen.ok or not any(call.errcode == errcode for call in seen.calls):
        return None
    again = (await lab.together(orders[1:]))[0]
    return None if token_calls(lab.calls(since=before)) else [seen, again]


CHECK = AuditCheck(
    id="token-not-renewed",
    area=Area.TOKENS,
    severity=Severity.HIGH,
    proof=(Proof.ANSWER,),
    phase=Phase.TOKENS,
    title=Text("A dead token is used on", "失效的 token 仍被继续使用"),
    flaw=Text(
        "Somebody fetches a token elsewhere, in a console or another service, and the one that this backend keeps is "
        "dead. It believes its own clock and goes on for up to two hours, with every phone number refused.",
        "别处（控制台或其他服务）取了一次 token，本后端保存的就失效了。它只相信自己的计时，"
        "最多两小时内所有手机号请求都失败。",
    ),
    explanation=Text(
        "The token is revoked (40001); once more getuserphonenumber answers 40014, and 42001. What is wrong is that a "
        "person is refused and no new token is fetched, for the next person either.",
        "吊销 token（40001），另外让 getuserphonenumber 各返回一次 40014 和 42001。若用户被拒绝，"
        "且直到下一个人都没有去取新 "
        "token，则有问题。",
    ),
    advice=Text(
        "At 40001, 40014 and 42001: drop the token, fetch a new one, and do the call once more, once.",
        "遇到 40001、40014、42001：丢弃 token，取新的，把调用重做一次（仅一次）。",
    ),
    probe=_probe,
    requests=4 * len(DEAD),
    no_flaw_if=Text("The second try is right: then the first person tries again.", "第二次请求成功：用户重试即可。"),
    needs=(Need.SESSION, Need.PHONE),
    cwe=(755,),
    owasp="API10",
    references=(ACCESS_TOKEN,),
)
