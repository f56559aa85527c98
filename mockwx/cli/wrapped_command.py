"""What ``exec`` and ``run`` share: a command behind ``--``, and the mockwx to which its calls are led."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from mockwx.core.text.bilingual import both

if TYPE_CHECKING:
    import socket

    from mockwx.intercept.forwarded_sockets import ForwardedSockets
    from mockwx.mock import MockWx

COMMAND = "mockwx.command"
URL_VARIABLE = "MOCKWX_URL"


class WithCommand(click.Command):
    """What follows ``--`` is a command line of its own; ``--intercept`` alone is ``--intercept=proxy``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if "--" in args:
            at = args.index("--")
            args, ctx.meta[COMMAND] = args[:at], args[at + 1 :]
        # click would take the next word for its value.
        args = ["--intercept=proxy" if word == "--intercept" else word for word in args]
        return super().parse_args(ctx, args)


def joined(token: str | None = None) -> MockWx | None:
    """The mockwx that ``MOCKWX_URL`` names, as inside ``exec`` and ``run``.

    None where none answers there, and where ``--port`` was given: it is about one that is started.
    """
    from click.core import ParameterSource

    from mockwx.mock import MockWx, MockWxError

    url = os.environ.get(URL_VARIABLE)
    if not url or click.get_current_context().get_parameter_source("port") is ParameterSource.COMMANDLINE:
        return None
    try:
        return MockWx.connect(url, token=token)
    except MockWxError as error:
        click.echo(
            both(
                f"{URL_VARIABLE} is {url}, but {str(error).partition(' | ')[0]}; a mockwx is started",
                f"{URL_VARIABLE} 为 {url}，但那里没有 mockwx 应答；将另行启动",
            ),
            err=True,
        )
        return None


class RunningElsewhere:
    """A mockwx of another process, as the destination of a command's calls."""

    def __init__(self, mockwx: MockWx, forwarded_sockets: ForwardedSockets) -> None:
        self.url = mockwx.url
        self.address = mockwx.address
        self._mockwx = mockwx
        self._forwarded_sockets = forwarded_sockets

    @property
    def ca(self) -> str:
        return self._mockwx.ca

    def listen(self, sock: socket.socket) -> None:
        """What connects there is handed on."""
        self._forwarded_sockets.listen(sock)
