"""``mockwx exec``: a command whose calls to WeChat's own hosts arrive here."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import deque
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mockwx.cli import completion
from mockwx.cli.wrapped_command import COMMAND, RunningElsewhere, WithCommand, joined
from mockwx.core.text.bilingual import both
from mockwx.intercept.summary import Summary

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mockwx.intercept.prepare import Destination, Via
    from mockwx.mock import MockWx

USAGE, NO_CALLS = 2, 3
JOURNAL_SIZE = 10_000
"""Entries that ``--journal`` writes at most, the last ones."""
_PASSED_ON = ("SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGWINCH", "SIGCONT")
_OF_ITS_OWN = ("scenario", "apps", "any_app", "ca_dir", "passthrough")
"""Parameters about a mockwx that is started here."""


@click.command(cls=WithCommand, name="exec", options_metavar="[OPTIONS]")
@click.argument("scenario", required=False, metavar="[SCENARIO] -- COMMAND ...", shell_complete=completion.scenarios)
@click.option(
    "--via",
    type=click.Choice(["proxy", "hosts"]),
    default="proxy",
    show_default=True,
    help="Seen at an address of this machine (hosts), or as a proxy.",
)
@click.option("--passthrough", default="", metavar="all|HOST,…", help="Hosts other than WeChat's that may be reached.")
@click.option("--require-calls", is_flag=True, help="Exit 3 if the command ended well without a call to WeChat.")
@click.option("--port", default=0, type=click.IntRange(0, 65535), help="Of mockwx; by default a free one.")
@click.option("--app", "apps", multiple=True, metavar="APPID:SECRET", help="An app of your own; repeatable.")
@click.option("--any-app", is_flag=True, help="Take any appid with any secret; the last 10000 are kept.")
@click.option("--ca-dir", type=click.Path(path_type=Path, file_okay=False), help="Keep the test CA in this folder.")
@click.option(
    "--journal",
    "journal_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Keep what WeChat was asked in this file, a line of JSON per call, secrets masked.",
)
@click.option("--verbose", is_flag=True, help="A line per call as it comes, with the reason for its answer.")
@click.option("--quiet", is_flag=True, help="No summary at the end.")
@click.pass_context
def execute(
    ctx: click.Context,
    scenario: str | None,
    via: Via,
    passthrough: str,
    require_calls: bool,
    port: int,
    apps: tuple[str, ...],
    any_app: bool,
    ca_dir: Path | None,
    journal_file: Path | None,
    verbose: bool,
    quiet: bool,
) -> None:
    """Run COMMAND with everything set so that its HTTPS calls to WeChat's own hosts arrive at a mockwx of its own.

    Its exit code is passed on, and so are signals. --via hosts is for programs that ignore proxies (Linux): they see
    WeChat's names at an address of this machine. MOCKWX_URL tells the command where mockwx is; where it is set already,
    as inside `mockwx run`, that mockwx is joined and none is started.
    """
    command: list[str] = ctx.meta.get(COMMAND, [])
    if not command:
        raise click.UsageError(
            both(
                "write the command behind --: mockwx exec happy -- pytest",
                "命令写在 -- 之后：mockwx exec happy -- pytest",
            )
        )
    calls = _Calls(verbose=verbose)
    with ExitStack() as lasting:
        if (there := joined(os.environ.get("MOCKWX_TOKEN"))) is not None:
            _tell_what_is_ignored(ctx, there.url)
            destination, journal = _elsewhere(there, lasting), _JournalElsewhere(there)
        else:
            journal = None
            destination = lasting.enter_context(
                _begun(scenario, apps, any_app, port, ca_dir, passthrough, on_call=calls.add)
            )
        code = _run(destination, command, via)
        if journal is not None:
            for entry in journal.entries():
                calls.add("", entry)
    if journal_file is not None and not _written(journal_file, calls):
        code = code or USAGE
    if not quiet:
        click.echo("\n".join([*calls.summary.lines(), *_hint(calls.summary, via)]), err=True)
    if require_calls and not calls.summary.calls and code == 0:
        click.echo(both("the command called WeChat not once", "命令没有调用过微信"), err=True)
        code = NO_CALLS
    sys.exit(code)


class _Calls:
    """What WeChat was asked, of all worlds, also what a reset has made the journal forget."""

    def __init__(self, *, verbose: bool) -> None:
        self.summary = Summary()
        self.entries: deque[dict[str, Any]] = deque(maxlen=JOURNAL_SIZE)
        self._verbose = verbose

    def add(self, world: str, entry: Mapping[str, Any]) -> None:
        self.summary.add(entry)
        self.entries.append({"world": world, **entry})
        if self._verbose:
            click.echo(f"mockwx: ~{world} {entry['line']}" if world else f"mockwx: {entry['line']}", err=True)


class _JournalElsewhere:
    """The journal of a mockwx that was joined, from now on."""

    def __init__(self, mockwx: MockWx) -> None:
        self._client = mockwx.client
        last = self._client.call("GET", "journal", query={"limit": 1})["entries"]
        self._since = last[-1]["number"] if last else 0

    def entries(self) -> list[dict[str, Any]]:
        """Of a world that was begun anew meanwhile only what it still has."""
        return list(self._client.call("GET", "journal", query={"since": self._since, "limit": 10**9})["entries"])


def _elsewhere(mockwx: MockWx, lasting: ExitStack) -> Destination:
    from mockwx.intercept.forwarded_sockets import ForwardedSockets

    return RunningElsewhere(mockwx, lasting.enter_context(ForwardedSockets(mockwx.address)))


def _tell_what_is_ignored(ctx: click.Context, url: str) -> None:
    from click.core import ParameterSource

    default = (ParameterSource.DEFAULT, ParameterSource.DEFAULT_MAP)
    ignored = [name for name in _OF_ITS_OWN if ctx.get_parameter_source(name) not in default and ctx.params[name]]
    if ignored:
        names = ", ".join("SCENARIO" if name == "scenario" else _option(name) for name in ignored)
        click.echo(
            both(
                f"MOCKWX_URL is set: the mockwx at {url} is joined as it is, without {names}",
                f"已设置 MOCKWX_URL：直接加入 {url} 的 mockwx，忽略 {names}",
            ),
            err=True,
        )


def _option(name: str) -> str:
    return "--app" if name == "apps" else f"--{name.replace('_', '-')}"


def _begun(
    scenario: str | None,
    apps: tuple[str, ...],
    any_app: bool,
    port: int,
    ca_dir: Path | None,
    passthrough: str,
    *,
    on_call: Callable[[str, Mapping[str, Any]], object],
) -> MockWx:
    from mockwx.cli.serve_options import read_app, with_apps
    from mockwx.client import MockWxError, read_scenario
    from mockwx.mock import MockWx
    from mockwx.scenario.scenario import Scenario

    try:
        named = Scenario() if scenario is None else read_scenario(scenario)
        first = with_apps(named, [read_app(app) for app in apps], any_app)
        return MockWx(first, port=port, ca_dir=ca_dir, passthrough=passthrough, on_call=on_call).start()
    except MockWxError as error:
        click.echo(str(error), err=True)
        sys.exit(USAGE)
    except OSError as error:
        why = both(f"mockwx cannot listen on port {port}: {error.strerror}", f"无法监听端口 {port}")
        click.echo(why, err=True)
        sys.exit(USAGE)


def _run(mockwx: Destination, command: list[str], via: Via) -> int:
    from mockwx.intercept.prepare import prepared
    from mockwx.intercept.prepared_command import NotIntercepted

    try:
        with prepared(command, mockwx, via) as ready:
            process = subprocess.Popen(ready.arguments, env=ready.env, pass_fds=ready.pass_fds)  # noqa: S603  the user's own command
            try:
                ready.started()
            except NotIntercepted:
                process.wait()
                raise
            return _waited(process)
    except NotIntercepted as why:
        click.echo(str(why), err=True)
    except OSError as error:
        what = both(f"{command[0]} cannot be started: {error.strerror}", f"无法启动 {command[0]}")
        click.echo(what, err=True)
    sys.exit(USAGE)


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


def _hint(summary: Summary, via: Via) -> list[str]:
    if summary.calls or via == "hosts" or sys.platform != "linux":
        return []
    what = both(
        "  if it should have: --via hosts leads programs that ignore proxies too",
        "  若本应有调用：--via hosts 也能引导不理会代理的程序",
    )
    return [what]


def _written(file: Path, calls: _Calls) -> bool:
    from mockwx.files import NotWritten, write_private

    try:
        write_private(file, "".join(f"{json.dumps(entry, ensure_ascii=False)}\n" for entry in calls.entries))
    except NotWritten as why:
        click.echo(str(why), err=True)
        return False
    return True
