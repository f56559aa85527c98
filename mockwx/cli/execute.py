"""``mockwx exec``: a command whose calls to WeChat's own hosts arrive here."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mockwx.cli.run import COMMAND, WithCommand
from mockwx.core.text.bilingual import both

if TYPE_CHECKING:
    from collections.abc import Callable

    from mockwx.mock import MockWx

USAGE, NO_CALLS = 2, 3
_PASSED_ON = ("SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGWINCH", "SIGCONT")


@click.command(cls=WithCommand, name="exec", options_metavar="[OPTIONS]")
@click.argument("scenario", required=False, metavar="[SCENARIO] -- COMMAND ...")
@click.option("--via", type=click.Choice(["proxy", "hosts"]), default="proxy", show_default=True)
@click.option("--passthrough", default="", metavar="all|HOST,…", help="Hosts other than WeChat's that may be reached.")
@click.option("--require-calls", is_flag=True, help="Exit 3 if the command ended well without a call to WeChat.")
@click.option("--port", default=0, type=click.IntRange(0, 65535), help="Of mockwx; by default a free one.")
@click.option("--app", "apps", multiple=True, metavar="APPID:SECRET", help="An app of your own; repeatable.")
@click.option("--any-app", is_flag=True, help="Take any appid with any secret.")
@click.option("--ca-dir", type=click.Path(path_type=Path, file_okay=False), help="Keep the test CA in this folder.")
@click.option("--quiet", is_flag=True, help="No summary at the end.")
@click.pass_context
def execute(
    ctx: click.Context,
    scenario: str | None,
    via: str,
    passthrough: str,
    require_calls: bool,
    port: int,
    apps: tuple[str, ...],
    any_app: bool,
    ca_dir: Path | None,
    quiet: bool,
) -> None:
    """Run COMMAND with everything set so that its HTTPS calls to WeChat's own hosts arrive at a mockwx of its own.

    Its exit code is passed on, and so are signals. --via hosts is for programs that ignore proxies (Linux): they see
    WeChat's names at an address of this machine. MOCKWX_URL tells the command where mockwx is.
    """
    command: list[str] = ctx.meta.get(COMMAND, [])
    if not command:
        raise click.UsageError(
            both(
                "write the command behind --: mockwx exec happy -- pytest",
                "命令写在 -- 之后：mockwx exec happy -- pytest",
            )
        )
    mockwx = _begun(scenario, apps, any_app, port, ca_dir, passthrough)
    with mockwx, tempfile.TemporaryDirectory(prefix="mockwx-") as folder:
        try:
            code = _run(mockwx, command, Path(folder), via)
        except NotRun as stop:
            click.echo(str(stop), err=True)
            sys.exit(USAGE)
        calls = _told(mockwx, quiet=quiet)
    if require_calls and not calls and code == 0:
        click.echo(both("the command called WeChat not once", "命令没有调用过微信"), err=True)
        code = NO_CALLS
    sys.exit(code)


class NotRun(Exception):
    """The command cannot be run; the text says why."""


def _begun(
    scenario: str | None, apps: tuple[str, ...], any_app: bool, port: int, ca_dir: Path | None, passthrough: str
) -> MockWx:
    from mockwx.cli.serve import read_app, with_apps
    from mockwx.client import MockWxError, read_scenario
    from mockwx.mock import MockWx
    from mockwx.scenario.scenario import Scenario

    try:
        named = Scenario() if scenario is None else read_scenario(scenario)
        first = with_apps(named, [read_app(app) for app in apps], any_app)
        return MockWx(first, port=port, ca_dir=ca_dir, passthrough=passthrough).start()
    except MockWxError as error:
        click.echo(str(error), err=True)
        sys.exit(USAGE)
    except OSError as error:
        why = both(f"mockwx cannot listen on port {port}: {error.strerror}", f"无法监听端口 {port}")
        click.echo(why, err=True)
        sys.exit(USAGE)


def _run(mockwx: MockWx, command: list[str], folder: Path, via: str) -> int:
    from mockwx.intercept.recipes import Recipe, write_files

    ca = mockwx.ca
    files = write_files(folder, ca.encode())
    host, port = mockwx.address
    recipe = Recipe(files, (host, port), mockwx.url if via == "proxy" else None, os.environ, ca, direct=via == "proxy")
    env = {**os.environ, **recipe.all(), "MOCKWX_URL": mockwx.url}
    if via == "hosts":
        from mockwx.intercept.namespace import NoNamespace, entered

        try:
            with entered(command, env, folder, mockwx.listen) as process:
                return _waited(process)
        except NoNamespace as error:
            raise NotRun(str(error)) from None
    try:
        process = subprocess.Popen(command, env=env)  # noqa: S603  the user's own command
    except OSError as error:
        raise NotRun(both(f"{command[0]} cannot be started: {error.strerror}", f"无法启动 {command[0]}")) from None
    return _waited(process)


def _waited(process: subprocess.Popen[Any]) -> int:
    """The command's exit code, as a shell tells it; signals reach the command and not mockwx."""

    def pass_on(number: int, _: object) -> None:
        process.send_signal(number)

    # A terminal sends Ctrl-C to both.
    former: dict[int, Any] = {signal.SIGINT: signal.signal(signal.SIGINT, _at_terminal(process))}
    for name in _PASSED_ON:
        if hasattr(signal, name):
            number = getattr(signal, name)
            former[number] = signal.signal(number, pass_on)
    try:
        code = process.wait()
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
    return 128 - code if code < 0 else code


def _at_terminal(process: subprocess.Popen[Any]) -> Callable[[int, object], None]:
    shared = hasattr(os, "tcgetpgrp") and sys.stdin is not None and sys.stdin.isatty()

    def handle(number: int, _: object) -> None:
        if not shared:
            process.send_signal(number)

    return handle


def _told(mockwx: MockWx, *, quiet: bool) -> int:
    from mockwx.intercept.summary import summary

    calls, lines = summary(mockwx.client.call("GET", "journal", query={"limit": 10**9})["entries"])
    if not quiet:
        click.echo("\n".join(lines), err=True)
    return calls
