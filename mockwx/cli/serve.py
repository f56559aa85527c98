"""``mockwx serve``: the server of a laptop or a CI job."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import shutil
import signal
import sys
from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mockwx.core.accounts import App, Kind, app_called
from mockwx.core.words import both
from mockwx.scenario.scenario import Scenario
from mockwx.server.http import HttpServer
from mockwx.server.loop import run
from mockwx.server.wall import wall
from mockwx.store.worlds import Worlds

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mockwx.core.world import World


@click.command()
@click.argument("scenarios", nargs=-1, metavar="[SCENARIO ...]")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8780, show_default=True, type=click.IntRange(0, 65535), help="0: a free one.")
@click.option("--app", "apps", multiple=True, metavar="APPID:SECRET", help="An app of your own; repeatable.")
@click.option("--any-app", is_flag=True, help="Take any appid with any secret.")
@click.option("--watch", is_flag=True, help="Begin anew when a scenario file changes.")
@click.option("--journal", default=10_000, show_default=True, type=click.IntRange(1), help="Calls to remember.")
@click.option("--token", help="What control calls must bring; made up where other machines can connect.")
@click.option(
    "--callback-host",
    "callback_hosts",
    multiple=True,
    metavar="HOST",
    help="Where else than to this machine callbacks may be delivered; repeatable.",
)
@click.option("--ca-dir", type=click.Path(path_type=Path, file_okay=False), help="Keep the test CA in this folder.")
@click.option("--passthrough", default="", metavar="all|HOST,…", help="Hosts other than WeChat's that may be reached.")
@click.option("--ready-file", type=click.Path(path_type=Path), help="Written with the URL once it serves.")
@click.option("--quiet", is_flag=True, help="No line per call.")
def serve(
    scenarios: tuple[str, ...],
    host: str,
    port: int,
    apps: tuple[str, ...],
    any_app: bool,
    watch: bool,
    journal: int,
    token: str | None,
    callback_hosts: tuple[str, ...],
    ca_dir: Path | None,
    passthrough: str,
    ready_file: Path | None,
    quiet: bool,
) -> None:
    """Serve WeChat on this machine.

    Without a SCENARIO there are the mini program shop and the users alice and bob. The first SCENARIO is the
    default world; each is also served as the world of its file's name, below /~NAME/.
    """
    allow_many_connections()
    extra = [read_app(each) for each in apps]

    def complete(scenario: Scenario) -> Scenario:
        return with_apps(scenario, extra, any_app)

    loaded = {name: complete(each) for name, each in _load(scenarios).items()}
    worlds = Worlds(journal_size=journal)
    _put(worlds, loaded)
    if token is None and not _is_loopback(host):
        token = secrets.token_urlsafe(18)
    log = None if quiet else _to_stderr
    server = HttpServer(
        worlds, token=token, callback_hosts=callback_hosts, log=log, ca_dir=ca_dir, passthrough=passthrough
    )
    if ca_dir is not None:
        usable(server)
    sys.exit(run(_serve(server, host, port, worlds, loaded, ready_file, token, complete if watch else None)))


def usable(server: HttpServer) -> None:
    """What is wrong with the CA's folder is told before anything is served."""
    try:
        _ = server.interception.authority
    except ValueError as error:
        click.echo(str(error), err=True)
        sys.exit(2)


async def _serve(
    server: HttpServer,
    host: str,
    port: int,
    worlds: Worlds,
    loaded: dict[str, Scenario],
    ready_file: Path | None,
    token: str | None,
    watched: Callable[[Scenario], Scenario] | None,
) -> int:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(sign, stopping.set)
        except NotImplementedError:  # Windows
            signal.signal(sign, lambda *_: loop.call_soon_threadsafe(stopping.set))
    try:
        await server.start(host, port)
    except OSError as error:
        click.echo(
            both(
                f"mockwx cannot listen on {host}:{port}: {error.strerror}; --port 0 picks a free port",
                f"无法监听 {host}:{port}；可用 --port 0 自动选择空闲端口",
            ),
            err=True,
        )
        return 1
    click.echo(f"mockwx listening on {server.url if host != '0.0.0.0' else f'http://{host}:{server.port}'}")  # noqa: S104
    _greet(server, worlds, token)
    sys.stdout.flush()
    if ready_file is not None:
        # Whoever polls for the file never sees it empty.
        fresh = ready_file.with_name(ready_file.name + ".new")
        fresh.write_text(server.url + "\n", encoding="utf-8")
        fresh.replace(ready_file)
    watching = asyncio.create_task(_watch(worlds, loaded, watched)) if watched is not None else None
    try:
        await stopping.wait()
    finally:
        if watching is not None:
            watching.cancel()
        await server.stop()
        if ready_file is not None:
            ready_file.unlink(missing_ok=True)
    return 0


def _greet(server: HttpServer, worlds: Worlds, token: str | None) -> None:
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
            code = f"$({command} login {users[0].name if users else 'alice'} --url {server.url}{access})"
            lines.append("  try it / 试一试:")
            lines.append(
                f'    curl "{server.url}/sns/jscode2session?appid={mini.appid}&secret={secret}'
                f'&js_code={code}&grant_type=authorization_code"'
            )
        return lines

    for each in worlds.run("", told, wall=wall()):
        click.echo(each)
    others = [name for name in worlds.names() if name]
    if others:
        click.echo("  worlds: " + ", ".join(f"{server.url}/~{name}" for name in others))
    if token is not None:
        click.echo(f"  control token: {token}")


def _load(given: Sequence[str]) -> dict[str, Scenario]:
    """Scenarios by world name; the first is the default world too."""
    if not given:
        return {"": Scenario()}
    from mockwx.mock import MockWxError, read_scenario

    loaded: dict[str, Scenario] = {}
    problems = []
    for each in given:
        try:
            scenario = read_scenario(each)
        except MockWxError as error:
            problems.append(str(error))
            continue
        loaded.setdefault("", scenario)
        if len(given) > 1:
            loaded[Path(each).stem] = scenario
    if problems:
        click.echo("\n".join(problems), err=True)
        sys.exit(1)
    return loaded


def _put(worlds: Worlds, loaded: dict[str, Scenario]) -> None:
    for name, scenario in loaded.items():
        start = wall() if scenario.start is None else scenario.start
        worlds.put(name, scenario, wall=wall(), series=f"{start}{name}")


def allow_many_connections() -> None:
    """As many open sockets as the system grants without asking: a test may hold thousands of hanging calls."""
    try:
        import resource
    except ImportError:  # Windows
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < hard:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def read_app(given: str) -> App:
    appid, colon, secret = given.partition(":")
    if not appid or not colon or not secret:
        raise click.BadParameter(
            both(f"{given!r} is not APPID:SECRET", f"{given!r} 不是 APPID:SECRET 的形式"), param_hint="--app"
        )
    return app_called(appid, appid=appid, secret=secret)


def with_apps(scenario: Scenario, apps: list[App], any_app: bool) -> Scenario:
    """Apps of the command line come first: whoever names one means it."""
    taken = {app.appid for app in apps}
    kept = tuple(app for app in scenario.apps if app.appid not in taken)
    return replace(scenario, apps=(*apps, *kept), any_app=any_app or scenario.any_app)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _to_stderr(lines: str) -> None:
    sys.stderr.write(lines)
    sys.stderr.flush()


async def _watch(worlds: Worlds, loaded: dict[str, Scenario], complete: Callable[[Scenario], Scenario]) -> None:
    """Twice a second; a file with problems is told about, and the world stays as it was."""
    from mockwx.mock import MockWxError, read_scenario

    def stamp(path: str) -> float:
        try:
            return Path(path).stat().st_mtime
        except OSError:
            return 0.0

    paths = {name: each.path for name, each in loaded.items() if each.path is not None}
    stamps = {path: stamp(path) for path in paths.values()}
    while True:
        await asyncio.sleep(0.5)
        for path in {path for path in paths.values() if stamp(path) != stamps[path]}:
            stamps[path] = stamp(path)
            try:
                scenario = complete(read_scenario(path))
            except MockWxError as error:
                _to_stderr(f"{error}\n")
                continue
            for name in [name for name, each in paths.items() if each == path]:
                _put(worlds, {name: scenario})
            _to_stderr(both(f"{path} changed: its world begins anew", f"{path} 已变化，world 重新开始") + "\n")
