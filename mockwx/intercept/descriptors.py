"""Descriptors: how many connections the process may have open, and the sentence for when there are no more."""

from __future__ import annotations

import errno
import logging
import time

from mockwx.core.text.bilingual import both

EXHAUSTED = (errno.EMFILE, errno.ENFILE)
SPARE_DESCRIPTORS = 4
"""uvloop says nothing at the end, it closes what it cannot take: so the last few are told about."""
APART_SECONDS = 10.0
"""Between two sentences."""
_LOG = logging.getLogger("mockwx.server")


class Descriptors:
    """Reads the limit once, when it is made."""

    def __init__(self) -> None:
        self._last = _limit() - SPARE_DESCRIPTORS
        self._told_at = -APART_SECONDS

    def note(self, number: int) -> None:
        """A connection has this descriptor; the system gives the lowest that is free."""
        if number >= self._last:
            self.tell()

    def tell(self) -> None:
        if time.monotonic() - self._told_at < APART_SECONDS:
            return
        self._told_at = time.monotonic()
        _LOG.error(
            both(
                "no more connections can be taken: this process may not open more files; raise the limit with "
                "'ulimit -n 65536' before it starts (Docker: --ulimit nofile=65536), or close connections",
                "无法接受更多连接：进程可打开的文件数已达上限；启动前用 'ulimit -n 65536' 提高"
                "（Docker：--ulimit nofile=65536），或关闭一些连接",
            )
        )


def _limit() -> int:
    try:
        import resource
    except ImportError:  # Windows
        return 1 << 62
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return soft if soft != resource.RLIM_INFINITY else 1 << 62
