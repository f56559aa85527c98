"""``mockwx endpoints`` and ``errcode``: what there is, in tables for people."""

from __future__ import annotations

import sys

import click

from mockwx.cli import completion
from mockwx.core import errcodes
from mockwx.core.errcodes import Errcode
from mockwx.core.text.bilingual import both
from mockwx.core.text.did_you_mean import unknown


@click.command()
@click.argument("api", required=False, shell_complete=completion.apis)
@click.option("--markdown", is_flag=True, help="As the reference page.")
def endpoints(api: str | None, markdown: bool) -> None:
    """List every endpoint with evidence and errcodes; only API, a name or a path, where it is given."""
    from mockwx import reference

    if markdown:
        click.echo(reference.markdown(), nl=False)
        return
    only = None if api is None else _named(api)
    from rich.console import Console
    from rich.table import Table

    table = Table("api", "path", "evidence", "errcodes", box=None, pad_edge=False)
    for row in reference.coverage():
        if only not in (None, row["api"]):
            continue
        path = f"{'|'.join(row['methods'])} {row['path']}"
        table.add_row(row["api"], path, row["evidence"], " ".join(map(str, row["errcodes"])))
    Console(width=None if sys.stdout.isatty() else 160, highlight=False).print(table)


def _named(api: str) -> str:
    from mockwx.products import endpoint_lookup

    endpoint = endpoint_lookup.named(api)
    if endpoint is None:
        click.echo(unknown("api", "接口", api, endpoint_lookup.BY_API), err=True)
        sys.exit(1)
    return endpoint.api


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("code", required=False, shell_complete=completion.errcodes)
def errcode(code: str | None) -> None:
    """Explain an errcode (number or name), and what a backend should do; all of them without CODE."""
    if code is None:
        for row in errcodes.ALL:
            click.echo(f"{row.code:>6}  {row.name:<30} {row.zh}")
        return
    errcode = errcodes.lookup(code)
    if errcode is None:
        names = [str(row.code) for row in errcodes.ALL] + [row.name for row in errcodes.ALL]
        guess = errcodes.nearest(code)
        click.echo(unknown("errcode", "错误码", code, [guess] if guess else names), err=True)
        sys.exit(1)
    click.echo(_explained(errcode))
    wecom = errcodes.WECOM.get(errcode.code, errcode)
    if wecom is not errcode:
        click.echo("\n" + _explained(wecom))


def _explained(errcode: Errcode) -> str:
    from mockwx.products.endpoint_lookup import ENDPOINTS

    answers = ", ".join(endpoint.api for endpoint in ENDPOINTS if errcode in endpoint.errcodes) or "-"
    text = errcode.errmsg or both("(no text was ever published)", "（无公开文本）")
    return "\n".join(
        (
            f"{errcode.code} {errcode.name}",
            f"  errmsg    {text}",
            f"  含义      {errcode.zh}",
            f"  meaning   {errcode.en}",
            f"  后端应当  {errcode.advice_zh}",
            f"  do        {errcode.advice_en}",
            f"  apis      {answers}",
            f"  evidence  {errcode.evidence}: {errcode.source}",
        )
    )
