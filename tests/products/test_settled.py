"""What the last call has settled for those that differ from it in their code alone holds while the app is the same."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from msgspec.structs import replace

from mockwx.core.people import accounts
from mockwx.core.people.accounts import Kind, Standing, app_called
from mockwx.core.wire import Request
from mockwx.core.world import World
from mockwx.products import endpoint_lookup
from mockwx.products.shared.call import Call
from mockwx.products.shared.endpoint import Endpoint
from mockwx.products.shared.settled import Settled
from mockwx.scenario.scenario import Scenario
from mockwx.store.memory.worlds import MemoryWorlds
from mockwx.verbs import VERBS

from .stage import SHOP, START

APP = {"appid": SHOP.appid, "secret": str(SHOP.secret)}
CHANGES: list[dict[str, Any]] = [
    {"secret": "another"},
    {"frozen": True},
    {"kind": Kind.COMPONENT},
    {"ip_whitelist": ("10.0.0.1",)},
    {"denied": ("code2session", "token")},
    {"standing": Standing.TOKEN_FORBIDDEN},
    {"appid": "wx000000000mockbar"},
    {"owner": "another"},
]
SCENARIOS = [
    Scenario(start=START, frozen=True, apps=(app_called("cafe"),)),
    Scenario(start=START, frozen=True, apps=(replace(SHOP, secret="another"),)),
    Scenario(start=START, frozen=True, any_app=True),
    Scenario(start=START, frozen=True, apps=(SHOP,)),
]


class Backend:
    """One connection's; or, without ``settled``, one of which each call is judged by itself."""

    def __init__(self, settled: Settled | None) -> None:
        self.worlds = MemoryWorlds()
        self.worlds.put("", Scenario(start=START, frozen=True, apps=(SHOP,)), wall=0)
        self._settled = settled

    def call(self, path: str, **query: str) -> object:
        asked = Request("GET", None, path, {**APP, **query})
        return self.worlds.handle_if_no_rules("", asked, wall=0, settled=self._settled)

    def login(self) -> object:
        def make_code(world: World) -> Any:
            world.accounts.add_app(replace(SHOP, name="beside", appid="wx00000000beside0"))
            app = "shop" if world.accounts.app_named("shop") else "beside"
            return VERBS["phone.login"].do(world, {"user": "alice", "app": app}, 0)

        code = self.worlds.run("", make_code, wall=0)["code"]
        return self.call("/sns/jscode2session", js_code=code, grant_type="authorization_code")

    def token(self) -> object:
        return self.call("/cgi-bin/token", grant_type="client_credential")


@pytest.mark.parametrize("api", ["login", "token"])
@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_a_change_of_the_app_is_seen_by_the_very_next_call(api: str, change: dict[str, Any]) -> None:
    def exchanges(settled: Settled | None) -> list[object]:
        backend = Backend(settled)
        before = [getattr(backend, api)() for _ in range(2)]
        backend.worlds.run("", lambda world: world.accounts.add_app(replace(SHOP, **change)), wall=0)
        after = [getattr(backend, api)() for _ in range(2)]
        backend.worlds.run("", lambda world: world.accounts.add_app(SHOP), wall=0)
        return [*before, *after, getattr(backend, api)()]

    assert exchanges(Settled()) == exchanges(None)


@pytest.mark.parametrize("api", ["login", "token"])
@pytest.mark.parametrize("scenario", SCENARIOS, ids=["without it", "another secret", "any app", "the same"])
def test_another_world_behind_the_same_address_is_judged_by_its_own_apps(api: str, scenario: Scenario) -> None:
    def exchanges(settled: Settled | None) -> list[object]:
        backend = Backend(settled)
        before = [getattr(backend, api)() for _ in range(2)]
        backend.worlds.put("", scenario, wall=0)
        return [*before, *(getattr(backend, api)() for _ in range(3))]

    assert exchanges(Settled()) == exchanges(None)


def test_codes_quotas_and_users_are_never_settled() -> None:
    def exchanges(settled: Settled | None) -> list[object]:
        backend = Backend(settled)
        said = [backend.login(), backend.call("/sns/jscode2session", js_code="no", grant_type="authorization_code")]
        backend.worlds.run("", lambda world: world.accounts.block("alice"), wall=0)
        return [*said, backend.login(), *(backend.token() for _ in range(2001))]

    assert exchanges(Settled()) == exchanges(None)


def test_one_path_settles_nothing_for_another() -> None:
    def exchanges(settled: Settled | None) -> list[object]:
        backend = Backend(settled)
        backend.worlds.run("", lambda world: world.accounts.add_app(replace(SHOP, denied=("token",))), wall=0)
        return [backend.login(), backend.token(), backend.login(), backend.token(), backend.token()]

    assert exchanges(Settled()) == exchanges(None)


def test_where_any_app_is_welcome_one_that_calls_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts, "MOST_MADE_APPS", 4)

    def apps(settled: Settled | None) -> list[str]:
        backend = Backend(settled)
        cafe = app_called("cafe")
        backend.worlds.put("", Scenario(start=START, frozen=True, apps=(cafe,), any_app=True), wall=0)
        for calls in ("own", "other1", "other2", "own", "other3", "other4", "other5"):
            if calls == "own":
                backend.token()
            else:
                backend.worlds.run("", lambda world, calls=calls: world.accounts.app_or_any(calls), wall=0)  # type: ignore[misc]
        return backend.worlds.run("", lambda world: [app.appid for app in world.accounts.apps()], wall=0)

    assert APP["appid"] in apps(Settled())
    assert apps(Settled()) == apps(None)


class Untouchable:
    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"it looks at {name}")


SETTLING = [endpoint for endpoint in endpoint_lookup.ENDPOINTS if endpoint.fleeting_asks is not endpoint.asks]


@pytest.mark.parametrize("endpoint", SETTLING, ids=lambda endpoint: endpoint.api)
def test_a_lasting_check_looks_at_nothing_but_app_parameters_and_address(endpoint: Endpoint) -> None:
    nothing: Any = Untouchable()
    world: Any = SimpleNamespace(accounts=SimpleNamespace(app_or_any=lambda appid, kind: SHOP))
    request: Any = SimpleNamespace(client_ip="127.0.0.1")
    assert not endpoint.reads_beside_query
    for check in endpoint.checks:
        if check.lasting:
            check.ask(Call(world, request, endpoint, APP, nothing, nothing, nothing, app=SHOP, user=nothing))
