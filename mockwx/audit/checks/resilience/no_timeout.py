"""no-timeout: a WeChat that never answers is waited for longer than any mini program waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mockwx.audit.areas import Area
from mockwx.audit.chaos.cell_findings import named, scenario_of
from mockwx.audit.chaos.cells import hanging_cells
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, passed
from mockwx.audit.lab import LIMIT, Lab
from mockwx.audit.lab.cell_seen import CellSeen
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text


async def _probe(lab: Lab) -> ProbeResult:
    cells = await hanging_cells(lab)
    late = [seen_cell for seen_cell in cells if seen_cell.seen.hung]
    times_reads = bool(late) and all(map(_trickles, late))
    if not late:
        longest = max(seen_cell.cell.seconds for seen_cell in cells)
        return passed(Text(f"it answered after {longest:.1f} s at most", f"最多 {longest:.1f} 秒后作出应答"))
    return failed(
        [
            lab.finding(
                "trickle" if times_reads else "hang",
                _for_reads_alone(late) if times_reads else _none(late),
                *(lab.observation(Text.alike(seen_cell.cell.fault), seen_cell.seen) for seen_cell in late),
                seen=len(late),
                tried=len(cells),
                # A WeChat that goes silent is what happens; one that trickles is rare.
                severity=Severity.MEDIUM if times_reads else None,
                scenario=scenario_of(late[0]),
                hint=lab.about_server,
            )
        ]
    )


def _none(late: Sequence[CellSeen]) -> Text:
    return Text(
        f"no answer within {LIMIT:g} s where WeChat does not answer ({named(late)})",
        f"微信不应答时，{LIMIT:g} 秒内没有任何应答（{named(late)}）",
    )


def _for_reads_alone(late: Sequence[CellSeen]) -> Text:
    return Text(
        f"no answer within {LIMIT:g} s where WeChat sends its answer very slowly ({named(late)}): each read has a "
        "time-out, the whole has none",
        f"微信极慢地发送应答时，{LIMIT:g} 秒内没有任何应答（{named(late)}）：每次读取有超时，总时长没有",
    )


def _trickles(seen_cell: CellSeen) -> bool:
    """A time-out of each read does not end it."""
    body = seen_cell.then.get("body")
    return isinstance(body, Mapping) and "slow" in body


CHECK = AuditCheck(
    id="no-timeout",
    area=Area.RESILIENCE,
    severity=Severity.HIGH,
    proof=(Proof.ANSWER,),
    phase=Phase.HANGS,
    title=Text("No time-out of its own", "没有自己的超时"),
    flaw=Text(
        "One connection to WeChat that goes silent holds a thread for minutes or for ever; soon all are held, and "
        "nobody is served. Many HTTP clients have no time-out by default (Python's requests), samples have 500 "
        "seconds.",
        "一条沉默的微信连接会占住线程几分钟甚至永远；很快所有线程都被占满，谁也得不到服务。许多 HTTP 客户端默认没有超时"
        "（如 Python 的 requests），有的示例写着 500 秒。",
    ),
    explanation=Text(
        f"WeChat does not answer, stops within the body, or sends 4 bytes per second. The backend has {LIMIT:g} "
        f"seconds to say anything.",
        f"让微信不应答、正文中途停住，或每秒只发 4 字节。后端有 {LIMIT:g} 秒时间作出任何应答。",
    ),
    advice=Text(
        "fetch(url, {signal: AbortSignal.timeout(3000)}); http.Client{Timeout: 3 * time.Second}; "
        "asyncio.timeout(3) around httpx; Java's callTimeout (OkHttp). timeout=(2, 3) of requests, setReadTimeout and "
        "their like bound each read alone: better than none, but let the whole have an end, too.",
        "fetch(url, {signal: AbortSignal.timeout(3000)})；http.Client{Timeout: 3 * time.Second}；"
        "用 asyncio.timeout(3) 包住 httpx；Java 的 callTimeout（OkHttp）。requests 的 timeout=(2, 3)、setReadTimeout "
        "等只限制每次读取：聊胜于无，但总时长也要有上限。",
    ),
    probe=_probe,
    requests=6,
    needs=(Need.HANGS,),
    cwe=(1088,),
    owasp="API10",
    core=True,
)
