"""``mockwx audit --list`` and ``--explain``: the checks, as the catalogue tells them."""

from __future__ import annotations

import click

from mockwx.audit.areas import Area
from mockwx.audit.catalogue import BY_ID, CATALOGUE
from mockwx.audit.reports import words
from mockwx.audit.reports.checks_page import checks_page
from mockwx.audit.reports.explanation import explained, needed
from mockwx.core.text.bilingual import Language
from mockwx.core.text.did_you_mean import unknown

NO_SUCH_CHECK = 2


def list_checks(language: Language, *, markdown: bool = False) -> int:
    """By area: severity, id, title, and what it needs of the backend file."""
    if markdown:
        click.echo(checks_page(CATALOGUE, language), nl=False)
        return 0
    width = max(len(check.id) for check in CATALOGUE)
    for area in Area:
        checks = [check for check in CATALOGUE if check.area is area]
        if checks:
            click.echo(f"{area.heading.told(language)} ({area})")
        for check in checks:
            severity = words.SEVERITIES[check.severity].told(language)
            needs = needed(check).told(language).replace("`", "")
            click.echo(f"  {check.id:{width}}  {severity}  {check.title.told(language)}  [{needs}]")
    return 0


def explain_check(name: str, language: Language) -> int:
    check = BY_ID.get(name)
    if check is None:
        click.echo(unknown("check", "检查项", name, BY_ID), err=True)
        return NO_SUCH_CHECK
    click.echo(explained(check, language), nl=False)
    return 0
