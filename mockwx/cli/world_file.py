"""``mockwx serve --restore FILE --save-on-exit FILE``: the default world in a snapshot file between two runs."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

import click
from msgspec import Struct

from mockwx.core.people.accounts import App
from mockwx.core.text.bilingual import both
from mockwx.files import NotWritten, write_private
from mockwx.server.real_clock import wall
from mockwx.store.port import Store


class WorldFile(Struct, frozen=True):
    """Where the default world comes from at the start, and where it goes in the end."""

    restored_from: Path | None
    saved_to: Path | None

    def begin(self, worlds: Store, apps: Sequence[App], *, any_app: bool) -> None:
        """The world of the file in place of the scenario's; a file that ``--save-on-exit`` has yet to make is no error.

        :raises click.BadParameter: the file cannot be restored, or lacks what other options ask for; or nothing could
            be saved in the end.
        """
        if self.saved_to is not None:
            _refuse_unwritable(self.saved_to)
        path = self.restored_from
        if path is None or (path == self.saved_to and not path.exists()):
            return
        # Loaded on first use: few servers restore a world.
        from mockwx.store.snapshot import SnapshotError, load

        try:
            snapshot = load(json.loads(path.read_text(encoding="utf-8")))
        except SnapshotError as error:
            raise _refusal("--restore", f"{path}: {error}", "见上") from None
        except (OSError, ValueError) as error:
            raise _refusal("--restore", f"{path}: it cannot be read: {error}", f"无法读取 {path}") from None
        if any_app and not snapshot.settings.any_app:
            raise _refusal(
                "--restore",
                f"the world in {path} takes no unknown appids; leave out --any-app or --restore",
                f"{path} 中的 world 不接受未知 appid；请去掉 --any-app 或 --restore",
            )
        worlds.restore("", snapshot, wall=wall())
        kept = {app.appid: app.secret for app in worlds.run("", lambda world: world.accounts.apps(), wall=wall())}
        for app in apps:
            if kept.get(app.appid) != app.secret:
                raise _refusal(
                    "--restore",
                    f"the world in {path} has no app {app.appid} with that secret; leave out --app or --restore",
                    f"{path} 中的 world 没有该 secret 的应用 {app.appid}；请去掉 --app 或 --restore",
                )

    def end(self, worlds: Store) -> None:
        """:raises NotWritten: the world is lost, and what the file held before is there still."""
        if self.saved_to is None:
            return
        from mockwx.store.snapshot import dump

        text = json.dumps(dump(worlds.snapshot("", wall=wall())), ensure_ascii=False)
        write_private(self.saved_to, text + "\n")


def _refuse_unwritable(path: Path) -> None:
    """At the start: at the end it would be too late to choose another place."""
    if path.is_symlink():
        raise _refusal(
            "--save-on-exit", f"{path} is a symbolic link; name the file itself", f"{path} 是符号链接；请直接写文件本身"
        )
    if not path.parent.is_dir() or not os.access(path.parent, os.W_OK):
        raise _refusal(
            "--save-on-exit",
            f"nothing can be written in {path.parent}; name a folder that is there and yours",
            f"无法写入 {path.parent}；请写一个已存在且可写的文件夹",
        )


def _refusal(option: str, en: str, zh: str) -> click.BadParameter:
    return click.BadParameter(both(en, zh), param_hint=option)


def save_or_tell(kept: WorldFile, worlds: Store) -> bool:
    """Whether all is kept that was to be kept; why not goes to stderr."""
    try:
        kept.end(worlds)
    except NotWritten as why:
        click.echo(f"--save-on-exit: {why}", err=True)
        return False
    return True
