"""``mockwx ca``: the certificate that clients must trust to take mockwx for WeChat."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from mockwx.cli.login_advance import ask_server, running


@click.command()
@click.option("--ca-dir", type=click.Path(path_type=Path, file_okay=False), help="The CA of this folder, made if new.")
@running
def ca(ca_dir: Path | None, url: str, token: str | None, world: str | None) -> None:
    """Print the test CA's certificate: a running server's, or that of a --ca-dir.

    It vouches for WeChat's hosts and this machine only. Give it to test environments and to nothing else.
    """
    if ca_dir is None:
        click.echo(ask_server(url, token, world, lambda client: client.ca()), nl=False)
        return
    from mockwx.intercept.certificate_authority import Authority, UnusableCa

    try:
        click.echo(Authority(ca_dir).pem.decode(), nl=False)
    except UnusableCa as error:
        click.echo(str(error), err=True)
        sys.exit(2)
