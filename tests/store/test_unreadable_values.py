"""What a hand or another program has spoilt in Redis is told in a sentence, by every call that meets it."""

from __future__ import annotations

import json
from typing import Any

import redis
from real_redis import RedisServer

from mockwx.control.answer import ControlError
from mockwx.control.control_routes import ControlPlane
from mockwx.core.wire import Request
from mockwx.scenario.scenario import Scenario
from mockwx.store.redis.worlds import RedisWorlds

SHOP = {"appid": "wx00000000mockshop", "secret": "mockwx-secret-shop", "grant_type": "authorization_code"}
CALLS = ("GET health", "GET users", "GET rules", "GET journal", "GET snapshot", "POST phone/login", "POST reset")


def spoil(client: Any, key: bytes) -> None:
    """The same kind of value, but with bytes in it that mockwx never wrote."""
    match client.type(key):
        case b"string":
            client.set(key, b"\xffspoilt")
        case b"hash":
            client.hset(key, mapping=dict.fromkeys(client.hkeys(key), b"\xffspoilt"))
        case b"list":
            client.delete(key)
            client.rpush(key, b"\xffspoilt")
        case b"zset":
            client.delete(key)
            client.zadd(key, {b"\xffspoilt": 1})


def test_whatever_is_spoilt_is_a_503_with_a_sentence_and_never_a_crash(redis_server: RedisServer) -> None:
    url = redis_server.url()
    client: Any = redis.Redis.from_url(url)
    worlds = RedisWorlds(url)
    worlds.put("", Scenario(start=0, frozen=True), wall=0)
    plane = ControlPlane(worlds, lambda: 0, lambda: "http://127.0.0.1")
    code = plane.call("POST", "phone/login", body={"user": "alice"}).json["code"]
    worlds.handle("", Request("GET", None, "/sns/jscode2session", {**SHOP, "js_code": code}), wall=0)
    kept = {key: client.dump(key) for key in client.keys("mockwx:*")}
    refused: set[str] = set()
    refusals: set[tuple[int, str, bool]] = set()
    for key in kept:
        client.flushdb()
        for name, value in kept.items():
            client.restore(name, 0, value)
        spoil(client, key)
        for call in CALLS:
            method, _, path = call.partition(" ")
            body = {"user": "alice"} if path == "phone/login" else None
            try:
                plane.call(method, path, body=body)
            except ControlError as error:
                refusals.add((error.status, error.where, "无法解析" in error.what or "Redis does not" in error.what))
                refused.add(key.decode().rpartition(":")[2])
    assert refusals <= {(503, "redis", True), (404, "world", False)}
    assert {"about", "apps", "clock", "journal", "rules", "sessions", "users"} <= refused


async def test_wechat_is_out_of_order_where_its_memory_is_spoilt(redis_server: RedisServer) -> None:
    url = redis_server.url()
    client: Any = redis.Redis.from_url(url)
    worlds = RedisWorlds(url)
    worlds.put("", Scenario(start=0, frozen=True), wall=0)
    (about,) = client.keys("mockwx:*:about")
    spoil(client, about)
    try:
        exchange = await worlds.exchange("", Request("GET", None, "/sns/jscode2session", SHOP), wall=0)
    finally:
        await worlds.close()
    assert json.loads(exchange.response.body)["errcode"] == -1
    assert "about" in str(exchange.reason)
