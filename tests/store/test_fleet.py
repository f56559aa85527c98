"""Several servers on one Redis are one WeChat, also while they are killed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from real_redis import RedisServer

from .fleet import Client, Server, counted, soon, successes

SERVERS = 4
CALLERS = 16
"""Per server."""
KILLS = 6

Fleet = Callable[..., list[Server]]


@pytest.fixture
def fleet() -> Iterator[Fleet]:
    with ExitStack() as stack:

        def start(url: str, count: int = SERVERS, *arguments: str) -> list[Server]:
            servers = [Server(url, arguments) for _ in range(count)]
            for server in servers:
                stack.callback(server.kill)
                server.start(wait=False)
            for server in servers:
                server.ready()
            return servers

        yield start


async def test_a_thousand_codes_exchanged_by_two_callers_at_once_succeed_once_each(
    redis_server: RedisServer, fleet: Fleet
) -> None:
    """Half of all pairs meet: where a commit does not look at what was read, so many codes are spent twice."""
    servers = fleet(redis_server.url(), SERVERS, "--journal", "100")
    codes = servers[0].logins(1_000, people=100)
    assert len(set(codes)) == 1_000
    outcomes: dict[str, list[int | None]] = {code: [] for code in codes}

    async def callers(nth: int) -> None:
        """Of one pair: both bring the same codes, each to a server of its own."""
        one, two = Client(servers[nth % SERVERS].port), Client(servers[(nth + 1 + nth // SERVERS % 3) % SERVERS].port)
        for code in codes[nth :: 2 * CALLERS]:
            outcomes[code] += await asyncio.gather(one.exchange(code), two.exchange(code))
        one.close()
        two.close()

    await asyncio.gather(*(callers(nth) for nth in range(2 * CALLERS)))

    assert counted(outcomes, 0) == 1_000
    assert counted(outcomes, 40163) == 1_000
    assert all(sorted(each, key=str) == [0, 40163] for each in outcomes.values())


async def test_while_servers_are_killed_no_code_succeeds_twice_and_no_success_is_missing_in_the_journal(
    redis_server: RedisServer, fleet: Fleet
) -> None:
    servers = fleet(redis_server.url(), SERVERS, "--journal", "100000")
    codes = servers[0].logins(1_000, people=200)
    outcomes: dict[str, list[int | None]] = {code: [] for code in codes}

    async def caller(nth: int) -> None:
        """Asks the next server where one gives no answer, as a load balancer does."""
        clients = [Client(server.port) for server in servers]
        for turn, code in enumerate(codes):
            if (turn + nth) % CALLERS in (0, 1):
                at = turn + nth
                while (errcode := await clients[at % SERVERS].exchange(code)) is None:
                    outcomes[code].append(None)
                    at += 1
                    await asyncio.sleep(0.01)
                outcomes[code].append(errcode)
        for client in clients:
            client.close()

    async def killer() -> None:
        """One after the other, each in the midst of the calls."""
        for nth in range(KILLS):
            due = (nth + 1) * len(codes) // (KILLS + 1)
            await asyncio.to_thread(soon, lambda due=due: counted(outcomes, 0) >= due)
            victim = servers[nth % SERVERS]
            await asyncio.to_thread(victim.kill)
            await asyncio.to_thread(victim.start)

    await asyncio.gather(killer(), *(caller(nth) for nth in range(CALLERS)))

    assert counted(outcomes, None) > 0, "no call was ever cut off: this proved nothing"
    assert {each for answers in outcomes.values() for each in answers} == {None, 0, 40163}
    assert max(each.count(0) for each in outcomes.values()) == 1
    accounted = successes(servers[0])
    assert len(accounted) == len(set(accounted)) == len(codes), "each code was spent, and once"
    seen = {code for code, answers in outcomes.items() if 0 in answers}
    assert seen <= set(accounted)


def test_what_one_server_is_told_all_know(redis_server: RedisServer, fleet: Fleet) -> None:
    one, two = fleet(redis_server.url(), 2)
    token = two.control("POST", "worlds", {"name": "job7", "scenario": "throttled-then-well"})
    assert token["name"] == "job7"
    assert one.control("GET", "worlds") == {"worlds": ["", "job7"]}
    one.control("PUT", "clock", {"at": "2027-03-04T05:06:07+08:00", "mode": "frozen"})
    assert two.control("POST", "clock/advance", {"by": "5m1s"})["at"] == "2027-03-04T05:11:08.000+08:00"
    assert one.control("GET", "clock")["at"] == "2027-03-04T05:11:08.000+08:00"
    two.control("POST", "rules", {"name": "r", "when": {"api": "code2session", "call": 2}, "then": {"errcode": -1}})
    answers = []

    async def ask() -> None:
        for server in (one, two, one):
            client = Client(server.port)
            answers.append(await client.exchange("nothing"))
            client.close()

    asyncio.run(ask())
    assert answers == [40029, -1, 40029]
    (rule,) = one.control("GET", "rules")["rules"]
    assert (rule["seen"], rule["hits"]) == (3, 1)
    assert [each["number"] for each in two.control("GET", "journal")["entries"]] == [1, 2, 3]
    one.control("POST", "reset")
    assert two.control("GET", "rules") == {"rules": []}
    assert two.control("GET", "journal") == {"entries": []}
    one.control("DELETE", "worlds/job7")
    assert two.control("GET", "worlds") == {"worlds": [""]}


async def test_logins_of_one_user_through_four_servers_at_once_never_share_a_code(
    redis_server: RedisServer, fleet: Fleet
) -> None:
    servers = fleet(redis_server.url())
    found = await asyncio.gather(
        *(
            asyncio.to_thread(server.control, "POST", "phone/login", {"user": "alice"})
            for _ in range(25)
            for server in servers
        )
    )
    assert len({each["code"] for each in found}) == 100


async def test_a_rule_counts_every_call_of_all_servers_under_load(redis_server: RedisServer, fleet: Fleet) -> None:
    servers = fleet(redis_server.url(), SERVERS, "--journal", "10000")
    rule = {"name": "r", "when": {"api": "code2session", "call": "every 5"}, "then": {"errcode": -1}}
    servers[0].control("POST", "rules", rule)
    errcodes: list[int | None] = []

    async def caller(nth: int) -> None:
        client = Client(servers[nth % SERVERS].port)
        for _ in range(25):
            errcodes.append(await client.exchange("nothing"))  # noqa: PERF401
        client.close()

    await asyncio.gather(*(caller(nth) for nth in range(32)))
    assert errcodes.count(-1) == 800 / 5
    (told,) = servers[1].control("GET", "rules")["rules"]
    assert (told["seen"], told["hits"]) == (800, 160)
