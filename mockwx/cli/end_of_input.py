"""A server that ends with whoever started it: when standard input ends, however that came about."""

from __future__ import annotations

import os
import signal
import threading

from mockwx.cli.stopping_signals import block_signals


def stop_at_end_of_input() -> None:
    """SIGTERM for this process once standard input ends, also when who holds its other end is killed."""
    threading.Thread(target=_wait, name="mockwx-end-of-input", daemon=True).start()


def _wait() -> None:
    block_signals()
    # Not sys.stdin: a daemon thread that holds its lock would keep the interpreter from ending.
    try:
        while os.read(0, 65536):
            pass
    except OSError:  # there is none
        pass
    os.kill(os.getpid(), signal.SIGTERM)
