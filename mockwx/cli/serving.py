"""Serving until a signal comes: one process, or a parent that looks after workers; signals, greeting and the end."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from mockwx.cli.output import flush
from mockwx.cli.stopping_signals import call_at_signal
from mockwx.core.text.bilingual import both
from mockwx.files import NotWritten
from mockwx.server.event_loop import run

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from mockwx.cli.greeting import Greeting
    from mockwx.server.http_server import HttpServer
    from mockwx.store.port import Store


class ParentPipes(NamedTuple):
    """What binds a worker to its parent: two descriptors."""

    ready: int
    """Written to when it listens."""
    alive: int
    """At its end when the parent is gone."""


class Service(NamedTuple):
    """What is served where."""

    host: str
    port: int
    make: Callable[[Store], HttpServer]
    watch: Callable[[Store], Coroutine[Any, Any, None]] | None
    """Begins worlds anew when their files change, for as long as it runs."""


def serve_many(
    count: int, service: Service, open_worlds: Callable[[], Store], worlds: Store, greeting: Greeting
) -> int:
    """The parent serves nothing: it starts, greets, and looks after those that serve."""
    from mockwx.cli.workers import NotServing, Workers, reserve

    try:
        reserved = reserve(service.host, service.port)
    except OSError as error:
        return _cannot_listen(service, error)
    service = service._replace(port=reserved.getsockname()[1])

    def work(nth: int, ready: int, alive: int) -> int:
        # One watches for all.
        own = service if nth == 0 else service._replace(watch=None)
        return run(serve_until_stopped(own, open_worlds(), parent=ParentPipes(ready, alive)))

    workers = Workers(count, work)
    with reserved:
        try:
            workers.start()
        except NotServing:
            return 1
        try:
            if not _greeted(greeting, service.port, worlds):
                return 1
            asyncio.run(worlds.close())
            workers.wait()
        finally:
            workers.stop()
            greeting.end()
    return 0


async def serve_until_stopped(
    service: Service, worlds: Store, greeting: Greeting | None = None, parent: ParentPipes | None = None
) -> int:
    """The exit code of the process; ``greeting`` and ``parent``: who is told that it serves."""
    server = service.make(worlds)
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()

    def stop() -> None:
        with contextlib.suppress(RuntimeError):  # it has stopped for another reason
            loop.call_soon_threadsafe(stopping.set)

    call_at_signal(stop)
    try:
        await server.start(service.host, service.port, shared=parent is not None)
    except OSError as error:
        return _cannot_listen(service, error)
    if greeting is not None and not _greeted(greeting, server.port, worlds):
        await server.stop()
        return 1
    if parent is not None:
        loop.add_reader(parent.alive, stopping.set)
        with contextlib.suppress(BrokenPipeError):  # nobody waits for a worker that replaces another
            os.write(parent.ready, b".")
        os.close(parent.ready)
    watching = asyncio.create_task(service.watch(worlds)) if service.watch is not None else None
    try:
        await stopping.wait()
    finally:
        if watching is not None:
            watching.cancel()
        await server.stop()
        if greeting is not None:
            greeting.end()
        await asyncio.to_thread(flush)
    return 0


def _greeted(greeting: Greeting, port: int, worlds: Store) -> bool:
    """Whoever waits for the ready file would wait for ever where it cannot be written."""
    try:
        greeting.say(port, worlds)
    except NotWritten as why:
        click.echo(f"--ready-file: {why}", err=True)
        return False
    return True


def _cannot_listen(service: Service, error: OSError) -> int:
    host, port = service.host, service.port
    click.echo(
        both(
            f"mockwx cannot listen on {host}:{port}: {error.strerror}; --port 0 picks a free port",
            f"无法监听 {host}:{port}；可用 --port 0 自动选择空闲端口",
        ),
        err=True,
    )
    return 1


def refuse_unusable_ca(server: HttpServer) -> None:
    """What is wrong with the CA's folder is told before anything is served."""
    try:
        _ = server.interception.authority
    except ValueError as error:
        click.echo(str(error), err=True)
        sys.exit(2)


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
