"""``mockwx snapshot`` and ``mockwx restore``: a running server's world in one file, and back."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from mockwx.cli.login_advance import ask_server, running
from mockwx.core.text.bilingual import both
from mockwx.files import NotWritten, write_private

USAGE = 2


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@running
def snapshot(file: Path | None, url: str, token: str | None, world: str | None) -> None:
    """Write all that a running server's world remembers to FILE, or to the terminal.

    All secrets of the world are in it.
    """
    snapshot = ask_server(url, token, world, lambda client: client.snapshot())
    text = json.dumps(snapshot, ensure_ascii=False) + "\n"
    if file is None:
        click.echo(text, nl=False)
        return
    try:
        write_private(file, text)
    except NotWritten as why:
        click.echo(str(why), err=True)
        sys.exit(1)
    click.echo(str(file))


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@running
def restore(file: Path, url: str, token: str | None, world: str | None) -> None:
    """Let a running server's world begin anew as the snapshot in FILE."""
    try:
        snapshot = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        click.echo(both(f"{file}: it cannot be read: {error}", "无法读取"), err=True)
        sys.exit(USAGE)
    ask_server(url, token, world, lambda client: client.restore(snapshot))
    click.echo(both(f"{file}: restored", "已恢复"))
