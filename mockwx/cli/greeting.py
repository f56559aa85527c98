"""What ``mockwx serve`` tells once it is ready: where it listens, and what a newcomer needs."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import click
from msgspec import Struct

from mockwx.core.people.accounts import Kind
from mockwx.server.http import url_of
from mockwx.server.wall import wall
from mockwx.store.port import StoreUnavailable

if TYPE_CHECKING:
    from pathlib import Path

    from mockwx.core.world import World
    from mockwx.store.port import Store


class Greeting(Struct, frozen=True):
    """What is told once the server is ready, and taken back at its end."""

    host: str
    token: str | None
    ready_file: Path | None

    def say(self, port: int, worlds: Store) -> None:
        url = url_of(self.host, port)
        try:
            lines = _greeting(url, worlds, self.token)
        except StoreUnavailable as why:
            # It serves nevertheless: all is well once the store is back.
            lines = [f"  {why}"]
        click.echo(f"mockwx listening on {url if self.host != '0.0.0.0' else f'http://{self.host}:{port}'}")  # noqa: S104
        click.echo("\n".join(lines))
        sys.stdout.flush()
        if self.ready_file is not None:
            # Whoever polls for the file never sees it empty.
            fresh = self.ready_file.with_name(self.ready_file.name + ".new")
            fresh.write_text(url + "\n", encoding="utf-8")
            fresh.replace(self.ready_file)

    def end(self) -> None:
        if self.ready_file is not None:
            self.ready_file.unlink(missing_ok=True)


def _greeting(url: str, worlds: Store, token: str | None) -> list[str]:
    """What a newcomer needs: appid and secret, the users, and a line to paste that logs alice in."""

    def told(world: World) -> list[str]:
        apps, users = world.accounts.apps(), world.accounts.users()
        lines = [f"  app  {app.name}: {app.kind}, appid {app.appid}, secret {app.secret or '(any)'}" for app in apps]
        some = ", ".join(user.name for user in users[:10])
        lines.append(f"  users {some}{', …' if len(users) > 10 else ''} (any other name works too)")
        mini = next((app for app in apps if app.kind is Kind.MINIPROGRAM), None)
        if mini is not None:
            secret = mini.secret or "any"
            access = f" --token {token}" if token is not None else ""
            # `make serve` runs what is not on the PATH.
            command = "mockwx" if shutil.which("mockwx") else sys.argv[0]
            code = f"$({command} login {users[0].name if users else 'alice'} --url {url}{access})"
            lines.append("  try it / 试一试:")
            lines.append(
                f'    curl "{url}/sns/jscode2session?appid={mini.appid}&secret={secret}'
                f'&js_code={code}&grant_type=authorization_code"'
            )
        return lines

    lines = worlds.run("", told, wall=wall())
    others = [name for name in worlds.names() if name]
    if others:
        lines.append("  worlds: " + ", ".join(f"{url}/~{name}" for name in others))
    if token is not None:
        lines.append(f"  control token: {token}")
    return lines
