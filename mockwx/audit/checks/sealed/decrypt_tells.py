"""decrypt-tells: the answer says what was wrong with sealed data, so that it can be opened piece by piece."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, passed
from mockwx.audit.checks.references import SIGNATURE
from mockwx.audit.checks.sealed.sealed_data import FLIPPED, logged_in, opener, send
from mockwx.audit.finding import AuditFinding
from mockwx.audit.lab import ActionSeen, Lab
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text

_KINDS: tuple[tuple[dict[str, Any], Text], ...] = (
    (FLIPPED, Text("wrong padding", "填充错误")),
    ({"appid": "wx00000000otherapp"}, Text("another app's watermark", "其他应用的水印")),
    ({"drop": ["watermark"]}, Text("no watermark", "没有水印")),
)


async def _probe(lab: Lab) -> ProbeResult:
    action = await opener(lab)
    if isinstance(action, ProbeResult):
        return action
    refused = []
    for seal, title in _KINDS:
        seen = await send(lab, action, await logged_in(lab), seal)
        # What is accepted or crashes is another check's.
        if not seen.ok and not seen.crashed:
            refused.append((title, seen))
    answers = {_said(seen): (title, seen) for title, seen in refused}
    wordings = {seen.answer.body: (title, seen) for title, seen in refused}
    if len(answers) > 1:
        en, zh = "tells wrong padding and another app's data apart", "对填充错误和其他应用的数据给出不同的应答"
        return failed([_finding(lab, action, "told-apart", Text(f"{action} {en}", f"{action} {zh}"), answers)])
    if len(wordings) > 1:
        what = Text(f"{action} words its refusals differently", f"{action} 拒绝时的措辞不同")
        return failed([_finding(lab, action, "wording", what, wordings, Severity.NOTE)])
    return passed(Text("all were refused alike", "拒绝时的应答都相同"))


def _finding(
    lab: Lab,
    action: str,
    cause: str,
    what: Text,
    answers: Mapping[Any, tuple[Text, ActionSeen]],
    severity: Severity | None = None,
) -> AuditFinding:
    shown = [lab.observation(title, seen) for title, seen in answers.values()]
    return lab.finding(cause, what, *shown, severity=severity, action=action)


def _said(seen: ActionSeen) -> tuple[Any, ...]:
    """Status, and the codes in the body: what a program reads."""
    body = seen.json if isinstance(seen.json, dict) else {}
    codes = {name: value for name, value in body.items() if isinstance(value, int) or "code" in name.lower()}
    return (seen.status, *sorted((name, str(value)) for name, value in codes.items()))


CHECK = AuditCheck(
    id="decrypt-tells",
    area=Area.SEALED,
    severity=Severity.LOW,
    proof=(Proof.ANSWER,),
    phase=Phase.SEALED,
    title=Text("Refusals of sealed data tell why", "拒绝加密数据时透露原因"),
    flaw=Text(
        "AES-CBC without a MAC: who learns whether the padding was right can open and make such data without the key, "
        "a "
        "few hundred requests for a byte. The key is mostly the attacker's own, so little is won; it costs nothing to "
        "say nothing.",
        "AES-CBC 没有 MAC：只要能知道填充是否正确，不用密钥也能解开或伪造数据，每个字节需要几百次请求。"
        "密钥多半本来就是攻击者自己的，收获有限；但不透露也不费事。",
    ),
    explanation=Text(
        "Wrong padding, another app's watermark, no watermark. What is wrong is another status or code in the answer; "
        "other words alone are noted.",
        "依次发送填充错误、其他应用的水印、没有水印的数据。状态码或业务码不同算问题；只有措辞不同则仅作提示。",
    ),
    advice=Text(
        "One exception and one answer for all that can be wrong with sealed data: 401, log in again.",
        "加密数据的所有错误用同一个异常、同一个应答：401，请重新登录。",
    ),
    probe=_probe,
    requests=5 + 2 * len(_KINDS),
    needs=(Need.SESSION, Need.DECRYPT),
    cwe=(209, 649),
    owasp="API8",
    references=(SIGNATURE,),
)
