"""What all tests share: the examples of Hypothesis, and a real Redis, started when it is first asked for."""

from __future__ import annotations

import gc
import os
from collections.abc import Generator, Iterator

import forked
import pytest
from hypothesis import settings
from real_redis import RedisServer

# Whoever runs the suite meets the same examples, so that a failure is the change's own, and few of them. ``make
# test-random`` looks for new ones, among four times as many; what it finds becomes an @example.
settings.register_profile("steady", derandomize=True, deadline=None, max_examples=25)
settings.register_profile("random", derandomize=False, deadline=None, print_blob=True)
settings.register_profile("many", derandomize=False, deadline=None, print_blob=True, max_examples=10_000)
settings.load_profile("steady")


@pytest.hookimpl(wrapper=True, optionalhook=True)
def pytest_xdist_auto_num_workers() -> Generator[None, int, int]:
    """For ``-n auto`` half as many again as processors: a test often waits for a server, a browser or a time-out."""
    processors = yield
    return processors if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ else processors * 3 // 2


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is collected stays to the end: looking for garbage in it, again and again, takes time and finds none."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_unconfigure() -> None:
    forked.end()


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path_factory.mktemp("redis"))
    server.start()
    yield server
    server.kill()


@pytest.fixture
def own_redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    """One that a test may kill; it keeps what it was told in a file."""
    server = RedisServer(tmp_path_factory.mktemp("redis"), appendonly=True)
    server.start()
    yield server
    server.kill()
