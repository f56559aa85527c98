"""A backend that is started for the plays, and ended after them with all that it started itself."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from urllib.parse import urlsplit

import aiohttp

from mockwx.core.text.bilingual import both
from mockwx.intercept.prepared_command import NotIntercepted, PreparedCommand

START_SECONDS = 120.0
"""Seconds until a started backend must answer, where nobody says how many."""
ANSWER_SECONDS = 5.0
"""For one answer of a backend that is being started; then it is asked again."""
FIRST_ANSWER_SECONDS = 60.0
"""For the first answer of one that runs already: many load or compile what they need when they are first asked."""
END_SECONDS = 5.0
"""Seconds between the polite end and the other one."""
LAST_MOMENT_SECONDS = 1.0
"""For a backend that has hung up on somebody to end."""
POLL_SECONDS = 0.1
OUTPUT_BYTES = 4000


class BackendNotUp(Exception):
    """No backend answers; the text says why."""


async def answers(url: str, ready: tuple[str, str] | None = None, *, patience: float | None = None) -> str | None:
    """None once anything answers there, or ``ready`` (method and path) succeeds; else why not.

    :param patience: how many seconds that may take; ``ANSWER_SECONDS`` unless given.
    """
    method, path = ready or ("GET", "")
    seconds = ANSWER_SECONDS if patience is None else patience
    timeout = aiohttp.ClientTimeout(total=seconds)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout) as http,
            http.request(method, url + path, allow_redirects=False) as answer,
        ):
            return f"{method} {path}: HTTP {answer.status}" if ready is not None and answer.status >= 400 else None
    except aiohttp.ClientConnectorError as error:
        return error.strerror or str(error)
    except TimeoutError:
        return f"nothing within {seconds:g} s"
    except (aiohttp.ClientError, OSError) as error:
        # It is no good answer, but somebody is there.
        return None if ready is None else f"{method} {path}: {error}"


async def _accepts(url: str) -> bool:
    """Whether somebody takes connections there; nothing is asked."""
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        _, writer = await asyncio.open_connection(parts.hostname, port)
    except OSError:
        return False
    writer.close()
    return True


async def nobody_listens(urls: Sequence[str], is_hopeless: Callable[[], bool] = lambda: False) -> str | None:
    """None while all can be reached. What is restarted by a program above it gets its time."""
    clock = asyncio.get_running_loop().time
    until = clock() + END_SECONDS
    for url in urls:
        while not await _accepts(url):
            if is_hopeless() or clock() > until:
                return both(f"nothing listens at {url} any more", f"{url} 已无人监听")
            await asyncio.sleep(POLL_SECONDS)
    return None


class BackendProcess:
    """Use it in an ``async with``; then the backend answers at all of ``urls``.

    :param prepare: its command, anew for each start.
    :param output: where its output goes; a file and no pipe, so that nobody has to read along for it to go on.
    :param ready: a request that succeeds once it is up; None: any answer of it will do.
    :param patience: how many seconds that may take.
    :param progress: is told now and then, while it is waited for: seconds so far, and the last line of its output.
    """

    def __init__(
        self,
        prepare: Callable[[], PreparedCommand],
        urls: Sequence[str],
        output: Path,
        *,
        ready: tuple[str, str] | None = None,
        patience: float = START_SECONDS,
        progress: Callable[[float, str], object] | None = None,
    ) -> None:
        self._prepare = prepare
        self._urls = urls
        self._output = output
        self._ready = ready
        self._patience = patience
        self._progress = progress
        self._process: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> BackendProcess:
        try:
            await self._start()
            await self._wait()
        except BaseException:
            await self._end()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._end()

    def why_dead(self) -> str | None:
        """None while it lives."""
        if self._process is None or self._process.returncode is None:
            return None
        code = self._process.returncode
        return both(f"the backend ended with {code}", f"后端已退出，返回值 {code}") + f"\n{self._said()}"

    async def why_gone(self, *, ends: bool = False) -> str | None:
        """None while all of its addresses can be reached.

        :param ends: it hung up on somebody, and connections of a process that ends go before it does.
        """
        if ends and self._process is not None:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._process.wait(), LAST_MOMENT_SECONDS)
        unheard = await nobody_listens(self._urls, lambda: self.why_dead() is not None)
        return self.why_dead() or (unheard and f"{unheard}\n{self._said()}")

    async def restart(self) -> None:
        """As at first, also where some of it still runs.

        :raises BackendNotUp: it does not come up again.
        """
        await self._end()
        await self._start()
        await self._wait()

    async def _start(self) -> None:
        for url in self._urls:
            if await answers(url) is None:
                raise BackendNotUp(
                    both(
                        f"something answers at {url} already, before the backend was started; end it, or leave COMMAND "
                        "away",
                        f"后端还没启动，{url} 就已有应答；请先结束那个进程，或去掉 COMMAND",
                    )
                )
        try:
            command = self._prepare()
        except NotIntercepted as why:
            raise BackendNotUp(str(why)) from None
        try:
            with self._output.open("ab") as output:
                self._process = await asyncio.create_subprocess_exec(
                    *command.arguments,
                    stdin=asyncio.subprocess.DEVNULL,
                    stdout=output,
                    stderr=output,
                    env=command.env,
                    pass_fds=command.pass_fds,
                    # A group of its own: reloaders and workers that it starts must end with it.
                    start_new_session=True,
                )
        except OSError as error:
            program = command.arguments[0]
            raise BackendNotUp(both(f"{program} cannot be started: {error.strerror}", f"无法启动 {program}")) from None
        try:
            reachable = await asyncio.to_thread(command.started)
        except NotIntercepted as why:
            raise BackendNotUp(str(why)) from None
        if not reachable:
            raise BackendNotUp(
                both(
                    "the backend has a network of its own, in which nobody can ask it anything",
                    "后端在独立的网络中运行，无法向它发请求",
                )
            )

    async def _wait(self) -> None:
        clock = asyncio.get_running_loop().time
        began = clock()
        for url in self._urls:
            while (why := await answers(url, self._ready)) is not None:
                if (dead := self.why_dead()) is not None:
                    raise BackendNotUp(dead)
                if clock() > began + self._patience:
                    seconds = f"{self._patience:g}"
                    text = both(
                        f"the backend does not answer at {url} after {seconds} s: {why}; --wait 5m waits longer",
                        f"{seconds} 秒后后端仍未在 {url} 应答；可用 --wait 5m 延长等待",
                    )
                    raise BackendNotUp(f"{text}\n{self._said()}")
                if self._progress is not None:
                    self._progress(clock() - began, self.last_words().rpartition("\n")[2])
                await asyncio.sleep(POLL_SECONDS)

    def _said(self) -> str:
        return self.last_words() or both("(it said nothing)", "（没有任何输出）")

    def last_words(self) -> str:
        """The end of it."""
        with self._output.open("rb") as reading:
            reading.seek(max(0, reading.seek(0, os.SEEK_END) - OUTPUT_BYTES))
            return reading.read().decode("utf-8", "replace").rstrip()

    async def _end(self) -> None:
        process = self._process
        if process is not None:
            if process.returncode is None:
                self._signal(signal.SIGTERM)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(process.wait(), END_SECONDS)
            # Also where it has ended by itself: what it started may live on.
            self._signal(getattr(signal, "SIGKILL", signal.SIGTERM))
            await process.wait()

    def _signal(self, sign: signal.Signals) -> None:
        process = self._process
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if hasattr(os, "killpg"):
                os.killpg(process.pid, sign)
            elif process.returncode is None:  # Windows has no groups of this kind
                process.send_signal(sign)
