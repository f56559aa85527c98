"""What a world remembers it remembers in every store, and a snapshot brings all of it from any store to any other."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from real_redis import RedisServer

from mockwx.core.journal import journal as journals
from mockwx.core.journal.journal import Exchange
from mockwx.core.people.codes import Code
from mockwx.core.tokens.quotas import Quota
from mockwx.core.wire import Request, Response
from mockwx.core.world import World
from mockwx.scenario.scenario import Scenario
from mockwx.store import snapshot as snapshots
from mockwx.store.memory.tables import MemoryTable
from mockwx.store.memory.worlds import MemoryWorlds
from mockwx.store.port import Store
from mockwx.store.redis import optimistic
from mockwx.store.redis.worlds import RedisWorlds
from mockwx.store.snapshot import SnapshotError
from mockwx.verbs import VERBS

from .conftest import MakeStore

START = 1_767_225_600_000
MINUTE = 60_000
HOUR = 60 * MINUTE
SHOP = {"appid": "wx00000000mockshop", "secret": "mockwx-secret-shop"}


class Backend:
    """Hands on one store's default world, at a real time that the test moves."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.wall = START

    def do(self, verb: str, **args: Any) -> dict[str, Any]:
        return self.store.run("", lambda world: VERBS[verb].do(world, args, self.wall), wall=self.wall)

    def see(self, look: Callable[[World], Any]) -> Any:
        return self.store.run("", look, wall=self.wall)

    def get(self, path: str, **query: str) -> dict[str, Any]:
        exchange = self.store.handle("", Request("GET", None, path, query), wall=self.wall)
        return dict(json.loads(exchange.response.body))

    def login(self, user: str = "alice") -> str:
        return str(self.do("phone.login", user=user)["code"])

    def exchange(self, code: str) -> dict[str, Any]:
        return self.get("/sns/jscode2session", **SHOP, js_code=code, grant_type="authorization_code")

    def token(self) -> str:
        return str(self.get("/cgi-bin/token", **SHOP, grant_type="client_credential")["access_token"])

    def works(self, token: str) -> int:
        return int(self.get("/cgi-bin/getcallbackip", access_token=token).get("errcode", 0))

    def rule(self, **given: Any) -> None:
        from mockwx.scenario.rule_parsing import rule_from

        self.see(lambda world: world.rules.add(rule_from(given)))

    def tally(self, name: str) -> tuple[int, int]:
        found = self.see(lambda world: world.rules.tally(name))
        return found.seen, found.hits


@pytest.fixture
def backend(new_store: MakeStore) -> Backend:
    made = Backend(new_store())
    scenario = Scenario(start=START, limits={"getcallbackip": (Quota(2, "min"),)})
    made.store.put("", scenario, wall=START)
    return made


# Tables


class Things:
    """A table that no version of mockwx has."""

    def __init__(self, world: World) -> None:
        self.table = world._open_table("things", dict[str, int])


def test_a_table_that_the_store_never_heard_of_keeps_its_values(backend: Backend) -> None:
    backend.see(lambda world: Things(world).table.put("one", {"a": 1}))
    backend.see(lambda world: Things(world).table.put("two", {"b": 2}, START + HOUR))
    assert backend.see(lambda world: Things(world).table.get("one")) == {"a": 1}
    assert backend.see(lambda world: dict(Things(world).table.items())) == {"one": {"a": 1}, "two": {"b": 2}}
    backend.see(lambda world: Things(world).table.drop("one"))
    assert backend.see(lambda world: Things(world).table.get("one")) is None
    assert backend.see(lambda world: dict(Things(world).table.items())) == {"two": {"b": 2}}


def test_keys_may_hold_whatever_a_text_may(backend: Backend) -> None:
    odd = ["", "\n", "a\nb", "小明", "'\"\\", "a:b|c", "x" * 1000, "\x00", "%s {1}"]
    for key in odd:
        backend.see(lambda world, key=key: Things(world).table.put(key, {key: 1}))
    assert backend.see(lambda world: dict(Things(world).table.items())) == {key: {key: 1} for key in odd}
    for key in odd:
        assert backend.see(lambda world, key=key: Things(world).table.get(key)) == {key: 1}


def test_half_a_character_in_a_body_is_answered_as_anything_unknown(backend: Backend) -> None:
    body = rb'{"code": "\ud800"}'
    query = {"access_token": backend.token()}
    request = Request("POST", None, "/wxa/business/getuserphonenumber", query, body, len(body))
    exchange = backend.store.handle("", request, wall=START)
    assert exchange.errcode == 40029
    assert backend.see(lambda world: len(list(world.journal))) == 2
    kept = snapshots.load(snapshots.dump(backend.store.snapshot("", wall=backend.wall)))
    assert [each.api for each in kept.exchanges] == ["token", "getuserphonenumber"]


def test_what_has_expired_is_forgotten(backend: Backend) -> None:
    backend.see(lambda world: Things(world).table.put("short", {"a": 1}, START + MINUTE))
    backend.see(lambda world: Things(world).table.put("long", {"b": 2}, START + 2 * HOUR))
    backend.see(lambda world: Things(world).table.put("kept", {"c": 3}, START + MINUTE))
    backend.see(lambda world: Things(world).table.put("kept", {"c": 4}))
    backend.wall += HOUR
    backend.exchange("nothing")
    assert backend.see(lambda world: dict(Things(world).table.items())) == {"long": {"b": 2}, "kept": {"c": 4}}


def test_of_very_many_fading_things_the_oldest_are_forgotten(
    redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(optimistic, "MOST_FADING", 10)
    backend = Backend(RedisWorlds(redis_server.url()))
    backend.store.put("", Scenario(start=START), wall=START)

    def put(key: str) -> None:
        backend.see(lambda world: Things(world).table.put(key, {}, START + 24 * HOUR, fading=True))

    put("for ever")
    backend.see(lambda world: Things(world).table.put("for ever", {}))
    for nth in range(15):
        put(str(nth))
    backend.wall += HOUR
    put("last")
    left = backend.see(lambda world: [key for key, _ in Things(world).table.items()])
    assert sorted(left) == sorted([*map(str, range(6, 15)), "for ever", "last"])


def test_what_fades_is_forgotten_when_its_time_is_over(backend: Backend) -> None:
    def put(key: str, value: int, ends: int | None = None, *, fading: bool = True) -> None:
        backend.see(lambda world: Things(world).table.put(key, {"": value}, ends, fading=fading))

    put("short", 1, START + MINUTE, fading=False)
    put("short", 2, START + 2 * HOUR)
    put("shorter", 3, START + MINUTE)
    put("endless", 4)
    put("kept", 5, START + MINUTE)
    put("kept", 6, fading=False)
    backend.wall += HOUR
    backend.exchange("nothing")
    left = backend.see(lambda world: dict(Things(world).table.items()))
    assert left == {"short": {"": 2}, "endless": {"": 4}, "kept": {"": 6}}
    backend.wall += 2 * HOUR
    backend.exchange("nothing")
    assert backend.see(lambda world: dict(Things(world).table.items())) == {"endless": {"": 4}, "kept": {"": 6}}


def test_spent_codes_are_forgotten_after_a_day(backend: Backend) -> None:
    """By every store, and by one that tends to it without being asked anything."""

    def known() -> list[str]:
        return backend.see(lambda world: [text for text, _ in world._open_table("codes", Code).items()])  # type: ignore[no-any-return]

    spent = [backend.login() for _ in range(3)]
    for code in spent:
        backend.exchange(code)
    backend.wall += 24 * HOUR - 1
    backend.store.tend(wall=backend.wall)
    assert [backend.exchange(code)["errcode"] for code in spent] == [40163] * 3
    assert sorted(known()) == sorted(spent)
    backend.wall += 1
    assert [backend.exchange(code)["errcode"] for code in spent] == [40029] * 3
    backend.wall += MINUTE
    backend.store.tend(wall=backend.wall)
    assert known() == []


def test_things_are_listed_in_the_order_in_which_they_came(backend: Backend) -> None:
    names = [f"app{nth}" for nth in (5, 3, 9, 1, 7)] + [f"more{nth}" for nth in range(200)]
    for name in names:
        from mockwx.core.people.accounts import app_called

        backend.see(lambda world, name=name: world.accounts.add_app(app_called(name)))
    backend.see(lambda world: world.accounts.add_app(app_called("app3", verified=False)))
    assert backend.see(lambda world: [app.name for app in world.accounts.apps()]) == ["shop", *names]


def test_work_that_fails_changes_nothing(backend: Backend) -> None:
    def work(world: World) -> None:
        world.accounts.user_made("nobody")
        raise LookupError("the work fails")

    if backend.store.remote:
        with pytest.raises(LookupError, match="the work fails"):
            backend.see(work)
        assert backend.see(lambda world: world.accounts.user("nobody")) is None


# Time, tokens, rules, quotas


def test_the_clock_flows_with_real_time_and_is_shared(backend: Backend) -> None:
    backend.wall += 5_000
    assert backend.see(lambda world: world.clock.now(backend.wall)) == START + 5_000
    backend.do("clock.advance", by="5m1s")
    backend.do("clock.freeze")
    backend.wall += 1_000
    assert backend.see(lambda world: world.clock.now(backend.wall)) == START + 5_000 + 301_000


def test_a_code_dies_after_five_minutes(backend: Backend) -> None:
    one, two = backend.login(), backend.login()
    backend.wall += 5 * MINUTE - 1
    assert "openid" in backend.exchange(one)
    backend.wall += 1
    assert backend.exchange(two)["errcode"] == 40029
    assert backend.exchange(one)["errcode"] == 40163


def test_a_token_lives_dies_and_is_remembered(backend: Backend) -> None:
    first = backend.token()
    second = backend.token()
    assert backend.works(first) == backend.works(second) == 0
    backend.wall += 5 * MINUTE
    assert backend.works(first) == 40001
    backend.wall += 2 * HOUR
    assert backend.works(second) == 42001


def test_a_quota_counts_and_begins_again(backend: Backend) -> None:
    token = backend.token()
    assert [backend.works(token) for _ in range(3)] == [0, 0, 45011]
    backend.wall += MINUTE
    assert backend.works(token) == 0


def test_a_rule_counts_for_each_user_and_forgets_when_it_is_removed(backend: Backend) -> None:
    backend.rule(name="r", api="code2session", call=2, count_by="user", errcode=-1)
    for user in ("alice", "bob"):
        assert "openid" in backend.exchange(backend.login(user))
        assert backend.exchange(backend.login(user))["errcode"] == -1
    assert backend.tally("r") == (4, 2)
    backend.see(lambda world: world.rules.remove("r"))
    assert backend.tally("r") == (0, 0)
    assert backend.see(lambda world: world.rules.all()) == ()


def test_a_world_that_is_outlived_hands_on_its_tokens_and_its_time(backend: Backend) -> None:
    token = backend.token()
    backend.wall += HOUR
    backend.store.put("", Scenario(start=START), wall=backend.wall, outlived=True)
    assert backend.works(token) == 0
    assert backend.see(lambda world: world.clock.now(backend.wall)) == START + HOUR
    backend.store.put("", Scenario(start=START), wall=backend.wall)
    assert backend.works(token) == 40001


def test_the_journal_is_found_by_rid_until_it_is_cleared_and_numbers_go_on(backend: Backend) -> None:
    backend.exchange("nothing")
    (exchange,) = backend.see(lambda world: list(world.journal))
    assert exchange.errcode == 40029
    assert backend.see(lambda world: world.journal.by_rid(exchange.rid)) == exchange
    backend.see(lambda world: world.journal.clear())
    assert backend.see(lambda world: list(world.journal)) == []
    assert backend.see(lambda world: world.journal.by_rid(exchange.rid)) is None
    backend.exchange("nothing")
    assert [each.number for each in backend.see(lambda world: list(world.journal))] == [2]


def test_what_no_call_of_wechats_brought_has_a_journal_number_like_all_others(backend: Backend) -> None:
    def note(world: World) -> int:
        exchange = Exchange(
            world.journal.next_number(), 0, None, Request("HOLD", None, "rule", {}), Response(b"", ""), errcode=None
        )
        world.journal.append(exchange)
        return exchange.number

    first = backend.see(note)
    backend.exchange("nothing")
    second = backend.see(note)

    numbers = backend.see(lambda world: [exchange.number for exchange in world.journal])
    assert (first, numbers, second) == (1, [1, 2, 3], 3)


def test_a_rid_leaves_with_its_entry(new_store: MakeStore) -> None:
    backend = Backend(new_store(journal_size=3))
    backend.store.put("", Scenario(start=START), wall=START)
    rids = []
    for _ in range(5):
        backend.exchange("nothing")
        rids.append(backend.see(lambda world: list(world.journal)[-1].rid))
    found = [backend.see(lambda world, rid=rid: world.journal.by_rid(rid)) for rid in rids]
    assert [each is not None for each in found] == [False, False, True, True, True]


# Snapshots


@pytest.fixture(params=["memory", "redis"])
def other(request: pytest.FixtureRequest) -> Backend:
    """Another store, which knows nothing of the first."""
    server: RedisServer = request.getfixturevalue("redis_server")
    return Backend(MemoryWorlds() if request.param == "memory" else RedisWorlds(server.url()))


def moved(backend: Backend, other: Backend) -> None:
    text = json.dumps(snapshots.dump(backend.store.snapshot("", wall=backend.wall)))
    other.store.restore("", snapshots.load(json.loads(text)), wall=other.wall)


def test_a_restored_world_answers_as_the_original_would(backend: Backend, other: Backend) -> None:
    """A day later by real time, in another store: no time has passed."""
    spent, fresh, old = backend.login(), backend.login("bob"), backend.login("carol")
    session = backend.exchange(spent)
    token = backend.token()
    backend.do("wechat.block_user", user="carol")
    backend.rule(name="r", api="code2session", call=5, errcode=-1)
    backend.exchange("nothing")
    assert backend.works(token) == 0
    backend.wall += 4 * MINUTE + 30_000
    other.wall = START + 24 * HOUR
    moved(backend, other)

    for each in (backend, other):
        assert each.exchange(spent)["errcode"] == 40163
        assert "openid" in each.exchange(fresh)
        assert each.exchange(old)["errcode"] == 40226
        assert each.exchange("nothing")["errcode"] == -1
        assert each.tally("r") == (5, 1)
        # The minute's quota is that of another minute by now.
        assert [each.works(token) for _ in range(3)] == [0, 0, 45011]
        assert each.exchange(each.login())["session_key"] == session["session_key"]
        each.wall += 30_000
        assert each.exchange(old)["errcode"] == 40029

    def seen(world: World) -> list[Any]:
        return [(each.number, each.api, each.errcode, each.user, each.at) for each in world.journal]

    assert backend.see(seen) == other.see(seen)
    apps = [each.see(lambda world: (world.accounts.apps(), world.accounts.users())) for each in (backend, other)]
    assert apps[0] == apps[1]


def test_a_spent_code_is_known_for_as_long_as_before_in_a_restored_world(backend: Backend, other: Backend) -> None:
    code = backend.login()
    backend.exchange(code)
    backend.wall += 23 * HOUR
    moved(backend, other)
    other.wall += HOUR - 1
    assert other.exchange(code)["errcode"] == 40163
    other.wall += 2 * MINUTE
    other.exchange("nothing")
    other.store.tend(wall=other.wall)
    assert other.exchange(code)["errcode"] == 40029
    assert other.see(lambda world: world.codes.find(code)) is None


def test_a_restored_world_never_makes_a_code_that_was_made_before(backend: Backend, other: Backend) -> None:
    codes = [backend.login()]
    snapshot = backend.store.snapshot("", wall=START)
    codes.append(backend.login())
    for target in (backend, backend, other, other):
        target.store.restore("", snapshot, wall=START)
        assert "openid" in target.exchange(codes[0])
        codes.append(target.login())
    # Two stores that know nothing of each other may well make the same.
    assert len(set(codes[:4])) == 4
    assert len(set(codes[4:])) == 2


def test_a_reset_after_a_restore_goes_back_to_the_scenario(backend: Backend, other: Backend) -> None:
    code = backend.login()
    moved(backend, other)
    other.store.reset("", wall=START)
    assert other.exchange(code)["errcode"] == 40029
    assert other.see(lambda world: world.settings.limits) == {"getcallbackip": (Quota(2, "min"),)}


def whole() -> dict[str, Any]:
    backend = Backend(MemoryWorlds())
    backend.store.put("", Scenario(start=START), wall=START)
    backend.exchange(backend.login())
    return dict(json.loads(json.dumps(snapshots.dump(backend.store.snapshot("", wall=START)))))


@pytest.mark.parametrize(
    ("spoil", "where", "what"),
    [
        (lambda found: found.pop("mockwx_snapshot"), "mockwx_snapshot", "no snapshot of mockwx"),
        (lambda found: found.update(mockwx_snapshot=2), "mockwx_snapshot", "format 2"),
        (lambda found: found.pop("tables"), "tables", "broken"),
        (lambda found: found["tables"].update(things=[]), "tables.things", "things"),
        (lambda found: found["tables"]["codes"].append(["x", ["login"], None]), "tables.codes", "broken"),
        (lambda found: found["tables"]["codes"].append(["x"]), "tables.codes", "broken"),
        (lambda found: found["tables"]["codes"][0].__setitem__(2, "soon"), "tables.codes", "broken"),
        (lambda found: found["tables"]["codes"][0].__setitem__(3, "soon"), "tables.codes", "broken"),
        (lambda found: found["tables"].pop("clock"), "tables.clock", "one clock"),
        (lambda found: found.update(now="then"), "now", "broken"),
        (lambda found: found.update(about={}), "about", "broken"),
        (lambda found: found.update(journal=[{"number": 1}]), "journal", "broken"),
    ],
)
def test_a_snapshot_that_is_none_or_spoilt_is_told_by_its_place(
    spoil: Callable[[dict[str, Any]], Any], where: str, what: str
) -> None:
    found = whole()
    snapshots.load(found)
    spoil(found)
    with pytest.raises(SnapshotError, match=what) as told:
        snapshots.load(found)
    assert told.value.where == where


def test_a_snapshot_holds_every_table_that_a_world_opens() -> None:
    opened: list[str] = []

    def open_table(name: str, kind: Any) -> Any:
        opened.append(name)
        return MemoryTable()

    from mockwx.core.journal.journal import RingJournal
    from mockwx.core.world import Settings

    World(open_table, Settings(), RingJournal(1))
    assert set(opened) == set(snapshots.table_types())


def test_the_journal_has_only_so_many_bytes_and_says_what_went(
    new_store: MakeStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journals, "MOST_BYTES", 20_000)
    worlds = new_store()
    worlds.put("", Scenario(start=0, frozen=True), wall=0)
    for _ in range(30):
        worlds.handle("", Request("POST", None, "/nowhere", {}, b"x" * 1000, 1000), wall=0)

    def look(world: World) -> tuple[list[int], str | None]:
        return [each.number for each in world.journal], journals.why_dropped(world.journal)

    numbers, note = worlds.run("", look, wall=0)
    assert 1 <= len(numbers) < 20
    assert numbers[-1] == 30
    assert note is not None
    assert note.startswith(f"{30 - len(numbers)} older entries are gone")
    worlds.run("", lambda world: world.journal.clear(), wall=0)
    assert worlds.run("", lambda world: journals.why_dropped(world.journal), wall=0) is None
