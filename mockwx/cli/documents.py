"""``mockwx schema``, ``mockwx openapi`` and ``mockwx wx``: documents made from the tables, and the script for pages."""

from __future__ import annotations

import json

import click


@click.command()
@click.option("--path", is_flag=True, help="Print where the installed schema file lies instead.")
def schema(path: bool) -> None:
    """Print the JSON Schema of a scenario file.

    An editor that knows YAML completes and explains a scenario that begins with the line
    `# yaml-language-server: $schema=PATH`, with what --path prints, or with http://127.0.0.1:8780/_mockwx/schema.json
    while a server runs.
    """
    from mockwx.scenario.language import schema as schemas

    if path:
        click.echo(str(schemas.FILE))
    else:
        click.echo(json.dumps(schemas.schema(), ensure_ascii=False, indent=2))


@click.command()
def openapi() -> None:
    """Print the OpenAPI document of WeChat's paths."""
    from mockwx import reference

    click.echo(json.dumps(reference.openapi(), ensure_ascii=False, indent=2))


@click.command()
def wx() -> None:
    """Print wx.js, the phone's side for JavaScript.

    A page loads it from a running server, `<script src="http://127.0.0.1:8780/_mockwx/wx.js" data-user="alice">`, and
    has a `wx` whose codes that server made. Node and bundlers take the npm package mockwx-wx, which is the same.
    """
    from mockwx.control.wx_script import wx_script

    click.echo(wx_script(), nl=False)
