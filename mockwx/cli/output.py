"""Output that holds nobody up: to a terminal, a pipe that nobody reads, a full disk, or no stream at all."""

from __future__ import annotations

import contextlib
import errno
import io
import logging
import os
import sys
import threading
from collections import deque
from typing import Any, NoReturn

from mockwx.cli.stopping_signals import block_signals
from mockwx.core.text.bilingual import both

ROOM = 4 * 1024 * 1024
"""Bytes that wait to be written; what comes when they are waiting is dropped."""
PATIENCE = 1.0
"""Seconds that the rest gets at the end."""
FULL = (errno.ENOSPC, errno.EDQUOT)


def fill_closed_descriptors() -> None:
    """A process that was started without a stdin, stdout or stderr must not get a socket in its place."""
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            with contextlib.suppress(OSError):
                os.open(os.devnull, os.O_RDWR)  # the lowest number that is free


def never_fail_to_encode() -> None:
    """What a terminal's encoding has no letters for becomes question marks."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None and getattr(stream, "errors", "") != "backslashreplace":
            reconfigure(errors="replace")


def end_with_full_stdout(error: OSError) -> NoReturn:
    """What cannot be written is a sentence on stderr, and nothing more is tried at the end of the process."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    to_stderr(both(f"the output cannot be written: {error.strerror}", f"无法写出结果：{error.strerror}") + "\n")
    flush()
    sys.exit(1)


class BackgroundWriter:
    """Writes lines to stdout or stderr from a thread of its own, so that whoever logs never waits for who reads.

    Lines that find no room are dropped, and how many is told once there is room again.
    """

    def __init__(self, stream: Any, room: int = ROOM) -> None:
        """``stream``: ``sys.stdout`` or ``sys.stderr``; None where the process has none."""
        self.of = (stream, os.getpid())
        buffer = getattr(stream, "buffer", None)
        raw = getattr(buffer, "raw", buffer)  # under PYTHONUNBUFFERED there is nothing between
        self._raw = raw if isinstance(raw, io.RawIOBase) else None
        self._encoding = getattr(stream, "encoding", None) or "utf-8"
        self._stream = stream
        self._room = room
        self._waiting: deque[bytes] = deque()
        self._size = 0
        self._dropped = 0
        self._changed = threading.Condition()
        self._closed = self._raw is None
        self._thread: threading.Thread | None = None

    def __call__(self, text: str) -> None:
        """Whole lines."""
        if self._closed:
            self._write_at_once(text)
            return
        data = text.encode(self._encoding, "replace")
        with self._changed:
            if self._size + len(data) > self._room:
                self._dropped += text.count("\n")
                return
            if self._dropped:
                note = _dropped(self._dropped).encode(self._encoding, "replace")
                self._waiting.append(note)
                self._size += len(note)
                self._dropped = 0
            self._waiting.append(data)
            self._size += len(data)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="mockwx-output", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def flush(self, patience: float = PATIENCE) -> None:
        """Wait until all is written, but no longer than ``patience`` seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self._size == 0 or self._closed, patience)

    def _work(self) -> None:
        block_signals()
        while True:
            with self._changed:
                self._changed.wait_for(lambda: bool(self._waiting))
                data = self._waiting[0]
            if not self._wrote(data):
                with self._changed:
                    self._closed = True
                    self._waiting.clear()
                    self._size = 0
                    self._changed.notify_all()
                return
            with self._changed:
                self._waiting.popleft()
                self._size -= len(data)
                self._changed.notify_all()

    def _wrote(self, data: bytes) -> bool:
        """False where nobody will ever read, as the pipe's other end is closed."""
        raw: Any = self._raw
        rest = memoryview(data)
        try:
            while rest:
                done = raw.write(rest)
                if done is None:  # a pipe that does not block is full
                    threading.Event().wait(0.05)
                    continue
                rest = rest[done:]
        except ValueError:
            return False
        except OSError as error:
            if error.errno not in FULL:
                return False
            # There may be room again.
            with self._changed:
                self._dropped += bytes(rest).count(b"\n")
        return True

    def _write_at_once(self, text: str) -> None:
        """Where a test has put something else in the stream's place."""
        if self._raw is None and self._stream is not None:
            with contextlib.suppress(OSError, ValueError):
                self._stream.write(text)
                self._stream.flush()


_writers: dict[str, BackgroundWriter] = {}


def _writer(name: str) -> BackgroundWriter:
    """Of the stream that is there now, in this very process: a fork has none of its parent's threads."""
    stream = getattr(sys, name)
    writer = _writers.get(name)
    if writer is None or writer.of != (stream, os.getpid()):
        writer = _writers[name] = BackgroundWriter(stream)
    return writer


def to_stdout(text: str) -> None:
    """Whole lines; returns at once."""
    _writer("stdout")(text)


def to_stderr(text: str) -> None:
    """Whole lines; returns at once."""
    _writer("stderr")(text)


def flush(patience: float = PATIENCE) -> None:
    """Give those who read ``patience`` seconds to take what was written."""
    for writer in list(_writers.values()):
        writer.flush(patience)


def _dropped(lines: int) -> str:
    what = both(
        f"{lines} lines were dropped, because nobody read this output",
        f"输出无人读取，已丢弃 {lines} 行",
    )
    return f"… {what}\n"


class LogHandler(logging.Handler):
    """What libraries log goes to stderr the same way."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            to_stderr(self.format(record) + "\n")
        except Exception:
            self.handleError(record)
