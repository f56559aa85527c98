"""does-not-recover: after WeChat's faults are over good logins still fail, or the backend's process has ended."""

from __future__ import annotations

import re

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, passed
from mockwx.audit.finding import AuditFinding, Observation
from mockwx.audit.lab import Lab, ProcessEnd
from mockwx.core.journal.shown import shown_text
from mockwx.core.text.bilingual import Text
from mockwx.core.text.output_escaping import printable

LAST_LINES = 6
"""Of what it wrote before its process ended."""
MOST_NAMED = 4
_ERROR = re.compile(r"[Ee]rror\b|Exception\b|\bpanic\b|\b[Ff]atal\b|\bFATAL\b")
_FRAME = re.compile(r"at |File \"")


async def _probe(lab: Lab) -> ProbeResult:
    findings = [finding for finding in (_ended(lab), _lasting(lab)) if finding is not None]
    return (
        failed(findings)
        if findings
        else passed(Text("a good login succeeded after every check", "每项检查之后正常登录都成功"))
    )


def _lasting(lab: Lab) -> AuditFinding | None:
    seen, since = lab.shared.unrecovered, lab.shared.unrecovered_since
    if seen is None:
        return None
    return lab.finding(
        "lasting",
        Text(
            f"no good login succeeded any more after {since}, though WeChat was well",
            f"{since} 之后微信已恢复正常，但正常登录不再成功",
        ),
        lab.observation(Text("a good login", "正常登录"), seen),
    )


def _ended(lab: Lab) -> AuditFinding | None:
    ends = lab.shared.ends
    if not ends:
        return None
    names = list(dict.fromkeys(end.check for end in ends))
    more = len(names) - MOST_NAMED
    named, named_zh = ", ".join(names[:MOST_NAMED]), "、".join(names[:MOST_NAMED])
    named, named_zh = (f"{named} and {more} more", f"{named_zh} 等 {len(names)} 项") if more > 0 else (named, named_zh)
    return lab.finding(
        "process-ends",
        Text(
            f"its process ended, and nobody was served until it was started again: during {named}",
            f"进程退出，重新启动之前所有人都得不到服务：在 {named_zh} 期间",
        ),
        *(_last_words(lab, end) for end in ends[:MOST_NAMED]),
        seen=len(ends),
    )


def _last_words(lab: Lab, end: ProcessEnd) -> Observation:
    said = printable(shown_text(" ".join(_telling(end.last_words))))
    return Observation(
        Text(f"{end.check}: {end.reason.en}; it said last", f"{end.check}：{end.reason.zh}；最后的输出"),
        answer="(hidden: it holds a secret)" if lab.shared.client.leaks(said) else said,
    )


def _telling(last_words: str) -> list[str]:
    """The last lines that name an error, or the very last ones: a stack of calls tells nothing by its end."""
    lines = [line.strip() for line in last_words.splitlines() if line.strip()]
    errors = [number for number, line in enumerate(lines) if _ERROR.search(line) and not _FRAME.match(line)]
    return lines[errors[-1] :][:LAST_LINES] if errors else lines[-LAST_LINES:]


CHECK = AuditCheck(
    id="does-not-recover",
    area=Area.RESILIENCE,
    severity=Severity.HIGH,
    proof=(Proof.ANSWER,),
    phase=Phase.WHOLE,
    title=Text("It does not recover", "故障之后不能恢复"),
    flaw=Text(
        "Connections of a pool are never given back when a call fails, a token is kept that is none, a queue is stuck: "
        "after a bad minute of WeChat's the backend must be restarted. Or an exception that nobody catches ends its "
        "process: one person's bad code is enough.",
        "调用失败时连接没有归还、缓存了无效的 token，或队列卡住：微信的一次短暂故障之后，后端必须重启。"
        "或者没有人捕获的异常让进程退出：一个人的无效 code 就足够。",
    ),
    explanation=Text(
        "After every check somebody new logs in, all being well. That must succeed, and the process that the audit has "
        "started must still be the same one.",
        "每项检查之后，在一切正常时让新用户登录。这必须成功，audit 启动的进程也必须还在。",
    ),
    advice=Text(
        "Give connections back in finally (with, defer, try-with-resources); keep only answers that were good. Catch "
        "what a failed call throws in asynchronous code too: in Express 4 an async handler must hand it to next().",
        "在 finally 中归还连接（with、defer、try-with-resources）；只缓存成功的应答。"
        "异步代码里也要捕获调用失败抛出的异常：Express 4 的 async 处理函数必须把它交给 next()。",
    ),
    probe=_probe,
    requests=0,
    cwe=(404,),
    owasp="API4",
    core=True,
)
