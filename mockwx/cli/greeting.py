"""What ``mockwx serve`` tells once it is ready: where it listens, and what a newcomer needs."""

from __future__ import annotations

import shutil
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from msgspec import Struct

from mockwx.cli.output import flush, to_stdout
from mockwx.core.people.accounts import Kind
from mockwx.core.text.output_escaping import printable
from mockwx.files import write_private
from mockwx.server.http_server import url_of
from mockwx.server.real_clock import wall
from mockwx.store.port import StoreUnavailable

if TYPE_CHECKING:
    from pathlib import Path

    from mockwx.core.world import World
    from mockwx.store.port import Store


class Greeting(Struct, frozen=True):
    """What is told once the server is ready, and taken back at its end."""

    host: str
    token: str | None
    is_token_made: bool
    """Whether mockwx made the token up; one that the user chose is not shown."""
    ready_file: Path | None

    def prepare(self) -> None:
        """What a killed server left behind would be taken for this one's."""
        if self.ready_file is not None and self.ready_file.is_file() and not self.ready_file.is_symlink():
            with suppress(OSError):
                self.ready_file.unlink()

    def say(self, port: int, worlds: Store) -> None:
        """:raises NotWritten: the ready file was not."""
        url = url_of(self.host, port)
        try:
            lines = _greeting(url, worlds, self.token, is_token_made=self.is_token_made)
        except StoreUnavailable as why:
            # It serves nevertheless: all is well once the store is back.
            lines = [f"  {why}"]
        at = url if self.host != "0.0.0.0" else f"http://{self.host}:{port}"  # noqa: S104
        to_stdout("\n".join([f"mockwx listening on {at}", *lines]) + "\n")
        flush()
        if self.ready_file is not None:
            write_private(self.ready_file, url + "\n")

    def end(self) -> None:
        if self.ready_file is not None:
            with suppress(OSError):
                self.ready_file.unlink(missing_ok=True)


def _greeting(url: str, worlds: Store, token: str | None, *, is_token_made: bool) -> list[str]:
    """What a newcomer needs: appid and secret, the users, and a line to paste that logs alice in."""

    def lines_of(world: World) -> list[str]:
        apps, users = world.accounts.apps(), world.accounts.users()
        lines = [
            f"  app  {printable(app.name)}: {app.kind}, appid {printable(app.appid)}, secret {_shown(app.secret)}"
            for app in apps
        ]
        some = ", ".join(printable(user.name) for user in users[:10])
        lines.append(f"  users {some}{', …' if len(users) > 10 else ''} (any other name works too)")
        lines.append(f"  console / 控制台 {url}/")
        mini = next((app for app in apps if app.kind is Kind.MINIPROGRAM), None)
        if mini is not None:
            secret = _shown(mini.secret) if mini.secret else "any"
            access = "" if token is None else f" --token {token}" if is_token_made else ' --token "$MOCKWX_TOKEN"'
            # `make serve` runs what is not on the PATH.
            command = "mockwx" if shutil.which("mockwx") else sys.argv[0]
            if command.endswith(".pyz"):
                command = f"{sys.executable} {command}"
            code = f"$({command} login {users[0].name if users else 'alice'} --url {url}{access})"
            lines.append("  try it / 试一试:")
            lines.append(
                f'    curl "{url}/sns/jscode2session?appid={mini.appid}&secret={secret}'
                f'&js_code={code}&grant_type=authorization_code"'
            )
        return lines

    lines = worlds.run("", lines_of, wall=wall())
    others = [name for name in worlds.names() if name]
    if others:
        lines.append("  worlds: " + ", ".join(f"{url}/~{name}" for name in others))
    if token is not None:
        lines.append(f"  control token: {token if is_token_made else '(yours / 您指定的)'}")
    return lines


def _shown(secret: str | None) -> str:
    """A secret that does not say that it is made up may be a real one, and the greeting may stand in a CI's log."""
    if secret is None:
        return "(any)"
    return secret if "mock" in secret else "***"
