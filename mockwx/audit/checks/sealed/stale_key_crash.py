"""stale-key-crash: sealed data that does not open crashes the backend."""

from __future__ import annotations

from collections.abc import AsyncIterator

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, passed
from mockwx.audit.checks.references import SIGNATURE
from mockwx.audit.checks.sealed.sealed_data import FLIPPED, logged_in, opener, sealed, send
from mockwx.audit.lab import ActionSeen, Lab
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text

KINDS = 6


async def _probe(lab: Lab) -> ProbeResult:
    action = await opener(lab)
    if isinstance(action, ProbeResult):
        return action
    crashes = [(title, seen) async for title, seen in _broken(lab, action) if seen.crashed]
    if not crashes:
        return passed(Text(f"{KINDS} kinds of broken data were refused", f"{KINDS} 种无法解密的数据都被拒绝"))
    names_en = "; ".join(title.en for title, _ in crashes)
    names_zh = "；".join(title.zh for title, _ in crashes)
    return failed(
        [
            lab.finding(
                "unopened",
                Text(f"{action} crashes: {names_en}", f"{action} 崩溃：{names_zh}"),
                *(lab.observation(title, seen) for title, seen in crashes[:3]),
                action=action,
                seen=len(crashes),
                tried=KINDS,
                scenario={
                    "name": "after another login on another device sealed data is refused, and nothing crashes",
                    "steps": [
                        {"phone.login": {"user": "alice", "as": "code"}},
                        {"backend.login": {"code": "$code"}},
                        {"wechat.rotate_session_key": {"user": "alice"}},
                        {"phone.getPhoneNumber": {"user": "alice", "as": "sealed"}},
                        {
                            "backend.decrypt": {"encryptedData": "$sealed.encryptedData", "iv": "$sealed.iv"},
                            "expect": {"outcome": "refused"},
                        },
                    ],
                },
            )
        ]
    )


async def _broken(lab: Lab, action: str) -> AsyncIterator[tuple[Text, ActionSeen]]:
    person = await logged_in(lab)
    await lab.do("wechat.rotate_session_key", user=person.name)
    rotated = await send(lab, action, person)
    yield Text("WeChat has made another session_key", "微信已更换 session_key"), rotated
    yield Text("one bit is wrong", "有一位被改动"), await send(lab, action, await logged_in(lab), FLIPPED)
    for title, change in (
        (Text("the data is cut", "数据被截断"), {"encryptedData": -7}),
        (Text("the iv is cut", "iv 被截断"), {"iv": -8}),
    ):
        person = await logged_in(lab)
        whole = await sealed(lab, action, person)
        cut = {name: whole[name][:end] for name, end in change.items()}
        yield title, await lab.usual(action, person, **{**whole, **cut})
    for title, text in ((Text("no base64", "不是 base64"), "不是 base64!"), (Text("nothing", "空文本"), "")):
        person = await logged_in(lab)
        whole = await sealed(lab, action, person)
        yield title, await lab.usual(action, person, **{**whole, "encryptedData": text})


CHECK = AuditCheck(
    id="stale-key-crash",
    area=Area.SEALED,
    severity=Severity.MEDIUM,
    proof=(Proof.ANSWER,),
    phase=Phase.SEALED,
    title=Text("Sealed data that does not open crashes", "无法解密的数据导致崩溃"),
    flaw=Text(
        "A session_key changes when WeChat likes: after a login on another device, or a second wx.login. What the "
        "phone "
        "seals from then on does not open, and the exception of the padding is nobody's.",
        "session_key 会随时更换：在另一台设备登录，或再次 wx.login 之后。此后手机加密的数据解不开，"
        "而填充错误的异常没有人处理。",
    ),
    explanation=Text(
        "After a rotation, with one bit changed, cut data, a cut iv, no base64, nothing. What is wrong is a crash; "
        "right "
        'is "log in again", which brings a fresh key.',
        "依次尝试：密钥更换后、改动一位、截断数据、截断 iv、不是 base64、空文本。只有崩溃算问题；"
        "正确的应答是“请重新登录”，"
        "这样会得到新的密钥。",
    ),
    advice=Text(
        "Catch every error of base64, AES, padding and JSON at one place and answer 401; the mini program then calls "
        "wx.login and tries once more.",
        "在一处捕获 base64、AES、填充和 JSON 的所有错误并返回 401；小程序随后调用 wx.login 再试一次。",
    ),
    probe=_probe,
    requests=5 + 3 * KINDS,
    needs=(Need.SESSION, Need.DECRYPT),
    cwe=(755,),
    owasp="API4",
    references=(SIGNATURE,),
)
