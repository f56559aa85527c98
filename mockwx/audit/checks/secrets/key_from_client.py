"""key-from-client: sealed data is opened with a key that the client sends, so anybody seals what he likes."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, passed
from mockwx.audit.checks.references import LOGIN, SESSION_KEY_CLASS
from mockwx.audit.checks.scenario_steps import REFUSED, STRANGER, logs_in, opens, played
from mockwx.audit.finding import AuditFinding
from mockwx.audit.lab import Extra, Lab
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text
from mockwx.play.sealed_data import SEALED_BY
from mockwx.scenario.language.play_values import variables

ACTIONS = ("decrypt", "phone_sealed", "profile")
KEYS = ("session_key", "sessionKey", "sessionkey", "key")


async def _probe(lab: Lab) -> ProbeResult:
    findings: list[AuditFinding] = []
    for action in (name for name in ACTIONS if name in lab.backend.actions):
        requests = lab.backend.actions[action].requests
        sent = {name for request in requests for part in (request.body, request.form) for _, name in variables(part)}
        if sent & {"session_key", "sessionKey"}:
            findings.append(
                lab.finding(
                    f"{action} sends it",
                    Text(
                        f"the backend file's {action} sends a session_key: the client has it",
                        f"后端文件的 {action} 会发送 session_key：说明客户端持有它",
                    ),
                    proof=Proof.JOURNAL,
                    action=action,
                )
            )
            continue
        finding = await _opened_with_own_key(lab, action)
        if finding is not None:
            findings.append(finding)
    return (
        failed(findings) if findings else passed(Text("keys of the client's were ignored", "客户端给出的密钥未被采用"))
    )


async def _opened_with_own_key(lab: Lab, action: str) -> AuditFinding | None:
    mallory = await lab.person()
    await lab.login(mallory)
    key = b64encode(lab.draw("key", action)).decode()
    number = "1709" + str(int.from_bytes(lab.draw("number", action, size=4), "big") % 10**7).zfill(7)
    sealed = await lab.do(
        SEALED_BY.get(action, "phone.getPhoneNumber"),
        user=mallory.name,
        seal={
            "key": key,
            "add": {"phoneNumber": number, "purePhoneNumber": number, "nickName": f"invented {number}"},
        },
    )
    # Nothing that a person typed: what was sealed is what may be kept.
    sent = {"nickname": "", "avatarUrl": "", **sealed}
    seen = await lab.usual(action, mallory, extra=Extra(body=dict.fromkeys(KEYS, key)), **sent)
    shown = seen.text
    if lab.learnt.me:
        shown += (await lab.act("me", mallory)).text
    if not seen.ok or number not in shown:
        return None
    return lab.finding(
        f"{action} opens with it",
        Text(
            f"{action} opened data that the client sealed with a key of its own: the phone number is invented",
            f"{action} 用客户端自带的密钥解开了数据：手机号是编造的",
        ),
        lab.observation(Text("data sealed with an invented key, and that key", "用编造的密钥加密的数据及该密钥"), seen),
        action=action,
        scenario=_scenario(action),
    )


def _scenario(action: str) -> dict[str, Any]:
    key = b64encode(b"a client's key..").decode()
    nothing_typed = {"nickname": "", "avatarUrl": ""} if action == "profile" else {}
    extra = {"json": dict.fromkeys(KEYS, key)}
    asked = opens(action, STRANGER, seal={"key": key}, sent=nothing_typed, extra=extra, expect=REFUSED)
    return played("data sealed with a client's own key is refused", [*logs_in(STRANGER), *asked])


CHECK = AuditCheck(
    id="key-from-client",
    area=Area.SECRETS,
    severity=Severity.CRITICAL,
    proof=(Proof.IMPOSTOR, Proof.CANARY),
    phase=Phase.SEALED,
    title=Text("The client brings the session_key", "session_key 由客户端提供"),
    flaw=Text(
        "The backend opens sealed data with a key of the request. Whoever picks the key picks the content: any phone "
        "number is accepted as told by WeChat.",
        "后端用请求里的密钥解密数据。谁能选密钥就能决定内容：任意手机号都会被当作微信提供的。",
    ),
    explanation=Text(
        "A phone number that nobody has is sealed with an invented key, and that key is sent along under four names. "
        "The proof is that the number is accepted.",
        "用编造的密钥加密一个没有人使用的手机号，并以四个名称一并发送该密钥。证据是该手机号被接受。",
    ),
    advice=Text(
        "Keep the session_key of the last login on the server, under the user's session, and open with that alone; "
        "ignore keys of the request.",
        "把最近一次登录的 session_key 保存在服务器的会话里，只用它解密；忽略请求里的密钥。",
    ),
    probe=_probe,
    requests=12,
    needs=(Need.SESSION_KEY, Need.DECRYPT, Need.SESSION),
    cwe=(302, 345),
    owasp="API2",
    references=(SESSION_KEY_CLASS, LOGIN),
)
