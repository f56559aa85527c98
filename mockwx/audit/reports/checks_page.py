"""The documentation's page of all checks, made from the catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck
from mockwx.audit.reports import words
from mockwx.audit.reports.explanation import needed
from mockwx.core.text.bilingual import Language, Text

_TITLE = Text("Every check of an audit", "体检的全部检查项")
_OTHER = Text("[中文](audit-checks.zh-CN.md)", "[English](audit-checks.md)")
_INTRO = Text(
    "[`mockwx audit`](audit.md) tries these. `mockwx audit --explain ID` tells of each what is done, what it takes for "
    "proof, when it is no flaw, and what helps. An id stays for ever. *Core*: without it there is no grade. The last "
    "column is what [the backend's file](audit-file.md) or the command line must say, beside `login`.",
    "[`mockwx audit`](audit.zh-CN.md) 会尝试以下各项。`mockwx audit --explain ID` 说明每一项做什么、以什么为证据、何"
    "时不算缺陷、"
    "如何修复。id 永不改变。*核心*：缺少它就没有评分。最后一列是[后端文件](audit-file.zh-CN.md)或命令行除 `login` 外"
    "必须写明的内容。",
)
_HEADER = Text("| id | severity | flaw | CWE | needs |", "| id | 严重程度 | 缺陷 | CWE | 需要 |")
_MADE = Text(
    "<!-- Made by `make reference` from the catalogue: change the checks, not this page. -->",
    "<!-- 由 `make reference` 根据检查目录生成：请修改检查项，不要修改本页。 -->",
)


def checks_page(checks: Sequence[AuditCheck], language: Language) -> str:
    return "\n".join(_lines(checks, language)) + "\n"


def _lines(checks: Sequence[AuditCheck], language: Language) -> Iterator[str]:
    yield from (f"# {_TITLE.told(language)}", "", _OTHER.told(language), "", _MADE.told(language), "")
    yield _INTRO.told(language)
    for area in Area:
        of_area = [check for check in checks if check.area is area]
        if not of_area:
            continue
        yield from (
            "",
            f"## {area.heading.told(language)}",
            "",
            _HEADER.told(language),
            "| --- | --- | --- | --- | --- |",
        )
        yield from (_row(check, language) for check in of_area)


def _row(check: AuditCheck, language: Language) -> str:
    severity = words.SEVERITIES[check.severity].told(language)
    core = Text(", *core*", "，*核心*").told(language) if check.core else ""
    cwe = " ".join(f"[{number}](https://cwe.mitre.org/data/definitions/{number}.html)" for number in check.cwe)
    stop = Text(". ", "。").told(language)
    flaw = f"**{check.title.told(language)}**{stop}{check.flaw.told(language)}".replace("|", "\\|").replace("\n", " ")
    return f"| `{check.id}` | {severity}{core} | {flaw} | {cwe} | {needed(check).told(language)} |"
