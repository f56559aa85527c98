"""blocked-crash: a person whom WeChat blocks makes it crash, ask again, or refuse others as well."""

from __future__ import annotations

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, passed
from mockwx.audit.checks.references import CODE2SESSION
from mockwx.audit.lab import Lab
from mockwx.core.text.bilingual import Text


async def _probe(lab: Lab) -> ProbeResult:
    alice, bob = await lab.person(), await lab.person()
    await lab.do("wechat.block_user", user=alice.name)
    blocked = await lab.login(alice)
    other = await lab.login(bob)
    findings = []
    if blocked.crashed:
        findings.append(("crashed", Text("it crashes where WeChat blocks a person", "微信拦截用户时崩溃"), blocked))
    elif len([call for call in blocked.calls if call.api == lab.exchange]) > 1:
        findings.append(("retried", Text("it asks again about a blocked person", "对被拦截的用户重复请求"), blocked))
    if not other.ok:
        what = Text("somebody else is refused after a blocked person", "有人被拦截后，其他人也登录不了")
        findings.append(("others", what, other))
    if not findings:
        return passed(Text("the blocked person alone was refused", "只有被拦截的用户被拒绝"))
    scenario = {
        "name": "a person whom WeChat blocks is refused, and nobody else",
        "rules": [{"when": {"api": "code2session", "user": "alice"}, "then": {"errcode": 40226}}],
        "steps": [
            {"phone.login": {"user": "alice", "as": "code"}},
            {"backend.login": {"code": "$code"}, "expect": {"outcome": "refused"}},
            {"phone.login": {"user": "bob", "as": "other"}},
            {"backend.login": {"code": "$other"}, "expect": {"outcome": "ok"}},
        ],
        "expect": {"calls": [{"api": "code2session", "user": "alice", "count": 1}]},
    }
    return failed(
        [lab.finding(cause, what, lab.observation(what, seen), scenario=scenario) for cause, what, seen in findings]
    )


CHECK = AuditCheck(
    id="blocked-crash",
    area=Area.RESILIENCE,
    severity=Severity.MEDIUM,
    proof=(Proof.ANSWER,),
    phase=Phase.MATRIX,
    title=Text("A blocked person is too much", "处理不了被拦截的用户"),
    flaw=Text(
        "WeChat's risk control answers 40226 for people whom it holds for dangerous. A crash or a retry helps nobody.",
        "微信风控会对高风险用户返回 40226。崩溃或重试都没有用。",
    ),
    explanation=Text(
        "Alice is blocked and bob is not; both log in. Alice must be refused by one call, bob be let in.",
        "alice 被拦截而 bob 没有；两人都登录。alice 应经一次调用后被拒绝，bob 应能登录。",
    ),
    advice=Text(
        "Treat 40226 as a refusal of this person (401 or 403), with a text of its own, and never retry it.",
        "把 40226 当作拒绝该用户（401 或 403），给出专门的提示，不要重试。",
    ),
    probe=_probe,
    requests=6,
    cwe=(755,),
    owasp="API10",
    references=(CODE2SESSION,),
    core=True,
    swallowed_by=("errcode-unseen", "retry-storm"),
)
