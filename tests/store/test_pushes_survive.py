"""Pushes, and what platforms and apps have lent each other, live in a store that keeps JSON."""

from __future__ import annotations

from msgspec.structs import replace

from mockwx import engine
from mockwx.core.journal.journal import RingJournal
from mockwx.core.people.accounts import Kind, app_called
from mockwx.core.people.callback import Callback
from mockwx.core.platforms import Component
from mockwx.core.pushes.deliveries import Attempt
from mockwx.scenario.scenario import Scenario
from mockwx.scenario.world_build import build
from mockwx.verbs import VERBS, Network

from .test_values_survive import WrittenTables


def test_pushes_and_authorisations_work_in_a_store_that_keeps_json() -> None:
    callback = Callback("http://127.0.0.1:8000/wx", "token", "a" * 43, "safe")
    club = app_called("club", kind=Kind.OFFICIAL, owner="acme", callback=callback)
    platform = app_called("platform", kind=Kind.COMPONENT, callback=callback)
    tables = WrittenTables()
    details = (Component(platform.appid, ("club",)),)
    scenario = Scenario(start=1_767_225_600_000, frozen=True, apps=(club, platform), details=details)
    world = build(scenario, tables, RingJournal(10), wall=0, series="test")
    network = Network(engine.handle)
    VERBS["wechat.push"].do(world, {"event": "user_authorization_revoke", "user": "alice"}, 0, network)
    VERBS["wechat.push"].do(world, {"event": "component_verify_ticket"}, 0, network)
    assert world.components.authorization(platform.appid, club) is not None
    VERBS["wechat.authorize_app"].do(world, {}, 0, network)
    assert [each.push for each in network.outgoing] == [1, 2, 3]
    answered = world.pushes.answered(1, [Attempt(500, "oops"), Attempt(error="timed out"), Attempt(200, "success")])
    assert answered is not None
    assert answered.verdict.accepted
    assert world.pushes.all() == [answered, *world.pushes.all()[1:]]
    assert world.pushes.answered(9, []) is None
    assert replace(answered, attempts=()).verdict.reason == "it is on its way"
    kept = {name for name, table in tables._tables.items() if table.written}
    told = {"pushes", "withdrawals", "component_tickets", "pre_auth_codes", "authorization_codes", "authorizations"}
    assert told <= kept


def test_a_world_forgets_its_oldest_pushes() -> None:
    club = app_called("club", kind=Kind.OFFICIAL)
    world = build(Scenario(apps=(club,)), WrittenTables(), RingJournal(10), wall=0, series="test")
    given = {"event": "user_info_modified", "user": "alice", "app": "club", "send": False}
    for _ in range(1005):
        VERBS["wechat.push"].do(world, given, 0, Network(engine.handle))
    assert [each.number for each in world.pushes.all()] == list(range(6, 1006))
