"""Progress: one line of a terminal that tells what is waited for, and goes when the waiting is over."""

from __future__ import annotations

import shutil
import sys
from types import TracebackType

from mockwx.core.text.bilingual import both
from mockwx.core.text.output_escaping import printable

_CLEAR = "\r\x1b[K"


class Progress:
    """On stderr, and on terminals only: a log file would get a line per look."""

    def __init__(self) -> None:
        self._shown = False
        self._on = sys.stderr is not None and sys.stderr.isatty()

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def tell(self, seconds: float, last_line: str) -> None:
        """How long it has been, and what the backend said last."""
        waiting = both("waiting for the backend", "等待后端启动")
        self.show(f"{waiting} {seconds:.0f} s  {last_line}")

    def show(self, what: str) -> None:
        """In place of what was shown before."""
        if not self._on:
            return
        room = shutil.get_terminal_size().columns - 1
        sys.stderr.write(f"{_CLEAR}{printable(what)[:room]}")
        sys.stderr.flush()
        self._shown = True

    def end(self) -> None:
        if self._shown:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()
            self._shown = False
