"""``mockwx serve``: the server of a laptop or a CI job."""

from __future__ import annotations

import contextlib
import logging
import secrets
import sys
import tempfile
from functools import partial
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mockwx.cli import completion
from mockwx.cli.end_of_input import stop_at_end_of_input
from mockwx.cli.greeting import Greeting
from mockwx.cli.output import LogHandler, to_stderr
from mockwx.cli.serve_options import (
    load_scenarios,
    read_app,
    read_map,
    read_worlds,
    refuse_blank,
    refuse_misfits,
    with_apps,
)
from mockwx.cli.served_worlds import put, watch_scenarios
from mockwx.cli.serving import Service, allow_many_connections, refuse_unusable_ca, serve_many, serve_until_stopped
from mockwx.cli.world_file import WorldFile, save_or_tell
from mockwx.scenario.scenario import Scenario
from mockwx.server.event_loop import run
from mockwx.server.http_server import HttpServer
from mockwx.store.memory.worlds import MemoryWorlds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mockwx.store.port import Store


@click.command()
@click.argument("scenarios", nargs=-1, metavar="[SCENARIO ...]", shell_complete=completion.scenarios)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8780, show_default=True, type=click.IntRange(0, 65535), help="0: a free one.")
@click.option("--app", "apps", multiple=True, metavar="APPID:SECRET", help="An app of your own; repeatable.")
@click.option("--any-app", is_flag=True, help="Take any appid with any secret; the last 10000 are kept.")
@click.option(
    "--world",
    "named",
    multiple=True,
    metavar="NAME=SCENARIO",
    help="Another world, below /~NAME/; repeatable.",
    shell_complete=completion.scenarios,
)
@click.option(
    "--restore",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Begin the default world as the snapshot in FILE.",
)
@click.option(
    "--save-on-exit",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the default world to FILE in the end, with its secrets.",
)
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
@click.option(
    "--stop-with-stdin", is_flag=True, help="End when standard input does, as with the program that holds it."
)
def serve(
    scenarios: tuple[str, ...],
    host: str,
    port: int,
    apps: tuple[str, ...],
    any_app: bool,
    named: tuple[str, ...],
    restore: Path | None,
    save_on_exit: Path | None,
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
    stop_with_stdin: bool,
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

    chosen = load_scenarios(scenarios, read_worlds(named, scenarios))
    loaded = {name: complete(scenario) for name, scenario in chosen.items()}
    kept = WorldFile(restore, save_on_exit)
    relays = dict(read_map(words, callback_hosts) for words in maps)
    many = workers is not None and workers > 1
    refuse_misfits(redis, many=many, fresh=fresh, stop_with_stdin=stop_with_stdin, kept=kept != WorldFile(None, None))
    refuse_blank(token)
    is_token_made = token is None and not _is_loopback(host)
    if is_token_made:
        token = secrets.token_urlsafe(18)
    worlds = _open(redis, journal, loaded, fresh=fresh)
    kept.begin(worlds, extra, any_app=any_app)

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

    watch_files = partial(watch_scenarios, loaded=loaded, complete=complete) if watch else None
    greeting = Greeting(host, token, is_token_made, ready_file)
    greeting.prepare()
    if many and redis is not None and workers is not None:
        from mockwx.cli.redis_worlds import open_unasked

        with _shared_ca(ca_dir) as shared:
            service = Service(host, port, partial(make, ca_dir=shared), watch_files)
            sys.exit(serve_many(workers, service, partial(open_unasked, redis, journal), worlds, greeting))
    server = make(worlds, ca_dir)
    if ca_dir is not None:
        refuse_unusable_ca(server)
    service = Service(host, port, lambda _: server, watch_files)
    if stop_with_stdin:
        stop_at_end_of_input()
    code = run(serve_until_stopped(service, worlds, greeting))
    # Where it never served, there is nothing that would be worth more than what the file holds.
    sys.exit(code or not save_or_tell(kept, worlds))


@contextlib.contextmanager
def _shared_ca(chosen: Path | None) -> Iterator[Path]:
    """A folder for the one CA of all workers."""
    if chosen is not None:
        yield chosen
        return
    with tempfile.TemporaryDirectory(prefix="mockwx-ca-") as folder:
        yield Path(folder)


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


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
