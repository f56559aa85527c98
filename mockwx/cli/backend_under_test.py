"""The backend under test of ``run`` and ``audit``: with a mockwx to ask, and started where a command is given."""

from __future__ import annotations

import asyncio
import signal
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeVar

import click

from mockwx.cli.progress import Progress
from mockwx.cli.wrapped_command import RunningElsewhere, joined
from mockwx.core.text.bilingual import both
from mockwx.scenario.backend_description import BackendStart

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Sequence

    from mockwx.intercept.prepare import Destination, Via
    from mockwx.intercept.prepared_command import PreparedCommand
    from mockwx.mock import MockWx
    from mockwx.play.backend import Backend, BackendSettings
    from mockwx.play.play_all import RunningBackend

T = TypeVar("T")


class NothingToPlay(Exception):
    """Nothing can be played; the text says why."""


def patience_of(wait: str | None) -> int | None:
    """Milliseconds of ``--wait``."""
    from mockwx.core.text.durations import parse_duration

    try:
        return None if wait is None else parse_duration(wait)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--wait") from None


@contextmanager
def mockwx_to_ask(url: str | None, port: int, token: str | None) -> Iterator[tuple[MockWx, Destination]]:
    """One that runs already, or one that is started here and stopped in the end; both as what calls are led to."""
    from mockwx.intercept.forwarded_sockets import ForwardedSockets
    from mockwx.mock import MockWx, MockWxError

    try:
        running = joined(token) if url is None else MockWx.connect(url, token=token)
    except MockWxError as error:
        raise NothingToPlay(str(error)) from None
    if running is not None:
        with _as_it_was(running), ForwardedSockets(running.address) as forwarded_sockets:
            yield running, RunningElsewhere(running, forwarded_sockets)
        return
    try:
        started = MockWx(port=port).start()
    except OSError as error:
        raise NothingToPlay(
            both(
                f"mockwx cannot listen on 127.0.0.1:{port}: {error.strerror}; is one running there? then give "
                f"--url http://127.0.0.1:{port}",
                f"无法监听 127.0.0.1:{port}；若已有 mockwx 在运行，请用 --url http://127.0.0.1:{port}",
            )
        ) from None
    with started:
        yield started, started


@contextmanager
def _as_it_was(mockwx: MockWx) -> Iterator[None]:
    """Whoever else uses a server that runs already finds its world in the end as it was before."""
    from mockwx.mock import MockWxError

    before = mockwx.client.snapshot()
    try:
        yield
    finally:
        try:
            mockwx.client.restore(before)
        except MockWxError as error:
            click.echo(
                both(f"the world of {mockwx.url} is not as it was: {error}", f"{mockwx.url} 的 world 未能还原"),
                err=True,
            )


def environment_of(settings: BackendSettings, mockwx: MockWx, via: Via | None) -> dict[str, str]:
    """What ``audit.environment`` of the backend file tells a command; where WeChat's own hosts are led here, they are
    where WeChat is."""
    return settings.environment(mockwx.url if via is None else None)


def well_for_a_start(settings: BackendSettings, mockwx: MockWx) -> None:
    """WeChat is well and knows the backend file's apps: many backends fetch an access_token before they listen."""
    from mockwx.play.wechat_side import WechatSide

    WechatSide(mockwx.client).begin(settings.into({"mockwx": 1}))


async def with_backend(
    backends: Sequence[Backend],
    judge: Callable[[RunningBackend], Awaitable[T]],
    prepare: Callable[[], PreparedCommand] | None,
    patience: int | None,
    output: Path | None = None,
) -> T:
    """What ``judge`` makes of the backend, which listens now. ``output``: where what it writes is kept."""
    from mockwx.play.backend_process import FIRST_ANSWER_SECONDS, START_SECONDS, BackendNotUp, BackendProcess, answers
    from mockwx.play.play_all import ForeignBackend

    task = asyncio.current_task()
    if task is not None and hasattr(signal, "SIGTERM"):
        with suppress(NotImplementedError):  # Windows
            # So that a started backend is ended too.
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    urls = list(dict.fromkeys(backend.url for backend in backends))
    if prepare is None:
        for url in urls:
            if (why_not := await answers(url, patience=FIRST_ANSWER_SECONDS)) is not None:
                raise NothingToPlay(both(f"no backend answers at {url}: {why_not}", f"{url} 没有后端应答"))
        return await judge(ForeignBackend(urls))
    start = next((backend.start for backend in backends if backend.start != BackendStart()), BackendStart())
    longest = patience if patience is not None else start.timeout
    with TemporaryDirectory(prefix="mockwx-") as folder, Progress() as progress:
        backend = BackendProcess(
            prepare,
            urls,
            output or Path(folder) / "output",
            ready=start.ready,
            patience=START_SECONDS if longest is None else longest / 1000,
            progress=progress.tell,
        )
        try:
            async with backend:
                progress.end()
                return await judge(backend)
        except BackendNotUp as why:
            raise NothingToPlay(str(why)) from None
