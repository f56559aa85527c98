"""A backend that is started for the plays, and ended after them with all that it started itself."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import IO

import aiohttp

from mockwx.core.text.bilingual import both

PATIENCE = 30.0
"""Seconds until a started backend must answer."""
GRACE = 5.0
"""Seconds between the polite end and the other one."""
PAUSE = 0.1
SHOWN = 4000


class BackendNotUp(Exception):
    """No backend answers; the text says why."""


async def answers(url: str) -> str | None:
    """None once anything answers there; else why not."""
    timeout = aiohttp.ClientTimeout(total=5)
    try:
        async with aiohttp.ClientSession(timeout=timeout) as http, http.get(url, allow_redirects=False):
            return None
    except aiohttp.ClientConnectorError as error:
        return error.strerror or str(error)
    except TimeoutError:
        return "nothing within 5 s"
    except (aiohttp.ClientError, OSError):
        return None  # it is no good answer, but somebody is there


class BackendProcess:
    """Use it in an ``async with``; then the backend answers at all of ``urls``.

    ``output``: where it writes to; a file and no pipe, so that nobody has to read along for it to go on.
    """

    def __init__(self, command: Sequence[str], env: Mapping[str, str], urls: Sequence[str], output: IO[bytes]) -> None:
        self._command = command
        self._env = env
        self._urls = urls
        self._output = output
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
            self._process = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=self._output,
                stderr=self._output,
                env={**os.environ, **self._env},
                # A group of its own: reloaders and workers that it starts must end with it.
                start_new_session=True,
            )
        except OSError as error:
            raise BackendNotUp(
                both(f"{self._command[0]} cannot be started: {error.strerror}", f"无法启动 {self._command[0]}")
            ) from None

    async def _wait(self) -> None:
        clock = asyncio.get_running_loop().time
        until = clock() + PATIENCE
        for url in self._urls:
            while (why := await answers(url)) is not None:
                if (dead := self.why_dead()) is not None:
                    raise BackendNotUp(dead)
                if clock() > until:
                    text = both(
                        f"the backend does not answer at {url} after {PATIENCE:g} s: {why}",
                        f"{PATIENCE:g} 秒后后端仍未在 {url} 应答",
                    )
                    raise BackendNotUp(f"{text}\n{self._said()}")
                await asyncio.sleep(PAUSE)

    def _said(self) -> str:
        size = self._output.seek(0, os.SEEK_END)
        self._output.seek(max(0, size - SHOWN))
        text = self._output.read().decode("utf-8", "replace")
        return text.rstrip() or both("(it said nothing)", "（没有任何输出）")

    async def _end(self) -> None:
        process = self._process
        if process is not None:
            if process.returncode is None:
                self._signal(signal.SIGTERM)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(process.wait(), GRACE)
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
