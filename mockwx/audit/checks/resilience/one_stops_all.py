"""one-stops-all: while one exchange hangs, everybody else waits."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, passed
from mockwx.audit.finding import AuditFinding
from mockwx.audit.lab import Lab, LoginSeen
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text

OTHERS = 3
MANY = 8
LATE = 1.5
"""Seconds that a good login may take meanwhile, or five times what it took before."""
LOOKS = 40


async def _probe(lab: Lab) -> ProbeResult:
    with lab.overlapping():
        one, waiting = await _others_while(lab, 1)
        if _late(lab, one):
            await asyncio.gather(*waiting)
            lab.shared.one_at_a_time = True
            return failed([_finding(lab, one, 1)])
        many, more = await _others_while(lab, MANY)
        await asyncio.gather(*waiting, *more)
    if _late(lab, many):
        return failed([_finding(lab, many, MANY)])
    slowest = max(login.answer.seconds for login in (*one, *many))
    return passed(Text(f"others were let in within {slowest:.1f} s", f"其他人在 {slowest:.1f} 秒内登录成功"))


async def _others_while(lab: Lab, hanging: int) -> tuple[list[LoginSeen], list[asyncio.Task[LoginSeen]]]:
    """Good logins while so many hang; and those."""
    begin = lab.mark()
    waiting = []
    for _ in range(hanging):
        person = await lab.person()
        lab.rule(lab.exchange, person, then={"net": "hang"})
        waiting.append(asyncio.create_task(lab.login(person, prove=False)))
    for _ in range(LOOKS):  # until all of them wait for WeChat
        await asyncio.sleep(0.02)
        if len(lab.calls(lab.exchange, since=begin)) >= hanging:
            break
    return [await lab.login(await lab.person()) for _ in range(OTHERS)], waiting


def _late(lab: Lab, logins: Sequence[LoginSeen]) -> bool:
    limit = max(LATE, 5 * lab.learnt.seconds)
    return any(not login.ok or login.answer.seconds > limit for login in logins)


def _finding(lab: Lab, logins: Sequence[LoginSeen], hanging: int) -> AuditFinding:
    slowest = max(logins, key=lambda login: login.answer.seconds)
    scenario = {
        "name": "while one exchange hangs, others log in",
        "rules": [{"when": {"api": "code2session", "user": "slow"}, "then": {"net": "hang"}}],
        "steps": [
            {"phone.login": {"user": "slow", "as": "slow"}},
            {"phone.login": {"user": "alice", "as": "code"}},
            {
                "backend.login": {},
                "parallel": [{"user": "slow", "code": "$slow"}, {"user": "alice", "code": "$code"}],
                "expect": {"outcomes": {"ok": "1.."}},
            },
        ],
    }
    return lab.finding(
        "one" if hanging == 1 else "many",
        Text(
            f"while {hanging} login{'' if hanging == 1 else 's'} waited for WeChat, a good one took "
            f"{slowest.answer.seconds:.1f} s ({slowest.outcome})",
            f"{hanging} 个登录在等待微信时，正常登录用了 {slowest.answer.seconds:.1f} 秒（{slowest.outcome}）",
        ),
        lab.observation(Text("a good login meanwhile", "此时的正常登录"), slowest),
        severity=None if hanging == 1 else Severity.MEDIUM,
        scenario=scenario if hanging == 1 and not slowest.ok else None,
        hint=lab.about_server,
    )


CHECK = AuditCheck(
    id="one-stops-all",
    area=Area.RESILIENCE,
    severity=Severity.HIGH,
    proof=(Proof.ANSWER,),
    phase=Phase.HANGS,
    title=Text("One slow login stops all others", "一个慢登录拖住所有人"),
    flaw=Text(
        "One exchange with WeChat that hangs holds a lock, the only thread or the event loop: nobody else is served.",
        "一次卡住的微信调用占住了锁、唯一的线程或事件循环：其他人都得不到服务。",
    ),
    explanation=Text(
        f"One login hangs, then {MANY} do; meanwhile {OTHERS} others log in. Late is more than {LATE} seconds (or "
        f"five times the usual time). With {MANY} hanging it is medium: a pool may be full.",
        f"先让一个登录卡住，再让 {MANY} 个卡住；期间另外 {OTHERS} 人登录。超过 {LATE} 秒（或平时的五倍）即为晚。"
        f"{MANY} 个卡住时为中：可能只是池满了。",
    ),
    advice=Text(
        "No lock around the call, no blocking call in an event loop (await, or a thread pool), more than one worker, "
        "and a short time-out.",
        "不要在调用外面加锁；事件循环里不要有阻塞调用（用 await 或线程池）；多于一个工作进程；超时要短。",
    ),
    probe=_probe,
    requests=1 + MANY + 4 * OTHERS,
    no_flaw_if=Text(
        "A development server with one thread answers; the finding names it, and production has another.",
        "应答的是单线程的开发服务器；报告会写明它的名称，正式环境用的是别的服务器。",
    ),
    needs=(Need.HANGS,),
    cwe=(400,),
    owasp="API4",
    core=True,
    swallowed_by=("no-timeout",),
)
