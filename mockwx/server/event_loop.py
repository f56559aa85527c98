"""Event loops: of a server that has the process to itself, and of one in a thread of somebody's tests."""

from __future__ import annotations

import asyncio
import gc
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from mockwx.intercept.descriptors import EXHAUSTED, Descriptors
from mockwx.server.real_clock import monotonic

T = TypeVar("T")
_NEW_OBJECTS = 20_000
"""So many more than are gone again, before garbage is looked for: the calls of some dozen batches."""

if sys.platform == "win32":
    _Loop = asyncio.ProactorEventLoop
else:
    _Loop = asyncio.SelectorEventLoop


class RealTimeLoop(_Loop):
    """Goes by real time also while a test has stopped Python's clock: latency, timeouts and waiting end."""

    def time(self) -> float:
        return monotonic()


def run(main: Coroutine[Any, Any, T]) -> T:
    """As ``asyncio.run``, on uvloop where it is installed (``pip install 'mockwx[speed]'``)."""
    with _little_looking_for_garbage():
        return _run(main, _fastest())


def run_beside_tests(main: Coroutine[Any, Any, T]) -> T:
    """As ``asyncio.run``, in a thread of a process whose clock and garbage are not ours."""
    return _run(main, RealTimeLoop)


def _run(main: Coroutine[Any, Any, T], loop_factory: Callable[[], asyncio.AbstractEventLoop]) -> T:
    with asyncio.Runner(loop_factory=loop_factory) as runner:
        runner.get_loop().set_exception_handler(_handle_exception)
        return runner.run(main)


@contextmanager
def _little_looking_for_garbage() -> Iterator[None]:
    """What is loaded stays, and calls leave no circles behind them: a worker over Redis takes 85,000 instructions for a
    login, and 105,000 where Python looks as often as by itself."""
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


def _handle_exception(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Running out of descriptors is one sentence and no traceback."""
    error = context.get("exception")
    if isinstance(error, OSError) and error.errno in EXHAUSTED:
        _DESCRIPTORS.tell()
    elif isinstance(error, ValueError) and "_start_serving" in str(context.get("message")):
        pass  # asyncio accepts again a second after it ran out; a listener that was closed meanwhile has no descriptor
    else:
        loop.default_exception_handler(context)


_DESCRIPTORS = Descriptors()


def _fastest() -> Callable[[], asyncio.AbstractEventLoop]:
    try:
        import uvloop
    except ImportError:
        return RealTimeLoop
    factory: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
    return factory
