"""``mockwx export``: what a running server has seen, as a scenario file or as an HTTP archive."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from mockwx.cli.login_advance import ask_server, running
from mockwx.files import NotWritten, write_private


@click.command()
@click.option("--har", is_flag=True, help="As an HTTP archive (HAR 1.2) instead of a scenario.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write here instead of to the terminal.")
@running
def export(har: bool, output: Path | None, url: str, token: str | None, world: str | None) -> None:
    """Write the journal of a running server as a scenario file that replays it, so that a failure becomes a test."""
    exported = ask_server(url, token, world, lambda client: client.export("har" if har else "scenario"))
    text = json.dumps(exported, ensure_ascii=False, indent=2) + "\n" if har else exported
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        write_private(output, text)
    except NotWritten as why:
        click.echo(str(why), err=True)
        sys.exit(1)
    click.echo(str(output))
