"""``mockwx schema`` and ``mockwx openapi``: documents made from the tables, as JSON."""

from __future__ import annotations

import json

import click


@click.command()
def schema() -> None:
    """Print the JSON Schema of a scenario file."""
    from mockwx.scenario.schema import schema as made

    click.echo(json.dumps(made(), ensure_ascii=False, indent=2))


@click.command()
def openapi() -> None:
    """Print the OpenAPI document of WeChat's paths."""
    from mockwx import reference

    click.echo(json.dumps(reference.openapi(), ensure_ascii=False, indent=2))
