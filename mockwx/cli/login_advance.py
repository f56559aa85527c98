"""``mockwx login`` and ``mockwx advance``: talk to a server that is running."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from mockwx.client import ControlClient

T = TypeVar("T")

_DEFAULT = "http://127.0.0.1:8780"


def running(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option("--url", default=_DEFAULT, envvar="MOCKWX_URL", show_default=True, help="Which server."),
        click.option("--token", envvar="MOCKWX_TOKEN", help="Where the server asks for one."),
        click.option("--world", help="One of the server's worlds."),
    ):
        command = option(command)
    return command


def ask_server(url: str, token: str | None, world: str | None, work: Callable[[ControlClient], T]) -> T:
    """What a running server answers; where it refuses, or none runs, the reason is printed and the process ends."""
    from mockwx.client import ControlClient, MockWxError

    try:
        return work(ControlClient.connect(url, token=token, world=world))
    except MockWxError as error:
        click.echo(str(error), err=True)
        sys.exit(1)


@click.command()
@click.argument("user")
@click.option("--app", help="By name or appid; the first mini program by default.")
@running
def login(user: str, app: str | None, url: str, token: str | None, world: str | None) -> None:
    """Print a fresh login code of USER from a running server."""
    click.echo(ask_server(url, token, world, lambda client: client.do("phone.login", user=user, app=app))["code"])


@click.command()
@click.argument("duration")
@running
def advance(duration: str, url: str, token: str | None, world: str | None) -> None:
    """Move a running server's clock by DURATION, such as 5m1s; prints what it shows then."""
    click.echo(ask_server(url, token, world, lambda client: client.do("clock.advance", by=duration))["at"])
