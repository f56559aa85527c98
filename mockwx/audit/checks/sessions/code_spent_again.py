"""code-spent-again: a code whose exchange got lost on the wire is sent to WeChat once more."""

from __future__ import annotations

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, passed
from mockwx.audit.checks.references import CODE2SESSION
from mockwx.audit.finding import AuditFinding
from mockwx.audit.lab import Lab
from mockwx.core.text.bilingual import Text

_LOST = (
    ("reset", Text("WeChat did the work, then reset the connection", "微信已完成处理，随后连接被重置")),
    ("empty", Text("WeChat did the work, then closed without an answer", "微信已完成处理，随后不应答就断开")),
)


async def _probe(lab: Lab) -> ProbeResult:
    findings: list[AuditFinding] = []
    for how, title in _LOST:
        person = await lab.person()
        before = lab.mark()
        lab.rule(lab.exchange, person, then={"net": how, "commit": True}, call=1)
        seen = await lab.login(person, prove=False)
        sent = lab.calls(lab.exchange, person, since=before)
        if len(sent) > 1:
            findings.append(
                lab.finding(
                    "transport-retry",
                    Text(
                        f"it sent the same code to WeChat {len(sent)} times; the first time had spent it",
                        f"同一个 code 向微信发送了 {len(sent)} 次，而第一次已经消耗了它",
                    ),
                    lab.observation(title, seen),
                    scenario=_scenario(how),
                )
            )
    return failed(findings[:1]) if findings else passed(Text("it asked once", "只请求了一次"))


def _scenario(how: str) -> dict[str, object]:
    return {
        "name": "a code whose answer got lost is not sent again",
        "rules": [{"when": {"api": "code2session", "call": 1}, "then": {"net": how, "commit": True}}],
        "steps": [
            {"phone.login": {"user": "alice", "as": "code"}},
            {"backend.login": {"code": "$code"}, "expect": {"outcome": ["unavailable", "refused"]}},
        ],
        "expect": {"calls": [{"api": "code2session", "count": 1}]},
    }


CHECK = AuditCheck(
    id="code-spent-again",
    area=Area.SESSIONS,
    severity=Severity.MEDIUM,
    proof=(Proof.JOURNAL,),
    phase=Phase.SESSIONS,
    title=Text("A spent code is sent again", "已消耗的 code 又被发送"),
    flaw=Text(
        "The HTTP library repeats a GET by itself where the connection breaks. A code works once: WeChat has spent it "
        'and only the answer got lost, so the person reads "code used" and nobody understands why.',
        "连接中断时 HTTP 库会自动重发 GET。code 只能用一次：微信已经消耗了它，只是应答丢失，于是用户看到“code 已使用”，"
        "没人知道为什么。",
    ),
    explanation=Text(
        "WeChat carries an exchange out and then breaks the connection. The proof is a second call with the same code "
        "in the journal. Trying again after errcode -1, which spends nothing, is right.",
        "微信完成兑换后断开连接。证据是日志里同一个 code 的第二次调用。errcode 为 -1 时没有消耗 code，重试是对的。",
    ),
    advice=Text(
        "Switch transport retries off for this call: requests has none without HTTPAdapter(max_retries=…), Apache "
        "HttpClient disableAutomaticRetries(), OkHttp retryOnConnectionFailure(false), aiohttp a connection of its own "
        "for each call, Go a Transport with DisableKeepAlives. Answer 503, so that the mini program makes a fresh "
        "code.",
        "为此调用关闭传输层重试：requests 不要用 HTTPAdapter(max_retries=…)，Apache HttpClient 用 "
        "disableAutomaticRetries()，"
        "OkHttp 用 retryOnConnectionFailure(false)，aiohttp 每次调用使用新连接，Go 用设了 DisableKeepAlives 的 "
        "Transport。返回 503，让小程序重新获取 code。",
    ),
    probe=_probe,
    requests=2 * len(_LOST),
    owasp="API10",
    references=(CODE2SESSION,),
)
