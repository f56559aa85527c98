"""What ``mockwx audit`` reads before it begins: the backend file, its log, and the baseline; or why it cannot judge."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from mockwx.core.text.bilingual import both

if TYPE_CHECKING:
    from mockwx.audit.auditing import AuditedBackend
    from mockwx.scenario.audit_settings import Acceptance

CANNOT_JUDGE = 2
"""The exit status of an audit that says nothing about the backend."""


def read_backend(backend: str, hosts: tuple[str, ...]) -> AuditedBackend:
    """Of this machine, or of a host that was allowed by name; else the process ends here, with the reason told."""
    from mockwx.audit.auditing import AuditedBackend
    from mockwx.core.web.authority import is_this_machine
    from mockwx.scenario.reading.problems import ScenarioError

    try:
        audited = AuditedBackend.read(backend)
    except ScenarioError as error:
        click.echo("\n".join(map(str, error.problems)), err=True)
        sys.exit(CANNOT_JUDGE)
    except LookupError as error:
        click.echo(str(error), err=True)
        sys.exit(CANNOT_JUDGE)
    host = urlsplit(audited.backend.url).hostname or ""
    if host not in hosts and not is_this_machine(host):
        click.echo(
            both(
                f"{host} is not this machine; an audit attacks what it looks at. If it is yours, give --host {host}",
                f"{host} 不是本机；audit 会攻击它所检查的对象。若确属你自己，请加 --host {host}",
            ),
            err=True,
        )
        sys.exit(CANNOT_JUDGE)
    return audited


def log_of(audited: AuditedBackend, backend: str) -> Path | None:
    """Where the backend file says that the backend logs."""
    log = audited.backend.audit.log
    return None if log is None else Path(backend).parent / log


def read_accepted(baseline: Path | None, new_baseline: Path | None) -> tuple[Acceptance, ...]:
    """Of a file that is written anew the reasons are kept, where it is there already."""
    from mockwx.audit.baseline import read_baseline
    from mockwx.scenario.reading.problems import ScenarioError

    file = baseline
    if file is None and new_baseline is not None and new_baseline.exists():
        file = new_baseline
    if file is None:
        return ()
    try:
        return read_baseline(file, unreasoned=baseline is None)
    except ScenarioError as error:
        click.echo("\n".join(map(str, error.problems)), err=True)
        sys.exit(CANNOT_JUDGE)
