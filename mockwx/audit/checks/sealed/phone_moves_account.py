"""phone-moves-account: a number that another account holds joins or moves that account; told, and never graded."""

from __future__ import annotations

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, passed
from mockwx.audit.checks.references import PHONE_NUMBER
from mockwx.audit.lab import Lab
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text


async def _probe(lab: Lab) -> ProbeResult:
    bob = await lab.person()
    alice = await lab.person(phone=bob.phone_number)
    known = await lab.login(bob)
    await lab.usual("phone", bob)
    await lab.login(alice)
    seen = await lab.usual("phone", alice)
    me = await lab.act("me", alice)
    if not seen.ok or me.saved.get("uid") is None or me.saved.get("uid") != (known.me or known).saved.get("uid"):
        return passed(Text("two accounts with one number stay two", "号码相同的两个账号互不影响"))
    return failed(
        [
            lab.finding(
                "joined",
                Text(
                    "somebody who has the number of another account is that account from then on",
                    "号码与另一个账号相同的人，从此成了那个账号",
                ),
                lab.observation(Text("the number that another account holds", "另一个账号已有的号码"), seen),
                lab.observation(Text("who one is after that", "之后的身份"), me),
                action="phone",
            )
        ]
    )


CHECK = AuditCheck(
    id="phone-moves-account",
    area=Area.SEALED,
    severity=Severity.NOTE,
    proof=(Proof.IMPOSTOR,),
    phase=Phase.SEALED,
    title=Text("A phone number joins accounts", "手机号会合并账号"),
    flaw=Text(
        "Numbers are given to others after some months. Whoever gets an old one is let into the account of its former "
        "owner. It may be meant; then it should be known.",
        "号码注销数月后会分配给别人。拿到旧号码的人会进入前任机主的账号。这可能是有意为之，但应当知情。",
    ),
    explanation=Text(
        "Two people with one number bind it one after the other; then it is looked at whose account the second is in.",
        "号码相同的两个人先后绑定，再看后者处于谁的账号中。",
    ),
    advice=Text(
        "Before joining, ask the person in the older account, or something that only its owner knows.",
        "合并之前，先向原账号确认，或要求提供只有原机主知道的信息。",
    ),
    probe=_probe,
    requests=7,
    needs=(Need.SESSION, Need.PHONE, Need.ME, Need.UID),
    references=(PHONE_NUMBER,),
)
