"""The whole page: grade and coverage first, what to do, the findings, the matrix, and every check with its state."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

from mockwx.audit.audit_report import AuditReport
from mockwx.audit.reports import words
from mockwx.audit.reports.page.checks import areas, every_check
from mockwx.audit.reports.page.findings import FindingsWriter, remark
from mockwx.audit.reports.page.matrix import matrix
from mockwx.audit.reports.page.writer import Writer
from mockwx.audit.reports.words import Checks
from mockwx.core.text.bilingual import Language, Text
from mockwx.play.report_html import escape

_LANG = {"zh": "zh-CN", "en": "en", "both": "zh-CN"}
_PICK = """<input class="pick" type="radio" name="in" id="in-zh" checked>
<input class="pick" type="radio" name="in" id="in-en">"""
_SWITCH = '<div class="switch"><label for="in-zh">中文</label><label for="in-en">English</label></div>'


def page(report: AuditReport, checks: Checks, language: Language) -> str:
    """With ``both`` the page has a switch, and begins in Chinese. Nothing is loaded, no script runs."""
    write = Writer(language)
    style = files(__package__).joinpath("style.css").read_text(encoding="utf-8")
    letter = report.grade.letter
    body = "\n".join(_parts(report, checks, write))
    return f"""<!DOCTYPE html>
<html lang="{_LANG[language]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>mockwx audit: {escape(letter)} {escape(report.backend)}</title>
<style>{style}</style>
</head>
<body>
{_PICK if write.is_bilingual else ""}
<main>
{_SWITCH if write.is_bilingual else ""}
{body}
</main>
</body>
</html>
"""


def _parts(report: AuditReport, checks: Checks, write: Writer) -> Iterator[str]:
    findings = FindingsWriter(write, report, checks)
    yield f"<h1>{write.label('Audit of a WeChat login backend', '微信登录后端体检')}</h1>"
    yield from _head(report, write)
    yield from (remark(write, text) for text in report.remarks)
    yield from areas(report, write)
    yield from findings.first()
    yield from findings.all()
    yield from matrix(report.cells, write)
    yield from every_check(report, checks, write)
    yield from findings.notes()
    yield from findings.accepted()
    again = write.label("the same audit again", "再次进行同样的检查")
    yield f"<footer><p>{again}: <code>{escape(report.again)}</code></p></footer>"


def _head(report: AuditReport, write: Writer) -> Iterator[str]:
    letter = report.grade.letter
    css = letter.rstrip("+") if letter.rstrip("+").isalpha() else "none"
    yield f'<div class="head {css}"><div class="letter">{letter}</div><div class="why">'
    why = words.ungraded(report) or words.capped(report) or Text("nothing is wrong", "没有发现问题")
    yield f"<p><b>{write.told(why)}</b></p><p>{write.told(words.covered(report))}</p></div></div>"
    yield '<dl class="facts">'
    for name, value in words.facts(report):
        yield f"<dt>{write.told(name)}</dt><dd>{escape(value)}</dd>"
    yield "</dl>"
