"""The report of a run, told on stdout and written into files."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click

from mockwx.core.text.bilingual import both
from mockwx.files import NotWritten, write_report
from mockwx.play.report import Report
from mockwx.play.report_html import page
from mockwx.play.report_junit import junit as junit_xml
from mockwx.play.report_text import details, first_screen, headline, notes, summary

USAGE = 2


def tell(report: Report) -> None:
    """First what is wrong and what to do, then each scenario, then what explains each failure."""
    line = _teller()
    for text in first_screen(report):
        line(text, "")
    line("", "")
    for result in report.results:
        line(headline(result, report.language), result.verdict)
        for note in notes(result, report.language):
            line(f"    {note}", "")
    for result in (play for play in report.results if play.verdict == "failed"):
        line("", "")
        line(headline(result, report.language), result.verdict)
        for text in details(result, report.language):
            line(text, "")
    line("", "")
    line(summary(report.results, report.language), report.worst)


def write(report: Report, junit: Path | None, html: Path | None) -> None:
    """Ends the process where a file cannot be written."""
    for path, spell in ((junit, junit_xml), (html, page)):
        if path is None:
            continue
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_report(path, spell(report))
        except OSError as error:
            click.echo(both(f"{path} cannot be written: {error.strerror}", f"无法写入 {path}"), err=True)
            sys.exit(USAGE)
        except NotWritten as why:
            click.echo(str(why), err=True)
            sys.exit(USAGE)


def _teller() -> Callable[[str, str], None]:
    """Colours for terminals only: a log file must stay readable."""
    if not sys.stdout.isatty():
        return lambda line, _: click.echo(line)
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    styles = {"passed": "green", "failed": "bold red", "skipped": "yellow", "": ""}
    return lambda line, verdict: console.print(Text(line, styles[verdict]))
