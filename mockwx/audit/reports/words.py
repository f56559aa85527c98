"""The words of reports: names of states and severities, and the few sentences that several reports share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from mockwx.audit.audit_report import AuditReport
from mockwx.audit.check import AuditCheck, Severity
from mockwx.audit.check_results import State
from mockwx.audit.finding import AuditFinding, FoundSecret
from mockwx.core.text.bilingual import Language, Text

Checks = Mapping[str, AuditCheck]
"""The catalogue by id."""
SEVERITIES = {
    Severity.CRITICAL: Text("critical", "严重"),
    Severity.HIGH: Text("high", "高危"),
    Severity.MEDIUM: Text("medium", "中危"),
    Severity.LOW: Text("low", "低危"),
    Severity.NOTE: Text("note", "提示"),
}
STATES = {
    State.PASS: Text("passed", "通过"),
    State.FAIL: Text("failed", "未通过"),
    State.NOTE: Text("note", "提示"),
    State.NOT_TESTED: Text("not tested", "未检查"),
    State.NOT_APPLICABLE: Text("not applicable", "不适用"),
    State.FLAKY: Text("flaky", "不稳定"),
    State.ERROR: Text("error", "出错"),
    State.ACCEPTED: Text("accepted", "已接受"),
}
_ONLY = re.compile(r" --(?:only|skip)(?:=|\s+)\S+| --(?:quick|deep)\b")


def languages(language: Language) -> Sequence[Language]:
    """One line for each, where both are told."""
    return ("en", "zh") if language == "both" else (language,)


def capped(report: AuditReport) -> Text | None:
    """Why the grade is no better; None: nothing is wrong."""
    judged = report.grade
    if not judged.capped_by or judged.severity is None:
        return None
    letter, ids, severity = judged.at_best, ", ".join(judged.capped_by), SEVERITIES[judged.severity]
    return Text(f"capped to {letter}: {ids} ({severity.en})", f"最高只能评为 {letter}：{ids}（{severity.zh}）")


def ungraded(report: AuditReport) -> Text | None:
    """Why there is no grade; None: there is one."""
    if report.grade.letter == report.grade.at_best:
        return None
    best, missing = report.grade.at_best, ", ".join(report.grade.untested_core)
    if not report.complete:
        options = ", ".join(report.options)
        return Text(
            f"no grade, for only a part was tested ({options}); at best it is {best}",
            f"无评分：只进行了一部分检查（{options}）；至多为 {best}",
        )
    return Text(
        f"no grade, for core checks were not tested: {missing}; at best it is {best}",
        f"无评分：以下核心检查未能进行：{missing}；至多为 {best}",
    )


def covered(report: AuditReport) -> Text:
    """How much was tested, and which areas were not at all."""
    coverage = report.grade.coverage
    en, zh = f"{coverage.tested} of {coverage.of} checks", f"{coverage.of} 项检查中完成 {coverage.tested} 项"
    untested = [part.area for part in report.grade.areas if not part.coverage.tested and part.coverage.of]
    if untested:
        en += "; not tested: " + ", ".join(untested)
        zh += "；未检查：" + "、".join(area.heading.zh for area in untested)
    return Text(en, zh)


def facts(report: AuditReport) -> Iterator[tuple[Text, str]]:
    """What a reader must know of how it was judged: a name and a value, those that are known."""
    modes = ", ".join(f"{name}={value}" for name, value in report.modes.items())
    written: list[tuple[str, str, str]] = [
        ("backend", "后端", report.backend + (f" ({report.backend_file})" if report.backend_file else "")),
        ("command", "启动命令", report.command),
        ("server", "服务器", report.server),
        ("mode", "运行模式", modes),
        ("like", "相当于", report.like),
        ("WeChat", "微信", report.wechat),
        ("options", "选项", ", ".join(report.options)),
        ("date", "时间", f"{report.date}, {report.seconds:.0f} s"),
        ("requests", "请求数", str(report.requests)),
        ("seed", "种子", str(report.seed)),
        ("mockwx", "mockwx", f"{report.version}, rubric {report.grade.rubric}"),
    ]
    for en, zh, value in written:
        if value:
            yield Text(en, zh), value


def title_of(finding: AuditFinding, checks: Checks) -> Text:
    check = checks.get(finding.check)
    return check.title if check is not None else Text.alike(finding.check)


def again(report: AuditReport, finding: AuditFinding) -> str:
    """The command line that shows this finding again."""
    name, _, rest = report.again.partition(" audit")
    return f"{name} audit --only {finding.check}{_ONLY.sub('', rest)}"


def times(finding: AuditFinding) -> Text | None:
    """Of how many cases it was seen in how many; None where there was one."""
    if finding.tried <= 1:
        return None
    return Text(f"seen in {finding.seen} of {finding.tried}", f"{finding.tried} 次中出现 {finding.seen} 次")


def session_untried(finding: AuditFinding) -> Text | None:
    if finding.session_tried:
        return None
    return Text(
        "the session was not tried, for the file names no action me", "文件里没有 me 动作，因此没有验证会话是否有效"
    )


def secret(leak: FoundSecret) -> Text:
    """Which secret stands where; never itself."""
    whose = f" ({leak.whose})" if leak.whose else ""
    decoded = " ← ".join(leak.decodings)
    en, zh = (f", spelt as {decoded}", f"，编码为 {decoded}") if decoded else ("", "")
    return Text(
        f"{leak.what}{whose} in {leak.where}{en}",
        f"{leak.where} 中有 {leak.what}{whose}{zh}",
    )


def cwe(check: AuditCheck) -> str:
    return ", ".join(f"CWE-{number}" for number in check.cwe)
