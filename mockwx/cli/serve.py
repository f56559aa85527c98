"""``mockwx serve``: the server of a laptop or a CI job."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import secrets
import signal
import socket
import sys
import tempfile
from functools import partial
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click
from msgspec.structs import replace

from mockwx.cli import completion
from mockwx.cli.greeting import Greeting
from mockwx.cli.output import LogHandler, flush, to_stderr
from mockwx.cli.served_worlds import put, watch
from mockwx.core.people.accounts import App, app_called
from mockwx.core.pushes.reach import is_allowed, why_not
from mockwx.core.text.bilingual import both
from mockwx.core.web.authority import parse_http_url
from mockwx.files import NotWritten
from mockwx.scenario.scenario import Scenario
from mockwx.server.http import HttpServer
from mockwx.server.loop import run
from mockwx.store.memory.worlds import MemoryWorlds

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from mockwx.store.port import Store

_STOPPING_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@click.command()
@click.argument("scenarios", nargs=-1, metavar="[SCENARIO ...]", shell_complete=completion.scenarios)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8780, show_default=True, type=click.IntRange(0, 65535), help="0: a free one.")
@click.option("--app", "apps", multiple=True, metavar="APPID:SECRET", help="An app of your own; repeatable.")
@click.option("--any-app", is_flag=True, help="Take any appid with any secret.")
@click.option("--watch", is_flag=True, help="Begin anew when a scenario file changes.")
@click.option("--journal", default=10_000, show_default=True, type=click.IntRange(1), help="Calls to remember.")
@click.option("--redis", metavar="URL", envvar="MOCKWX_REDIS", help="Keep worlds in Redis, shared by many servers.")
@click.option("--workers", type=click.IntRange(1), help="So many processes on the port; needs --redis.")
@click.option("--fresh", is_flag=True, help="With --redis: begin the worlds anew instead of joining those there.")
@click.option(
    "--token",
    envvar="MOCKWX_TOKEN",
    show_envvar=True,
    help="What control calls must bring; made up where other machines can connect.",
)
@click.option(
    "--callback-host",
    "callback_hosts",
    multiple=True,
    metavar="HOST",
    help="Where else than to this machine callbacks may be delivered; repeatable.",
)
@click.option(
    "--allow-host",
    "allow_hosts",
    multiple=True,
    metavar="HOST",
    help="By what other name control calls may ask for this server; .example.com: all below it; repeatable.",
)
@click.option(
    "--map",
    "maps",
    multiple=True,
    metavar="FROM=TO",
    help="Where pages' requests to a host go: https://example.com=http://127.0.0.1:8000; repeatable.",
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
    redis: str | None,
    workers: int | None,
    fresh: bool,
    token: str | None,
    callback_hosts: tuple[str, ...],
    allow_hosts: tuple[str, ...],
    maps: tuple[str, ...],
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
    logging.basicConfig(level=logging.WARNING, format="%(message)s", handlers=[LogHandler()])
    extra = [read_app(words) for words in apps]

    def complete(scenario: Scenario) -> Scenario:
        return with_apps(scenario, extra, any_app)

    loaded = {name: complete(scenario) for name, scenario in _load(scenarios).items()}
    relays = dict(read_map(words, callback_hosts) for words in maps)
    many = workers is not None and workers > 1
    _refuse_misfits(redis, many=many, fresh=fresh)
    _refuse_blank(token)
    is_token_made = token is None and not _is_loopback(host)
    if is_token_made:
        token = secrets.token_urlsafe(18)
    worlds = _open(redis, journal, loaded, fresh=fresh)

    def make(worlds: Store, ca_dir: Path | None) -> HttpServer:
        return HttpServer(
            worlds,
            token=token,
            callback_hosts=callback_hosts,
            log=None if quiet else to_stderr,
            ca_dir=ca_dir,
            passthrough=passthrough,
            allow_hosts=allow_hosts,
            relays=relays,
        )

    watched = complete if watch else None
    greeting = Greeting(host, token, is_token_made, ready_file)
    greeting.prepare()
    if many and redis is not None and workers is not None:
        with _shared_ca(ca_dir) as shared:
            make_one = partial(make, ca_dir=shared)
            sys.exit(_serve_many(workers, make_one, redis, journal, host, port, worlds, loaded, watched, greeting))
    server = make(worlds, ca_dir)
    if ca_dir is not None:
        usable(server)
    sys.exit(run(_serve(server, host, port, worlds, loaded, watched, greeting)))


def usable(server: HttpServer) -> None:
    """What is wrong with the CA's folder is told before anything is served."""
    try:
        _ = server.interception.authority
    except ValueError as error:
        click.echo(str(error), err=True)
        sys.exit(2)


@contextlib.contextmanager
def _shared_ca(chosen: Path | None) -> Iterator[Path]:
    """A folder for the one CA of all workers."""
    if chosen is not None:
        yield chosen
        return
    with tempfile.TemporaryDirectory(prefix="mockwx-ca-") as folder:
        yield Path(folder)


def _refuse_blank(token: str | None) -> None:
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


def _refuse_misfits(redis: str | None, *, many: bool, fresh: bool) -> None:
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


def _open(redis: str | None, journal: int, loaded: dict[str, Scenario], *, fresh: bool) -> Store:
    if redis is None:
        worlds: Store = MemoryWorlds(journal_size=journal)
        put(worlds, loaded)
        return worlds
    from mockwx.cli.redis_worlds import join, open_redis, stopping

    with stopping(redis):
        shared = open_redis(redis, journal)
        if fresh:
            put(shared, loaded)
        else:
            join(shared, loaded)
    return shared


def _serve_many(
    count: int,
    make: Callable[[Store], HttpServer],
    redis: str,
    journal: int,
    host: str,
    port: int,
    worlds: Store,
    loaded: dict[str, Scenario],
    watched: Callable[[Scenario], Scenario] | None,
    greeting: Greeting,
) -> int:
    """The parent serves nothing: it starts, greets, and looks after those that serve."""
    from mockwx.cli.workers import NotServing, Workers, reserve
    from mockwx.store.redis.worlds import RedisWorlds

    try:
        reserved = reserve(host, port)
    except OSError as error:
        return _cannot_listen(host, port, error)
    port = reserved.getsockname()[1]

    def work(nth: int, ready: int, alive: int) -> int:
        # Without a look whether it answers: a worker that is started again must not depend on it.
        own = RedisWorlds(redis, journal_size=journal)
        serving = Serving(ready, alive)
        mine = watched if nth == 0 else None
        return run(_serve(make(own), host, port, own, loaded, mine, serving=serving))

    workers = Workers(count, work)
    with reserved:
        try:
            workers.start()
        except NotServing:
            return 1
        try:
            if not _greeted(greeting, port, worlds):
                return 1
            asyncio.run(worlds.close())
            workers.wait()
        finally:
            workers.stop()
            greeting.end()
    return 0


async def _serve(
    server: HttpServer,
    host: str,
    port: int,
    worlds: Store,
    loaded: dict[str, Scenario],
    watched: Callable[[Scenario], Scenario] | None,
    greeting: Greeting | None = None,
    serving: Serving | None = None,
) -> int:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in _STOPPING_SIGNALS:
        try:
            loop.add_signal_handler(sign, stopping.set)
        except NotImplementedError:  # Windows
            signal.signal(sign, lambda *_: loop.call_soon_threadsafe(stopping.set))
    try:
        await server.start(host, port, shared=serving is not None)
    except OSError as error:
        return _cannot_listen(host, port, error)
    if greeting is not None and not _greeted(greeting, server.port, worlds):
        await server.stop()
        return 1
    if serving is not None:
        loop.add_reader(serving.alive, stopping.set)
        with contextlib.suppress(BrokenPipeError):  # nobody waits for a worker that replaces another
            os.write(serving.ready, b".")
        os.close(serving.ready)
    watching = asyncio.create_task(watch(worlds, loaded, watched)) if watched is not None else None
    try:
        await stopping.wait()
    finally:
        if watching is not None:
            watching.cancel()
        await server.stop()
        if greeting is not None:
            greeting.end()
        await asyncio.to_thread(flush)
        _ignore_signals(loop)
    return 0


def _ignore_signals(loop: asyncio.AbstractEventLoop) -> None:
    """The process has stopped but for leaving: a second Ctrl-C must not make an error of that."""
    if hasattr(signal, "pthread_sigmask"):
        # The loop puts back what kills; until that is replaced, signals wait.
        signal.pthread_sigmask(signal.SIG_BLOCK, _STOPPING_SIGNALS)
    for sign in _STOPPING_SIGNALS:
        with contextlib.suppress(NotImplementedError):  # Windows
            loop.remove_signal_handler(sign)
        signal.signal(sign, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPPING_SIGNALS)


def _greeted(greeting: Greeting, port: int, worlds: Store) -> bool:
    """Whoever waits for the ready file would wait for ever where it cannot be written."""
    try:
        greeting.say(port, worlds)
    except NotWritten as why:
        click.echo(f"--ready-file: {why}", err=True)
        return False
    return True


def _cannot_listen(host: str, port: int, error: OSError) -> int:
    click.echo(
        both(
            f"mockwx cannot listen on {host}:{port}: {error.strerror}; --port 0 picks a free port",
            f"无法监听 {host}:{port}；可用 --port 0 自动选择空闲端口",
        ),
        err=True,
    )
    return 1


class Serving(NamedTuple):
    """What binds a worker to its parent: two descriptors."""

    ready: int
    """Written to when it listens."""
    alive: int
    """At its end when the parent is gone."""


def _load(names: Sequence[str]) -> dict[str, Scenario]:
    """Scenarios by world name; the first is the default world too."""
    if not names:
        return {"": Scenario()}
    from mockwx.mock import MockWxError, read_scenario

    loaded: dict[str, Scenario] = {}
    problems = []
    for wanted in names:
        try:
            scenario = read_scenario(wanted)
        except MockWxError as error:
            problems.append(str(error))
            continue
        loaded.setdefault("", scenario)
        if len(names) > 1:
            loaded[Path(wanted).stem] = scenario
    if problems:
        click.echo("\n".join(problems), err=True)
        sys.exit(1)
    return loaded


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


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
