"""sealed-bits-flipped: user info whose openid was changed by one bit of the iv is taken."""

from __future__ import annotations

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, not_applicable, passed
from mockwx.audit.checks.references import SIGNATURE
from mockwx.audit.checks.sealed.sealed_data import FLIPPED, PROFILE, logged_in, refusal_scenario, send
from mockwx.audit.lab import Lab
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text

IV = {"flip": "iv"}


async def _probe(lab: Lab) -> ProbeResult:
    person = await logged_in(lab)
    sent = await lab.from_phone(PROFILE, person)
    good = await lab.usual(PROFILE, person)
    if "encryptedData" not in sent or not good.ok or (await send(lab, PROFILE, await logged_in(lab), FLIPPED)).ok:
        return not_applicable(Text("profile opens no encryptedData", "profile 没有解密 encryptedData"))
    person = await lab.person()
    login = await lab.login(person)
    seen = await send(lab, PROFILE, person, IV)
    if not seen.ok:
        return passed(Text("another openid than the session's was refused", "与会话不同的 openid 被拒绝"))
    observations = [lab.observation(Text("one bit of the iv is changed", "iv 改动了一位"), seen)]
    became_another = False
    if lab.has(Need.ME) and lab.has(Need.UID):
        me = await lab.act("me", person)
        before = (login.me or login).saved.get("uid")
        became_another = me.ok and before is not None and me.saved.get("uid") not in (None, before)
        observations.append(lab.observation(Text("who one is after that", "之后的身份"), me))
    what = (
        Text("the changed openid decided who somebody is", "被改动的 openid 决定了身份")
        if became_another
        else Text("user info whose openid was changed is taken", "接受了 openid 被改动的用户信息")
    )
    return failed(
        [
            lab.finding(
                "identity" if became_another else "taken",
                what,
                *observations,
                severity=Severity.CRITICAL if became_another else Severity.LOW,
                action=PROFILE,
                scenario=refusal_scenario("user info with another openid is refused", PROFILE, IV),
            )
        ]
    )


CHECK = AuditCheck(
    id="sealed-bits-flipped",
    area=Area.SEALED,
    severity=Severity.CRITICAL,
    proof=(Proof.IMPOSTOR,),
    phase=Phase.SEALED,
    title=Text("Changed bits in sealed data go unnoticed", "加密数据被改动却没有察觉"),
    flaw=Text(
        "AES-CBC without a MAC: who changes the iv changes the first 16 characters as he likes, and of "
        '{"openId":"… six characters of the openid are among them. If that openid decides who somebody is, anybody is '
        "anybody; else it is hardening.",
        'AES-CBC 没有 MAC：改动 iv 就能任意改动前 16 个字符，{"openId":"… 中 openid 的六个字符就在其内。'
        "若用它决定身份，任何人都能变成别人；否则只是加固项。",
    ),
    explanation=Text(
        "User info is sealed with one bit of the iv changed, by which the openid in it is another. The proof is that "
        "it "
        "is taken, and critical that me shows another account then. Phone numbers are safe by their place in the data.",
        "手机加密用户信息时改动 iv 的一位，使其中的 openid 不同。证据是后端接受了它；若 me 因此显示另一个账号则为严重。"
        "手机号在数据中的位置决定了它不受影响。",
    ),
    advice=Text(
        "Who somebody is says the session alone: refuse user info whose openId is not the session's.",
        "身份只以会话为准：openId 与会话不一致的用户信息一律拒绝。",
    ),
    probe=_probe,
    requests=9,
    needs=(Need.SESSION, Need.PROFILE),
    cwe=(353,),
    owasp="API2",
    references=(SIGNATURE,),
)
