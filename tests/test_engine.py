from __future__ import annotations

import json
from typing import Any

import pytest
from msgspec.structs import replace

from mockwx import engine
from mockwx.core.errcodes import BY_CODE
from mockwx.core.journal.entries import line
from mockwx.core.journal.journal import Exchange, RingJournal
from mockwx.core.people.accounts import App, Kind, app_called
from mockwx.core.rules.faults import Refuse
from mockwx.core.rules.rules import Calls, Latency, Rule, When
from mockwx.core.wire import Request, RuleTrace
from mockwx.core.world import Wechat, World
from mockwx.products import endpoint_lookup, route_lookup
from mockwx.products.shared.check import Check
from mockwx.products.shared.checks import SecretMatches
from mockwx.products.shared.refusal import Refusal
from mockwx.scenario.scenario import Scenario
from mockwx.scenario.world_build import build
from mockwx.store.memory.tables import MemoryTables
from mockwx.store.memory.worlds import MemoryWorlds
from mockwx.verbs import VERBS

START = 1_767_225_600_000


def new_world(*rules: Rule, **fields: Any) -> World:
    scenario = Scenario(start=START, frozen=True, rules=rules, **fields)
    return build(scenario, MemoryTables(), RingJournal(100), wall=0, series="test")


@pytest.fixture
def world() -> World:
    return new_world()


def login(world: World, user: str = "alice") -> str:
    return str(VERBS["phone.login"].do(world, {"user": user}, 0)["code"])


def exchange(world: World, code: str, **given: str) -> Exchange:
    query = {
        "appid": "wx00000000mockshop",
        "secret": "mockwx-secret-shop",
        "js_code": code,
        "grant_type": "authorization_code",
    }
    return engine.handle(world, Request("GET", None, "/sns/jscode2session", query | given), 0)


def answer(found: Exchange) -> dict[str, Any]:
    return dict(json.loads(found.response.body))


def busy(*, commit: bool = False, latency: Latency | None = None, errmsg: str | None = None) -> Rule:
    once = When("code2session", call=Calls("1", 1, 1))
    return Rule("busy", once, Refuse(BY_CODE[-1], errmsg), commit=commit, latency=latency)


def test_an_answer_that_failed_without_commit_leaves_the_code_alive() -> None:
    world = new_world(busy())
    code = login(world)
    assert answer(exchange(world, code))["errcode"] == -1
    assert "openid" in answer(exchange(world, code))


def test_an_answer_that_failed_with_commit_has_spent_the_code() -> None:
    world = new_world(busy(commit=True))
    code = login(world)
    assert answer(exchange(world, code))["errcode"] == -1
    assert answer(exchange(world, code))["errcode"] == 40163


def test_commit_does_not_save_a_call_that_wechat_itself_refuses() -> None:
    world = new_world(busy(commit=True))
    code = login(world)
    assert answer(exchange(world, code, secret="wrong"))["errcode"] == -1
    assert "openid" in answer(exchange(world, code))


def test_the_errmsg_of_a_rule_replaces_wechats_own() -> None:
    world = new_world(busy(errmsg="closed for lunch"))
    assert answer(exchange(world, login(world)))["errmsg"].startswith("closed for lunch, rid: ")


def test_latency_becomes_the_delay_of_the_answer() -> None:
    slow = Rule("slow", When("code2session"), latency=Latency(800, 800))
    world = new_world(slow)
    found = exchange(world, login(world))
    assert found.response.delay == 800
    assert "openid" in answer(found)


def test_a_rule_that_refuses_late_does_both() -> None:
    world = new_world(busy(latency=Latency(30_000, 30_000)))
    found = exchange(world, login(world))
    assert (found.response.delay, answer(found)["errcode"]) == (30_000, -1)


def test_without_a_rule_nothing_is_late(world: World) -> None:
    found = exchange(world, login(world))
    assert (found.response.delay, found.response.rule, found.trace) == (0, None, ())


def test_the_journal_names_the_rule_and_why_it_fired() -> None:
    world = new_world(busy())
    code = login(world)
    first, second = exchange(world, code), exchange(world, code)
    assert (first.response.rule, first.trace) == ("busy", (RuleTrace("busy", "fired on call 1"),))
    assert (second.response.rule, second.trace) == (None, (RuleTrace("busy", "this is call 2, not 1"),))


def test_the_journal_tells_reason_and_evidence_of_a_refusal(world: World) -> None:
    code = login(world)
    exchange(world, code)
    found = exchange(world, code)
    assert found.errcode == 40163
    assert found.reason == "the code was spent 0s ago"
    assert found.evidence == "observed"
    assert (found.app, found.appid, found.user) == ("shop", "wx00000000mockshop", "alice")


def test_the_journal_tells_no_reason_for_a_success(world: World) -> None:
    found = exchange(world, login(world))
    assert (found.errcode, found.reason, found.rid) == (0, None, None)
    assert list(world.journal) == [found]


def test_the_rid_in_the_answer_leads_to_the_entry(world: World) -> None:
    found = exchange(world, "nothing")
    rid = answer(found)["errmsg"].rpartition("rid: ")[2]
    assert world.journal.by_rid(rid) is found
    assert int(rid[:8], 16) == START // 1000


def test_entries_are_numbered_from_1_without_gaps(world: World) -> None:
    for _ in range(3):
        exchange(world, "nothing")
    engine.handle(world, Request("GET", None, "/nowhere", {}), 0)
    assert [each.number for each in world.journal] == [1, 2, 3, 4]
    assert [each.response.number for each in world.journal] == [1, 2, 3, 4]


@pytest.mark.parametrize("path", ["/nowhere", "", "/", "/sns", "/sns/jscode2session/", "/SNS/jscode2session"])
def test_a_path_where_nothing_lives_is_40066_with_http_200(world: World, path: str) -> None:
    found = engine.handle(world, Request("GET", None, path, {}), 0)
    assert answer(found)["errcode"] == 40066
    assert answer(found)["errmsg"].startswith("invalid url rid: ")
    assert found.response.status == 200
    assert found.api is None


def test_a_path_of_another_host_is_404_without_a_body(world: World) -> None:
    found = engine.handle(world, Request("GET", "qyapi.weixin.qq.com", "/sns/jscode2session", {}), 0)
    assert (found.response.status, found.response.body) == (404, b"")
    assert found.errcode is None


def test_a_body_that_is_too_large_is_45002(world: World) -> None:
    request = Request("POST", None, "/cgi-bin/stable_token", {}, b"", 2_000_000, too_large=True)
    found = engine.handle(world, request, 0)
    assert answer(found)["errcode"] == 45002
    assert found.response.status == 200


def test_a_body_of_unknown_length_is_412_without_a_body_where_wechat_wants_a_length(world: World) -> None:
    found = engine.handle(world, Request("POST", None, "/cgi-bin/stable_token", {}, b"{}", None), 0)
    assert (found.response.status, found.response.body) == (412, b"")
    assert (found.errcode, found.fault) == (None, "HTTP 412")
    assert line(found).count("412") == 1
    assert "Content-Length" in (found.reason or "")


def test_a_check_that_refuses_with_an_errcode_that_it_does_not_list_is_a_bug(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    endpoint = endpoint_lookup.BY_API["code2session"]

    class Liar(Check, frozen=True):
        errcodes = (BY_CODE[40029],)

        def ask(self, call: object) -> Refusal:
            return Refusal(BY_CODE[45011], "out of nothing")

    lying = replace(endpoint, checks=(Liar(),))
    monkeypatch.setattr(route_lookup, "endpoint_of", lambda accounts, request: lying)
    with pytest.raises(engine.UndeclaredErrcode, match=r"code2session.*45011"):
        exchange(world, "nothing")


@pytest.mark.parametrize(
    ("checks", "needy"), [((SecretMatches(),), "SecretMatches"), ((), "its answer")], ids=["a check", "the answer"]
)
def test_checks_in_an_order_in_which_the_app_is_not_found_are_explained(
    world: World, monkeypatch: pytest.MonkeyPatch, checks: tuple[Check, ...], needy: str
) -> None:
    misordered = replace(endpoint_lookup.BY_API["code2session"], checks=checks)
    monkeypatch.setattr(route_lookup, "endpoint_of", lambda accounts, request: misordered)
    with pytest.raises(engine.MisorderedChecks, match=rf"code2session: {needy}.* no check before it has found"):
        exchange(world, "nothing")


def test_a_refused_exchange_keeps_the_code_unless_the_scenario_burns_it() -> None:
    for burns, after in (("keeps_code", None), ("burns_code", 40163)):
        world = new_world(wechat=Wechat(refused_exchange=burns))  # type: ignore[arg-type]
        code = login(world)
        assert answer(exchange(world, code, secret="wrong"))["errcode"] == 40125
        assert answer(exchange(world, code)).get("errcode") == after


def test_a_rule_for_a_user_knows_the_user_by_the_code() -> None:
    only_bob = Rule("bobs", When("code2session", user="bob"), Refuse(BY_CODE[40226]))
    world = new_world(only_bob)
    assert "openid" in answer(exchange(world, login(world, "alice")))
    assert answer(exchange(world, login(world, "bob")))["errcode"] == 40226


def test_a_rule_for_an_app_knows_the_app_by_its_appid() -> None:
    only_club = Rule("clubs", When("code2session", app="club"), Refuse(BY_CODE[-1]))
    world = new_world(only_club, apps=(app_called("shop"), app_called("club")))
    club = {"appid": "wx00000000mockclub", "secret": "mockwx-secret-club"}
    assert answer(exchange(world, "x"))["errcode"] == 40029
    assert answer(exchange(world, "x", **club))["errcode"] == -1


def test_the_same_world_gives_the_same_answers_byte_for_byte() -> None:
    def life() -> list[bytes]:
        world = new_world(busy())
        code = login(world)
        return [exchange(world, code).response.body for _ in range(3)]

    assert life() == life()


@pytest.mark.parametrize(
    ("path", "nearest"),
    [
        ("/sns/jscode2sesion", "'/sns/jscode2session'"),
        ("/cgi-bin/tokens", "'/cgi-bin/token'"),
        ("/weixin/sns/jscode2session", "'/sns/jscode2session'"),
    ],
)
def test_a_path_where_nothing_lives_is_told_with_the_nearest_one(path: str, nearest: str) -> None:
    world = MemoryWorlds().put("", Scenario(start=0, frozen=True), wall=0)
    lost = engine.handle(world, Request("GET", None, path, {}), 0)
    assert lost.errcode == 40066
    assert str(lost.reason).endswith(f"; did you mean {nearest}?")


def test_a_path_of_wecom_at_wechats_host_is_told_with_its_address() -> None:
    world = MemoryWorlds().put("", Scenario(start=0, frozen=True), wall=0)
    lost = engine.handle(world, Request("GET", "api.weixin.qq.com", "/cgi-bin/gettoken", {}), 0)
    assert lost.errcode == 40066
    assert str(lost.reason).endswith("; it is one of qyapi.weixin.qq.com")


def test_a_bare_path_with_a_token_of_wechats_is_not_answered_as_wecoms() -> None:
    world = MemoryWorlds().put("", Scenario(start=0, frozen=True), wall=0)
    token, _ = world.tokens.fetch("wx00000000mockshop", 0)
    query, path = {"access_token": token}, "/cgi-bin/auth/getuserinfo"
    bare = engine.handle(world, Request("GET", None, path, query), 0)
    assert (bare.api, bare.errcode) == (None, 40066)
    assert f"/qyapi.weixin.qq.com{path}" in str(bare.reason)
    named = engine.handle(world, Request("GET", "qyapi.weixin.qq.com", path, query), 0)
    assert (named.api, named.errcode) == ("auth_getuserinfo", 40014)
    unknown = engine.handle(world, Request("GET", None, path, {"access_token": "x"}), 0)
    assert (unknown.api, unknown.errcode) == ("auth_getuserinfo", 40014)


def test_a_bare_path_that_two_hosts_have_is_whose_token_it_brings() -> None:
    corp = App("corp", "ww00000000mockcorp", "mockwx-secret-corp", Kind.WECOM)
    scenario = Scenario(start=0, frozen=True, apps=(app_called("club", kind=Kind.OFFICIAL), corp))
    world = MemoryWorlds().put("", scenario, wall=0)
    query = {"corpid": corp.appid, "corpsecret": str(corp.secret)}
    agents = answer(engine.handle(world, Request("GET", None, "/cgi-bin/gettoken", query), 0))["access_token"]
    own, _ = world.tokens.fetch("wx00000000mockclub", 0)

    def asked(**query: str) -> tuple[str | None, int | None]:
        exchange = engine.handle(world, Request("GET", None, "/cgi-bin/user/get", query), 0)
        return exchange.api, exchange.errcode

    assert asked(access_token=own) == asked(access_token=own, userid="alice") == ("getfans", 0)
    assert asked(access_token=agents, userid="alice") == ("user_get", 0)
    assert asked(access_token="x", userid="alice") == ("user_get", 40014)
    assert asked(access_token="x") == ("getfans", 40001)


def test_quotas_are_cleared_by_what_stands_in_the_query_as_wxjava_sends_it() -> None:
    world = MemoryWorlds().put("", Scenario(start=0, frozen=True), wall=0)
    query = {"appid": "wx00000000mockshop", "appsecret": "mockwx-secret-shop"}
    cleared = engine.handle(world, Request("POST", None, "/cgi-bin/clear_quota/v2", query), 0)
    assert cleared.errcode == 0
    wrong = Request("POST", None, "/cgi-bin/clear_quota/v2", query, b'{"appsecret": "x"}', 18)
    assert engine.handle(world, wrong, 0).errcode == 40125
