"""The report of an audit, told on stdout and written into files."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
from msgspec import Struct

from mockwx.audit.audit_report import AuditReport, as_json
from mockwx.audit.catalogue import BY_ID
from mockwx.audit.reports.badge import badge
from mockwx.audit.reports.junit import junit
from mockwx.audit.reports.page import page
from mockwx.audit.reports.sarif import sarif
from mockwx.audit.reports.scenario_files import scenario_files
from mockwx.audit.reports.text import lines
from mockwx.core.text.bilingual import Language, both
from mockwx.files import NotWritten, write_report

_STYLES = {
    "critical": "bold red",
    "high": "red",
    "medium": "yellow",
    "low": "cyan",
    "note": "blue",
    "error": "magenta",
    "pass": "green",
    "": "",
}


class ReportFiles(Struct, frozen=True):
    """Where to write what; None: not asked for."""

    html: Path | None = None
    sarif: Path | None = None
    sarif_root: Path | None = None
    """The folder of the repository, from which SARIF names the backend file; None: the current one."""
    junit: Path | None = None
    json: Path | None = None
    badge: Path | None = None
    scenarios: Path | None = None
    """A folder."""


def tell(report: AuditReport, language: Language) -> None:
    """Colours for terminals only: a log file must stay readable."""
    if not sys.stdout.isatty():
        for line, _ in lines(report, BY_ID, language):
            click.echo(line)
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    for line, style in lines(report, BY_ID, language):
        console.print(Text(line, _STYLES[style]))


def write(report: AuditReport, files: ReportFiles, language: Language) -> bool:
    """Whether all that was asked for could be written; what could not is told on stderr."""
    outcomes = [write_document(path, document) for path, document in _documents(report, files, language)]
    return all(outcomes)


def write_document(path: Path, document: Callable[[], str | bytes]) -> bool:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_report(path, document())
    except OSError as error:
        click.echo(both(f"{path} cannot be written: {error.strerror}", f"无法写入 {path}"), err=True)
        return False
    except NotWritten as why:
        click.echo(str(why), err=True)
        return False
    return True


def _documents(
    report: AuditReport, files: ReportFiles, language: Language
) -> Iterator[tuple[Path, Callable[[], str | bytes]]]:
    root = files.sarif_root or Path.cwd()
    kinds: list[tuple[Path | None, Callable[[], str | bytes]]] = [
        (files.html, lambda: page(report, BY_ID, language)),
        (files.sarif, lambda: sarif(report, BY_ID, language, file=from_root(report.backend_file, root))),
        (files.junit, lambda: junit(report, BY_ID, language)),
        (files.json, lambda: as_json(report)),
        (files.badge, lambda: badge(report)),
    ]
    yield from ((path, document) for path, document in kinds if path is not None)
    if files.scenarios is not None:
        for name, text in scenario_files(report, BY_ID):
            yield files.scenarios / name, lambda text=text: text  # type: ignore[misc]


def from_root(file: str, root: Path) -> str:
    """The backend file as GitHub knows it: relative to the repository; its name alone where it lies elsewhere."""
    if not file:
        return ""
    path = Path(file).resolve()
    try:
        return path.relative_to(root.resolve()).as_posix()
    except ValueError:
        return path.name
