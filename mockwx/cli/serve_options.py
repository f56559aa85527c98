"""What ``mockwx serve`` is told: scenarios, apps and maps as values, and options that do not fit refused."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from mockwx.control.scenarios import WORLD_NAME
from mockwx.core.people.accounts import App, app_called
from mockwx.core.pushes.callback_hosts import is_allowed, why_not
from mockwx.core.text.bilingual import both
from mockwx.core.web.authority import parse_http_url
from mockwx.scenario.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence


def load_scenarios(names: Sequence[str], named: Mapping[str, str]) -> dict[str, Scenario]:
    """Scenarios by world name; the first of ``names`` is the default world too, and ``named`` has further ones."""
    if not names and not named:
        return {"": Scenario()}
    from mockwx.mock import MockWxError, read_scenario

    loaded: dict[str, Scenario] = {}
    problems = []
    worlds = {Path(wanted).stem: wanted for wanted in names} if len(names) > 1 else {}
    for world, wanted in [*(("", wanted) for wanted in names[:1]), *worlds.items(), *named.items()]:
        try:
            loaded[world] = read_scenario(wanted)
        except MockWxError as error:
            problems.append(str(error))
    loaded.setdefault("", Scenario())
    if problems:
        click.echo("\n".join(dict.fromkeys(problems)), err=True)
        sys.exit(1)
    return loaded


def read_worlds(said: Sequence[str], names: Sequence[str]) -> dict[str, str]:
    """Scenario by world, of ``NAME=SCENARIO``; no two worlds of one name, a SCENARIO's own among them."""
    taken = {Path(name).stem for name in names} if len(names) > 1 else set()
    worlds: dict[str, str] = {}
    for words in said:
        world, _, scenario = words.partition("=")
        if not WORLD_NAME.fullmatch(world) or not scenario:
            raise click.BadParameter(
                both(
                    f"{words!r} is not NAME=SCENARIO; write busy=throttled.yaml; a name has letters, digits, . _ -",
                    f"{words!r} 不是 NAME=SCENARIO 的形式；请写成 busy=throttled.yaml，名称用字母、数字、. _ 和 -",
                ),
                param_hint="--world",
            )
        if world in worlds or world in taken:
            raise click.BadParameter(
                both(
                    f"there are two worlds {world!r}; give one another name",
                    f"有两个 world 都叫 {world!r}；请换一个名称",
                ),
                param_hint="--world",
            )
        worlds[world] = scenario
    return worlds


def read_app(words: str) -> App:
    appid, colon, secret = words.partition(":")
    if not appid or not colon or not secret:
        raise click.BadParameter(
            both(f"{words!r} is not APPID:SECRET", f"{words!r} 不是 APPID:SECRET 的形式"), param_hint="--app"
        )
    return app_called(appid, appid=appid, secret=secret)


def read_map(words: str, callback_hosts: Collection[str]) -> tuple[str, str]:
    """An origin, or what URLs begin with, and where it leads: to this machine, or to a host that was allowed."""
    origin, _, target = words.partition("=")
    try:
        parse_http_url(origin), parse_http_url(target)
    except ValueError:
        raise click.BadParameter(
            both(
                f"{words!r} is not FROM=TO; write https://example.com=http://127.0.0.1:8000",
                f"{words!r} 不是 FROM=TO 的形式；请写成 https://example.com=http://127.0.0.1:8000",
            ),
            param_hint="--map",
        ) from None
    if not is_allowed(target, callback_hosts):
        raise click.BadParameter(why_not(target), param_hint="--map")
    return origin.rstrip("/"), target.rstrip("/")


def with_apps(scenario: Scenario, apps: list[App], any_app: bool) -> Scenario:
    """Apps of the command line come first: whoever names one means it."""
    taken = {app.appid for app in apps}
    kept = tuple(app for app in scenario.apps if app.appid not in taken)
    return replace(scenario, apps=(*apps, *kept), any_app=any_app or scenario.any_app)


def refuse_blank(token: str | None) -> None:
    # A variable that is empty in CI, such as a secret that a fork may not read, must not open the server.
    if token is None and os.environ.get("MOCKWX_TOKEN") == "":
        token = ""  # click takes it for a variable that is not set
    if token is not None and (not token.isascii() or not token.isprintable() or not token or " " in token):
        raise click.BadParameter(
            both(
                "a token is printable ASCII without blanks, and not empty; leave it out, and one is made where it is "
                "needed",
                "令牌须为不含空格的可打印 ASCII 字符，且不能为空；不写则在需要时自动生成",
            ),
            param_hint="--token",
        )


def refuse_misfits(redis: str | None, *, many: bool, fresh: bool, stop_with_stdin: bool, kept: bool) -> None:
    if redis is not None and kept:
        raise click.UsageError(
            both(
                "--restore and --save-on-exit are for worlds in memory: with --redis a world outlives the server "
                "anyhow; `mockwx restore FILE` begins it anew while it runs",
                "--restore 和 --save-on-exit 只用于内存中的 world：用 --redis 时 world 本就会保留；"
                "运行期间可用 `mockwx restore FILE` 重新开始",
            )
        )
    if redis is None and (many or fresh):
        name = "--workers" if many else "--fresh"
        raise click.UsageError(
            both(
                f"{name} goes with --redis URL: worlds in memory belong to one process",
                f"{name} 须与 --redis URL 一起使用：内存中的 world 只属于一个进程",
            )
        )
    if many and not (hasattr(socket, "SO_REUSEPORT") and hasattr(os, "fork")):
        raise click.UsageError(both("--workers needs Linux or macOS", "--workers 需要 Linux 或 macOS"))
    if many and stop_with_stdin:
        raise click.UsageError(
            both(
                "--stop-with-stdin is for one process, without --workers",
                "--stop-with-stdin 只用于单进程，不能与 --workers 同用",
            )
        )
