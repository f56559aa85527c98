"""Whatever happens to a world, it answers in Redis as it does in memory."""

from __future__ import annotations

import json
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, rule, run_state_machine_as_test
from real_redis import RedisServer

from mockwx.core.journal.journal import Exchange
from mockwx.core.tokens.quotas import Quota
from mockwx.core.wire import Request
from mockwx.scenario.rule_parsing import rule_from
from mockwx.scenario.scenario import Scenario
from mockwx.store.memory.worlds import MemoryWorlds
from mockwx.store.port import Store
from mockwx.store.redis.worlds import RedisWorlds
from mockwx.verbs import VERBS, VerbError

START = 1_767_225_600_000
SHOP = {"appid": "wx00000000mockshop", "secret": "mockwx-secret-shop"}
SCENARIO = Scenario(start=START, any_app=True, limits={"getcallbackip": (Quota(3, "min"),)})
USERS = st.sampled_from(["alice", "bob", "u1", "小明"])
RULES: list[dict[str, Any]] = [
    {"name": "a", "api": "code2session", "call": 2, "errcode": -1},
    {"name": "b", "api": "code2session", "count_by": "user", "call": "every 2", "errcode": 45011, "commit": True},
    {"name": "c", "api": "code2session", "chance": 0.5, "errcode": 40226, "times": 2},
    {"name": "d", "api": "code2session", "do": ["wechat.rotate_session_key"]},
    {"name": "e", "api": "token", "body": {"drop": ["expires_in"]}},
]


class Both(RuleBasedStateMachine):
    url: ClassVar[Any]
    codes = Bundle("codes")
    tokens = Bundle("tokens")

    def __init__(self) -> None:
        super().__init__()
        self.wall = START
        self.stores: list[Store] = [MemoryWorlds(journal_size=20), RedisWorlds(type(self).url(), journal_size=20)]
        for store in self.stores:
            store.put("", SCENARIO, wall=START)

    def same(self, ask: Any) -> Any:
        memory, redis = (ask(store) for store in self.stores)
        assert memory == redis
        return memory

    def verb(self, name: str, **args: Any) -> Any:
        def work(store: Store) -> Any:
            try:
                return store.run("", lambda world: VERBS[name].do(world, args, self.wall), wall=self.wall)
            except VerbError as error:
                return error.what

        return self.same(work)

    def call(self, method: str, path: str, query: dict[str, str], body: bytes = b"") -> Any:
        request = Request(method, None, path, query, body, len(body))

        def work(store: Store) -> dict[str, Any]:
            return told(store.handle("", request, wall=self.wall))

        return json.loads(self.same(work)["body"])

    @rule(target=codes, user=USERS)
    def login(self, user: str) -> str:
        return str(self.verb("phone.login", user=user)["code"])

    @rule(target=codes, user=USERS)
    def phone_number(self, user: str) -> str:
        return str(self.verb("phone.getPhoneNumber", user=user)["code"])

    @rule(code=codes, changes=st.sampled_from([{}, {}, {"secret": "x"}, {"appid": "wxANY"}]))
    def exchange(self, code: str, changes: dict[str, str]) -> None:
        query = {**SHOP, "js_code": code, "grant_type": "authorization_code", **changes}
        self.call("GET", "/sns/jscode2session", query)

    @rule(target=tokens)
    def token(self) -> str:
        return str(self.call("GET", "/cgi-bin/token", {**SHOP, "grant_type": "client_credential"})["access_token"])

    @rule(target=tokens, force=st.booleans())
    def stable_token(self, force: bool) -> str:
        given = {**SHOP, "grant_type": "client_credential", "force_refresh": force}
        found = self.call("POST", "/cgi-bin/stable_token", {}, json.dumps(given).encode())
        return str(found.get("access_token", "none"))

    @rule(token=tokens)
    def works(self, token: str) -> None:
        self.call("GET", "/cgi-bin/getcallbackip", {"access_token": token})

    @rule(token=tokens, code=codes)
    def phone(self, token: str, code: str) -> None:
        body = json.dumps({"code": code}).encode()
        self.call("POST", "/wxa/business/getuserphonenumber", {"access_token": token}, body)

    @rule(user=USERS, verb=st.sampled_from(["phone.checkSession", "wechat.rotate_session_key", "wechat.block_user"]))
    def verbs(self, user: str, verb: str) -> None:
        self.verb(verb, user=user)

    @rule()
    def revoke(self) -> None:
        self.verb("wechat.revoke_token")

    @rule(by=st.sampled_from([1, 1_000, 61_000, 299_999, 301_000, 7_200_000, 90_000_000]))
    def pass_time(self, by: int) -> None:
        self.wall += by

    @rule(by=st.sampled_from(["1s", "5m", "2h"]))
    def advance(self, by: str) -> None:
        self.verb("clock.advance", by=by)

    @rule(given=st.sampled_from(RULES))
    def arm(self, given: dict[str, Any]) -> None:
        self.same(lambda store: store.run("", lambda world: world.rules.add(rule_from(given)), wall=self.wall))

    @rule(name=st.sampled_from("abcde"))
    def disarm(self, name: str) -> None:
        self.same(lambda store: store.run("", lambda world: world.rules.remove(name), wall=self.wall))

    @rule(outlived=st.booleans())
    def begin_anew(self, outlived: bool) -> None:
        for store in self.stores:
            store.put("", SCENARIO, wall=self.wall, outlived=outlived)

    @rule()
    def look(self) -> None:
        def seen(store: Store) -> Any:
            return store.run(
                "",
                lambda world: (
                    [told(each) for each in world.journal],
                    world.accounts.apps(),
                    world.accounts.users(),
                    [(each.name, world.rules.tally(each.name)) for each in world.rules.all()],
                    world.clock.now(self.wall),
                ),
                wall=self.wall,
            )

        self.same(seen)

    def teardown(self) -> None:
        self.look()
        self.stores[1].drop("")
        self.stores[1]._connection.close()  # type: ignore[attr-defined]


def told(exchange: Exchange) -> dict[str, Any]:
    """All of it; whether something expired is forgotten already, or only dead, is the store's own affair."""
    names = ("number", "at", "api", "app", "code", "errcode", "rid", "trace")
    found = {name: getattr(exchange, name) for name in names}
    return found | {"body": exchange.response.body, "fault": exchange.fault, "rule": exchange.response.rule}


@pytest.mark.hypothesis
def test_memory_and_redis_give_the_same_answers(redis_server: RedisServer) -> None:
    Both.url = redis_server.url
    run_state_machine_as_test(
        Both,
        settings=settings(
            max_examples=settings().max_examples * 2 // 5,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )


@pytest.mark.parametrize("portion", [1, 499, 500, 501, 1_234])
def test_many_codes_at_once_are_the_same_in_portions(redis_server: RedisServer, portion: int) -> None:
    login = VERBS["phone.login"]
    for args in ({"count": portion}, {"count": portion, "people": 7}, {"count": portion, "user": "alice"}):
        memory, redis = MemoryWorlds(), RedisWorlds(redis_server.url())
        memory.put("", SCENARIO, wall=START)
        redis.put("", SCENARIO, wall=START)
        whole = memory.run("", lambda world, args=args: login.do(world, args, START), wall=START)
        parts = [
            redis.run("", lambda world, part=part: login.do_checked(world, part, START), wall=START)
            for part in login.portions(login.checked(args))  # type: ignore[misc]
        ]
        assert login.joined(parts) == whole  # type: ignore[misc]
