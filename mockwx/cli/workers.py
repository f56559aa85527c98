"""``mockwx serve --workers``: several processes on one port, and one that looks after them."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Callable
from typing import TypeAlias

from mockwx.cli.output import flush, to_stderr
from mockwx.core.text.bilingual import both

_SIGNS = {signal.SIGINT, signal.SIGTERM, signal.SIGCHLD}
GRACE = 5.0
"""Seconds that workers get to end."""
YOUNG = 1.0
"""Seconds; a worker that dies younger is started again only after so many."""

Work: TypeAlias = Callable[[int, int, int], int]
"""Serves until it is told to stop: the worker's number, a descriptor to write to when it listens, one that ends with
the parent; its exit code is returned."""


class NotServing(Exception):
    """A worker ended before it listened."""


def reserve(host: str, port: int) -> socket.socket:
    """The port is ours from now on, and nobody listens there yet.

    :raises OSError: the address is taken or not this machine's.
    """
    family, kind, proto, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, proto) as alone:
        # Whoever shares the port would take a part of the connections.
        alone.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        alone.bind(address)
        address = alone.getsockname()
    listener = socket.socket(family, kind, proto)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listener.bind(address)
    except BaseException:
        listener.close()
        raise
    return listener


class Workers:
    """Keeps ``count`` processes at work. One that dies is replaced; all end with the parent, however it ends."""

    def __init__(self, count: int, work: Work) -> None:
        self._count = count
        self._work = work
        self._born: dict[int, tuple[int, float]] = {}
        """Process → the worker's number, and when it was started."""
        self._alive, self._held = os.pipe()

    def start(self) -> None:
        """Returns when all listen.

        :raises NotServing: one does not.
        """
        signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNS)
        ready = [self._fork(nth) for nth in range(self._count)]
        for end in ready:
            with os.fdopen(end, "rb") as pipe:
                if not pipe.read(1):
                    self.stop()
                    raise NotServing
        # Those that are born later tell nobody.

    def wait(self) -> None:
        """Until somebody wants an end."""
        while signal.sigwait(_SIGNS) == signal.SIGCHLD:
            self._replace()

    def stop(self) -> None:
        for process in self._born:
            os.kill(process, signal.SIGTERM)
        until = time.monotonic() + GRACE
        while self._born and time.monotonic() < until:
            signal.sigtimedwait({signal.SIGCHLD}, 0.05)
            self._reap()
        for process in list(self._born):
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
        self._born.clear()

    def _replace(self) -> None:
        for nth, status, age in self._reap():
            code = os.waitstatus_to_exitcode(status)
            if age < YOUNG and signal.sigtimedwait({signal.SIGINT, signal.SIGTERM}, YOUNG) is not None:
                os.kill(os.getpid(), signal.SIGTERM)
                return
            os.close(self._fork(nth))
            line = both(
                f"worker {nth} ended ({code}) and was started again", f"进程 {nth} 已退出（{code}），已重新启动"
            )
            to_stderr(f"{line}\n")

    def _reap(self) -> list[tuple[int, int, float]]:
        """Who has died: number, status, age in seconds."""
        sockets = []
        for process in list(self._born):
            dead, status = os.waitpid(process, os.WNOHANG)
            if dead:
                nth, born = self._born.pop(process)
                sockets.append((nth, status, time.monotonic() - born))
        return sockets

    def _fork(self, nth: int) -> int:
        """A descriptor from which one byte comes when the new worker listens."""
        end, written = os.pipe()
        flush()
        process = os.fork()
        if process == 0:
            code = 1
            try:
                os.close(end)
                os.close(self._held)
                signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNS)
                code = self._work(nth, written, self._alive)
            finally:
                flush()
                os._exit(code)
        os.close(written)
        self._born[process] = (nth, time.monotonic())
        return end
