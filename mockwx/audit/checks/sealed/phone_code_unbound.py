"""phone-code-unbound: another person's dynamic code is bound to one's own account."""

from __future__ import annotations

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, passed
from mockwx.audit.checks.references import PHONE_NUMBER
from mockwx.audit.checks.sealed.sealed_data import logged_in
from mockwx.audit.lab import Lab
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text

API = "getuserphonenumber"


async def _probe(lab: Lab) -> ProbeResult:
    alice, bob = await logged_in(lab), await logged_in(lab)
    code = (await lab.do("phone.getPhoneNumber", user=bob.name))["code"]
    seen = await lab.act("phone", alice, code=code)
    calls = [call for call in seen.calls if call.api == API]
    said = any('"openid"' in str(call.request.get("body")) for call in calls)
    if not seen.ok or not any(call.errcode == 0 for call in calls) or said:
        return passed(Text("another's code was refused", "他人的 code 被拒绝"))
    title = Text("bob's code of the phone button, in alice's session", "在 alice 的会话中使用 bob 的手机号 code")
    return failed(
        [
            lab.finding(
                "unbound",
                Text(
                    "alice got bob's number by his code; WeChat was not told whose code it should be",
                    "alice 用 bob 的 code 得到了他的手机号；后端没有告诉微信该 code 应属于谁",
                ),
                lab.observation(title, seen),
                action="phone",
                scenario={
                    "name": "another person's code of the phone button is refused",
                    "steps": [
                        {"phone.getPhoneNumber": {"user": "bob", "as": "his"}},
                        {"phone.login": {"user": "alice", "as": "code"}},
                        {"backend.login": {"code": "$code"}},
                        {"backend.phone": {"code": "$his.code"}, "expect": {"outcome": "refused"}},
                    ],
                },
            )
        ]
    )


CHECK = AuditCheck(
    id="phone-code-unbound",
    area=Area.SEALED,
    severity=Severity.LOW,
    proof=(Proof.JOURNAL,),
    phase=Phase.SEALED,
    title=Text("Another's phone code is taken", "接受他人的手机号 code"),
    flaw=Text(
        "A dynamic code says a number to whoever trades it. Without openid WeChat does not compare who tapped: a code "
        "that somebody was talked out of binds that person's number to another account.",
        "动态 code 对任何兑换者都会给出手机号。不传 openid 时微信不比较是谁点击的：骗到别人的 code "
        "就能把其号码绑定到自己的账号。",
    ),
    explanation=Text(
        "Bob's code is sent in alice's session. The proof is that she gets the number, while getuserphonenumber was "
        "asked without openid.",
        "在 alice 的会话中发送 bob 的 code。证据是她得到了号码，而调用 getuserphonenumber 时没有 openid。",
    ),
    advice=Text(
        'Send {"code": …, "openid": the session\'s} to getuserphonenumber; WeChat then refuses another\'s code.',
        '调用 getuserphonenumber 时发送 {"code": …, "openid": 会话的 openid}，微信会拒绝他人的 code。',
    ),
    probe=_probe,
    requests=3,
    needs=(Need.SESSION, Need.PHONE),
    cwe=(639,),
    owasp="API1",
    references=(PHONE_NUMBER,),
)
