"""Preparing a command so that its calls to WeChat arrive at a mockwx: by proxy, private hosts or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from mockwx.core.text.bilingual import both
from mockwx.intercept.prepared_command import NotIntercepted, PreparedCommand
from mockwx.intercept.recipes import Recipe, unproxied, write_files

if TYPE_CHECKING:
    import socket

Via = Literal["proxy", "hosts"]


class Destination(Protocol):
    """The mockwx at which a command's calls arrive."""

    @property
    def url(self) -> str: ...

    @property
    def address(self) -> tuple[str, int]:
        """Host and port."""

    @property
    def ca(self) -> str:
        """The CA's certificate as PEM."""

    def listen(self, sock: socket.socket) -> object:
        """Serve on one more socket, which is bound already."""


@contextlib.contextmanager
def prepared(
    command: list[str], mockwx: Destination, via: Via | None, environment: Mapping[str, str] = os.environ
) -> Iterator[PreparedCommand]:
    """``via`` None: the command is only told where mockwx is, and goes there past any proxy.

    :raises NotIntercepted: it cannot be led.
    """
    variables = {**environment, "MOCKWX_URL": mockwx.url}
    if via is None:
        yield PreparedCommand(command, {**variables, **unproxied(environment, mockwx.address[0])})
        return
    if "/~" in mockwx.url:
        raise NotIntercepted(
            both(
                f"calls of WeChat's own hosts lead to a server's default world, not to {mockwx.url}; give a mockwx of "
                "its own, or its URL without /~NAME",
                f"对微信域名的调用只到默认 world，到不了 {mockwx.url}；请另外启动一个 mockwx，或去掉地址里的 /~NAME",
            )
        )
    with tempfile.TemporaryDirectory(prefix="mockwx-") as name:
        folder, ca = Path(name), mockwx.ca
        try:
            files = write_files(folder, ca.encode(), environment)
        except OSError as error:
            where, why = error.filename or folder, error.strerror or str(error)
            raise NotIntercepted(both(f"{where} cannot be written: {why}", f"无法写入 {where}：{why}")) from None
        proxied = via == "proxy"
        recipe = Recipe(files, mockwx.address, mockwx.url if proxied else None, environment, ca, direct=proxied)
        env = {**variables, **recipe.all()}
        if proxied:
            yield PreparedCommand(command, env)
            return
        from mockwx.intercept.namespace import with_private_hosts

        with with_private_hosts(command, env, folder, mockwx.listen) as prepared_command:
            yield prepared_command
