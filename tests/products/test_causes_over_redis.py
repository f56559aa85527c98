"""Every cause of every errcode once more, on a world in Redis: its tables' values survive the journey."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from cases import each_case
from real_redis import RedisServer

from mockwx.store.codec import Codec
from mockwx.store.redis.worlds import RedisWorlds

from .causes import CAUSES
from .stage import Stage
from .test_errcodes import judge


@pytest.fixture(autouse=True)
def _in_redis(redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    stores: list[RedisWorlds] = []

    def make() -> RedisWorlds:
        stores.append(RedisWorlds(redis_server.url()))
        return stores[-1]

    monkeypatch.setattr(Stage, "make", staticmethod(make))
    dump = Codec.dump

    def proven(self: Codec[Any], value: Any) -> bytes:
        raw = dump(self, value)
        assert self.load(raw) == value, f"{value!r} does not come back"
        return raw

    monkeypatch.setattr(Codec, "dump", proven)
    yield
    for store in stores:
        store.drop("")
        store._connection.close()


@pytest.mark.parametrize("api", dict.fromkeys(api for api, _ in CAUSES))
def test_each_cause_in_redis_makes_wechat_say_the_same(api: str) -> None:
    with each_case() as case:
        for (told_by, errcode), cause in CAUSES.items():
            if told_by == api:
                with case(errcode):
                    judge(cause(), api, errcode)
