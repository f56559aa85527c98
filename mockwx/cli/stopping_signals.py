"""The signals that stop a server: a thread of their own takes them, so that they do nothing else up to the very end."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable

STOPPING_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def call_at_signal(stop: Callable[[], None]) -> None:
    """``stop`` is called in another thread when the first one comes.

    An event loop's own handlers would not do: it puts back what kills when it forgets them, and for that moment one of
    its threads, which block nothing, may take a second signal.
    """
    if not hasattr(signal, "sigwait"):  # Windows
        for sign in STOPPING_SIGNALS:
            signal.signal(sign, lambda *_: stop())
        return
    block_signals()
    for sign in STOPPING_SIGNALS:
        signal.signal(sign, signal.SIG_DFL)  # one that is ignored need not wait for anybody

    def wait() -> None:
        signal.sigwait(STOPPING_SIGNALS)
        stop()

    threading.Thread(target=wait, name="mockwx-signals", daemon=True).start()


def block_signals() -> None:
    """In this thread, and in those that it starts."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING_SIGNALS)
