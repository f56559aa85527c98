"""error-tells: an error shows a stack, a path, a class or WeChat's own words to a person."""

from __future__ import annotations

import re

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, passed
from mockwx.audit.finding import AuditFinding
from mockwx.audit.lab import ActionSeen, Lab
from mockwx.core.text.bilingual import Text
from mockwx.play.raw_errors import parse_error

_INSIDES = {
    "stack": re.compile(
        r"Traceback \(most recent call last\)|^\s*at [\w$.<>]+\([\w$]+\.java:\d+\)|File \"[^\"\n]+\", line \d+"
        r"|\bat (?:async )?[\w.<> ]+ \((?:file://)?/[^)\n]+:\d+:\d+\)|goroutine \d+ \[|#\d+ /[\w./-]+\.php\(\d+\)",
        re.MULTILINE,
    ),
    "system": re.compile(r"\b(?:ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENOTFOUND)\b|\[Errno \d+\]|SQLSTATE\[?\w+"),
    "wechat": re.compile(r"api\.weixin\.qq\.com|/sns/(?:jscode2session|oauth2/|userinfo)|/cgi-bin/(?:stable_)?token\b"),
}
_RID = re.compile(r"\brid: ?[0-9a-f]{8}-[0-9a-f]{8}")
_TITLES = {
    "stack": Text("a stack trace", "调用栈"),
    "system": Text("an error of the system or database", "系统或数据库错误"),
    "wechat": Text("WeChat's address", "微信接口地址"),
    "parser": Text("a parser's words", "解析器的错误文本"),
}


async def _probe(lab: Lab) -> ProbeResult:
    shown: dict[str, list[ActionSeen]] = {}
    failing = [seen for seen in lab.shared.answers if not seen.ok and seen.status is not None]
    for seen in failing:
        for name in _told(seen):
            shown.setdefault(name, []).append(seen)
    findings: list[AuditFinding] = [
        lab.finding(
            name,
            Text(f"failing answers show {_TITLES[name].en}", f"失败的应答里有{_TITLES[name].zh}"),
            lab.observation(_TITLES[name], answers[0]),
            action=answers[0].action or "login",
            seen=len(answers),
            tried=len(failing),
            hint=lab.about_modes,
        )
        for name, answers in shown.items()
    ]
    rids = [seen for seen in failing if _RID.search(seen.text)]
    if findings:
        return failed(findings)
    if rids:
        return passed(Text("only a rid, which support asks for", "只有 rid，客服排查时会用到"))
    return passed(Text(f"in none of {len(failing)} failing answers", f"{len(failing)} 个失败的应答中均未发现"))


def _told(seen: ActionSeen) -> list[str]:
    text = seen.text
    names = [name for name, pattern in _INSIDES.items() if pattern.search(text)]
    # Who sent no JSON may be told so; the words are of the inside where WeChat's answer could not be read.
    if seen.calls and parse_error(text) is not None:
        names.append("parser")
    # One answer with a stack holds the rest as well, and is mended at one place.
    return names[:1]


CHECK = AuditCheck(
    id="error-tells",
    area=Area.SECRETS,
    severity=Severity.MEDIUM,
    proof=(Proof.ANSWER,),
    phase=Phase.WHOLE,
    title=Text("Errors show the inside", "错误信息暴露内部细节"),
    flaw=Text(
        "A stack, a path, an SQL error or a parser's words reach the person. They help nobody who logs in, and tell an "
        "attacker what runs here.",
        "调用栈、路径、SQL 错误或解析器的文本给了用户。对登录的人毫无帮助，却告诉攻击者这里运行着什么。",
    ),
    explanation=Text(
        "All answers of the audit that are no success are searched for stacks, errors of systems and parsers, and "
        "WeChat's address. A rid alone is none.",
        "在 audit 期间所有不成功的应答中检索调用栈、系统和解析器错误以及微信地址。单独的 rid 不算。",
    ),
    advice=Text(
        'One handler for all exceptions: log the whole, answer {error: "try again later"}. Turn debug mode off.',
        '统一的异常处理：完整写入日志，应答只返回 {error: "稍后再试"}。关闭调试模式。',
    ),
    probe=_probe,
    requests=0,
    no_flaw_if=Text(
        "The backend runs in debug mode on purpose; the report names the variables.",
        "后端有意运行在调试模式；报告会列出相关变量。",
    ),
    cwe=(209, 497),
    owasp="API8",
    core=True,
    swallowed_by=("secret-out",),
)
