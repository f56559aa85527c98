"""rid-lost: a failure leaves neither errcode nor rid in the log, so nobody can ask WeChat's support."""

from __future__ import annotations

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, passed
from mockwx.audit.lab import Lab
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text

ERRCODE = 40125


async def _probe(lab: Lab) -> ProbeResult:
    before = lab.log.size()
    person = await lab.person()
    lab.rule(lab.exchange, person, then={"errcode": ERRCODE})
    login = await lab.login(person)
    rids = [call.rid for call in login.calls if call.rid]
    written = await lab.log.after(before, until=(str(ERRCODE), *rids))
    if any(number in written for number in (str(ERRCODE), *rids)):
        return passed(Text("the errcode or rid is in the log", "日志里有 errcode 或 rid"))
    return failed(
        [
            lab.finding(
                "not-logged",
                Text(
                    f"WeChat answered {ERRCODE}, and the log has neither that nor the rid",
                    f"微信返回 {ERRCODE}，日志里既没有它也没有 rid",
                ),
                lab.observation(Text(f"WeChat answers {ERRCODE}", f"微信返回 {ERRCODE}"), login),
            )
        ]
    )


CHECK = AuditCheck(
    id="rid-lost",
    area=Area.ANSWERS,
    severity=Severity.NOTE,
    proof=(Proof.CANARY,),
    phase=Phase.SECRETS,
    title=Text("Neither errcode nor rid is logged", "日志里没有 errcode 和 rid"),
    flaw=Text(
        "WeChat's support asks for the rid of a failed call; whoever logs nothing of a failure cannot tell a wrong "
        "secret from an outage.",
        "微信客服排查问题时需要 rid；失败时什么都不记录，就无法区分密钥错误和故障。",
    ),
    explanation=Text(
        "WeChat answers one login with 40125; the log is searched for that number and the rid.",
        "让微信对一次登录返回 40125，再在日志里查找该数字和 rid。",
    ),
    advice=Text(
        "Log errcode and errmsg (it holds the rid) of every failed call.",
        "记录每次失败调用的 errcode 和 errmsg（其中有 rid）。",
    ),
    probe=_probe,
    requests=2,
    needs=(Need.LOG,),
)
