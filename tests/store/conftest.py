"""What the store's tests share: stores of both kinds."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from real_redis import RedisServer

from mockwx.store.memory.worlds import MemoryWorlds
from mockwx.store.port import Store
from mockwx.store.redis.worlds import RedisWorlds

MakeStore = Callable[..., Store]


@pytest.fixture(params=["memory", "redis"])
def new_store(request: pytest.FixtureRequest) -> MakeStore:
    """Makes stores that know nothing of each other."""
    if request.param == "memory":
        return MemoryWorlds
    server: RedisServer = request.getfixturevalue("redis_server")
    return lambda **more: RedisWorlds(server.url(), **more)
