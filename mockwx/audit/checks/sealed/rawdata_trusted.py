"""rawdata-trusted: rawData is taken without its signature."""

from __future__ import annotations

import json
from typing import Any

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, not_applicable, not_tested, passed
from mockwx.audit.checks.references import SIGNATURE
from mockwx.audit.checks.scenario_steps import logs_in, opens, played
from mockwx.audit.checks.sealed.sealed_data import PROFILE, logged_in
from mockwx.audit.lab import Lab
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text


async def _probe(lab: Lab) -> ProbeResult:
    person = await logged_in(lab)
    # Nothing that the person typed, so that rawData is what it may keep.
    data = {**await lab.from_phone(PROFILE, person), "nickname": "", "avatarUrl": ""}
    if "rawData" not in data:
        return not_applicable(Text("profile is sent no rawData", "profile 不发送 rawData"))
    if not (await lab.act(PROFILE, person, **data)).ok:
        return not_tested(Text("profile does not take what the phone gives", "profile 不接受手机给出的数据"))
    changed = json.dumps({**json.loads(data["rawData"]), "nickName": f"changed {person.nickname}"}, ensure_ascii=False)
    seen = await lab.act(PROFILE, person, **{**data, "rawData": changed})
    if not seen.ok:
        return passed(Text("rawData that was changed was refused", "被改动的 rawData 被拒绝"))
    observations = [lab.observation(Text("another nickname, with the old signature", "改了昵称，签名仍是旧的"), seen)]
    kept = person.nickname in seen.text and "changed" in seen.text
    if lab.has(Need.ME):
        me = await lab.act("me", person)
        kept = kept or f"changed {person.nickname}" in me.text
        observations.append(lab.observation(Text("who one is after that", "之后的资料"), me))
    if not kept:
        return passed(Text("rawData is not what it keeps", "并未采用 rawData"))
    return failed(
        [
            lab.finding(
                "unsigned",
                Text("a nickname that WeChat never signed was kept", "保存了微信没有签名的昵称"),
                *observations,
                action=PROFILE,
                scenario=_scenario(lab),
            )
        ]
    )


def _scenario(lab: Lab) -> dict[str, Any]:
    invented = "a nickname that WeChat never signed"
    sent = {"nickname": "", "avatarUrl": "", "rawData": json.dumps({"nickName": invented})}
    answers = {"outcome": ["ok", "refused", "unavailable"]}
    steps = [*logs_in("alice"), *opens(PROFILE, "alice", sent=sent, expect=answers)]
    shown = {"never_contains": [invented]}
    if "me" in lab.backend.actions:
        steps.append({"backend.me": {"user": "alice"}, "expect": shown})
    else:
        steps[-1]["expect"] = answers | shown
    return played("a profile that WeChat did not sign is not kept", steps)


CHECK = AuditCheck(
    id="rawdata-trusted",
    area=Area.SEALED,
    severity=Severity.LOW,
    proof=(Proof.IMPOSTOR,),
    phase=Phase.SEALED,
    title=Text("Unsigned profiles are taken", "采用没有签名的资料"),
    flaw=Text(
        "rawData comes with signature = sha1(rawData + session_key), and nobody compares. A client writes any nickname "
        "and avatar into it, where others may take it for WeChat's word.",
        "rawData 附带 signature = sha1(rawData + session_key)，却没有比较。客户端可以写入任意昵称和头像，"
        "而别处可能当作微信给出的内容。",
    ),
    explanation=Text(
        "The phone's rawData is sent with another nickname and the old signature. The proof is that this nickname is "
        "shown afterwards.",
        "把手机给出的 rawData 换一个昵称，签名不变。证据是之后显示了这个昵称。",
    ),
    advice=Text(
        "Compute sha1(rawData + session_key) over rawData as it came, before it is parsed, and refuse where it "
        "differs. "
        "Nicknames that people type need no signature, and are no one's word but theirs.",
        "在解析之前对 rawData 原文计算 sha1(rawData + session_key)，不一致就拒绝。用户自己填写的昵称无需签名，"
        "但只代表他本人。",
    ),
    probe=_probe,
    requests=5,
    needs=(Need.SESSION, Need.PROFILE),
    cwe=(345,),
    owasp="API8",
    references=(SIGNATURE,),
)
