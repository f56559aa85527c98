"""log-keeps: WeChat's keys and tokens stand in the backend's log."""

from __future__ import annotations

from collections.abc import Mapping

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, passed
from mockwx.audit.finding import AuditFinding, FoundSecret, Observation
from mockwx.audit.lab import Lab
from mockwx.audit.needs import Need
from mockwx.core.journal.shown import shown_text
from mockwx.core.text.bilingual import Text
from mockwx.core.text.output_escaping import printable

PIECE = 256 << 10
"""Characters that are searched at once."""
MOST = 64 << 20
SHOWN = 600
"""Characters of a line."""
_OTHERS_READ = 0o004


async def _probe(lab: Lab) -> ProbeResult:
    log = lab.shared.log
    if log is None or not log.exists():
        return passed(Text("nothing was logged", "没有写日志"))
    with log.open("rb") as reading:
        text = reading.read(MOST).decode("utf-8", "replace")
    lines_before, first_leaks = 0, dict[str, tuple[int, Mapping[str, object]]]()
    for begin in range(0, len(text), PIECE):
        piece = text[begin : begin + PIECE]
        for leak in lab.shared.client.leaks(piece):
            first_leaks.setdefault(str(leak["what"]), (lines_before + int(leak["line"]), leak))
        lines_before += piece.count("\n")
    everybody = bool(log.stat().st_mode & _OTHERS_READ) and lab.shared.process is None
    findings: list[AuditFinding] = [
        lab.finding(
            what,
            Text(f"its log holds the {what} (line {line})", f"日志里有 {what}（第 {line} 行）"),
            Observation(
                Text(f"the log, line {line}", f"日志第 {line} 行"),
                answer=_shown(lab, text, line),
                secrets=(FoundSecret(what, str(leak["app"] or ""), f"log line {line}", _decodings(leak)),),
            ),
            severity=Severity.HIGH if everybody else Severity.MEDIUM,
        )
        for what, (line, leak) in first_leaks.items()
    ]
    return (
        failed(findings)
        if findings
        else passed(Text(f"{lines_before} lines hold none", f"{lines_before} 行日志中没有"))
    )


def _shown(lab: Lab, text: str, line: int) -> str:
    """The line with its secrets masked; nothing where no mask knows how they are spelt there."""
    shown = printable(shown_text(text.split("\n", line)[line - 1].strip()))
    return "" if lab.shared.client.leaks(shown) else shown[:SHOWN]


def _decodings(leak: Mapping[str, object]) -> tuple[str, ...]:
    decodings = leak["decodings"]
    return tuple(map(str, decodings)) if isinstance(decodings, list | tuple) else ()


CHECK = AuditCheck(
    id="log-keeps",
    area=Area.SECRETS,
    severity=Severity.HIGH,
    proof=(Proof.CANARY,),
    phase=Phase.WHOLE,
    title=Text("The log holds keys", "日志里有密钥"),
    flaw=Text(
        "The URL of a call with the AppSecret in it, or WeChat's whole answer, is logged: whoever reads logs, backups "
        "or the log service has the keys. Many HTTP clients log URLs by themselves.",
        "把带有 AppSecret 的 URL 或微信的整个应答写进日志：能看日志、备份或日志平台的人就拿到了密钥。许多 HTTP 客户端会"
        "自动记录 URL。",
    ),
    explanation=Text(
        "What the backend wrote during the audit is searched for AppSecret, session_key and tokens, in any spelling. "
        "It is high where everybody on the machine may read the file.",
        "在 audit 期间后端写出的内容里检索 AppSecret、session_key 和 token，包括各种编码。"
        "若机器上任何人都能读该文件则为高。",
    ),
    advice=Text(
        "Log api, errcode and rid, never URL or body: logging.getLogger('httpx').setLevel(WARNING); a redacting "
        "filter for secret, session_key and access_token.",
        "只记录接口名、errcode 和 rid，不记录 URL 和正文：logging.getLogger('httpx').setLevel(WARNING)；"
        "并用过滤器遮盖 secret、session_key、access_token。",
    ),
    probe=_probe,
    requests=0,
    no_flaw_if=Text(
        "The backend's own access log holds a login code, which is spent.",
        "后端自己的访问日志里有登录 code，它已失效。",
    ),
    needs=(Need.LOG,),
    cwe=(532,),
    owasp="API8",
)
