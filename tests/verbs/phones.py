"""Phones in a world whose clock stands at a given instant, and the backend's side of a login."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from mockwx.core.clock import parse_instant
from mockwx.core.people.accounts import App, User, app_called
from mockwx.core.people.sealing import unseal
from mockwx.core.people.sessions import KeyPolicy
from mockwx.core.wire import Request
from mockwx.scenario.scenario import Scenario
from mockwx.store.memory.worlds import MemoryWorlds
from mockwx.verbs import VERBS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mockwx.core.world import World

SECOND, MINUTE, HOUR, DAY = 1_000, 60_000, 3_600_000, 86_400_000
TODAY = "2026-01-01T08:00:00+08:00"
ALICE = User(
    "alice",
    phone="13800000001",
    nickname="小明",
    gender=2,
    city="Guangzhou",
    province="Guangdong",
    country="China",
    avatar="https://thirdwx.qlogo.cn/mmopen/vi_32/alice/132",
)
SHOP = app_called("shop", owner="acme")
CAFE = app_called("cafe", owner="acme")


class Phones:
    def __init__(
        self,
        at: str = TODAY,
        *apps: App,
        base_library: str = "3.8.0",
        key_policy: KeyPolicy | None = None,
        any_app: bool = False,
        **shop: Any,
    ) -> None:
        """``shop``: how the app shop differs from a usual one."""
        self.at = parse_instant(at)
        self.app = replace(SHOP, **shop)
        self.worlds = MemoryWorlds()
        self.worlds.put(
            "",
            Scenario(
                start=self.at,
                frozen=True,
                apps=(self.app, *apps),
                users=(replace(ALICE, base_library=base_library),),
                key_policy=key_policy or KeyPolicy(),
                any_app=any_app,
            ),
            wall=0,
        )

    @property
    def world(self) -> World:
        return self.worlds.run("", lambda world: world, wall=0)

    def do(self, verb: str, *, wall: int = 0, **args: Any) -> dict[str, Any]:
        return self.worlds.run("", lambda world: VERBS[verb].do(world, args, wall), wall=wall)

    def wait(self, milliseconds: int) -> None:
        self.do("clock.advance", by=f"{milliseconds}ms")

    def ask(self, path: str, query: Mapping[str, str] | None = None, given: Any = None) -> Any:
        body = b"" if given is None else json.dumps(given).encode()
        method = "GET" if given is None else "POST"
        request = Request(method, None, path, dict(query or {}), body, len(body))
        return json.loads(self.worlds.handle("", request, wall=0).response.body)

    def log_in(self, user: str = "alice") -> dict[str, str]:
        """The session as the backend gets it."""
        code = self.do("phone.login", user=user)["code"]
        query = {"appid": self.app.appid, "secret": str(self.app.secret), "js_code": code}
        return dict(self.ask("/sns/jscode2session", {**query, "grant_type": "authorization_code"}))

    def token(self) -> str:
        query = {"grant_type": "client_credential", "appid": self.app.appid, "secret": str(self.app.secret)}
        return str(self.ask("/cgi-bin/token", query)["access_token"])

    def works(self, token: str) -> int:
        return int(self.ask("/cgi-bin/getcallbackip", {"access_token": token}).get("errcode", 0))

    def checks(self, user: str = "alice") -> bool:
        """Whether wx.checkSession passes."""
        return bool(self.do("phone.checkSession", user=user)["errMsg"] == "checkSession:ok")


def opened(told: Mapping[str, Any], session: Mapping[str, str]) -> str:
    """What the backend reads in encryptedData."""
    return unseal(told["encryptedData"], session["session_key"], told["iv"])


def frozen_state(world: World) -> str:
    """Everything that a verb could change, as text."""
    accounts = world.accounts
    return repr(
        (
            sorted(map(repr, accounts.apps())),
            sorted(map(repr, accounts.users())),
            world.clock,
            [world.sessions.find(app.appid, user.name) for app in accounts.apps() for user in accounts.users()],
        )
    )
