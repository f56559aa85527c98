"""Whatever WeChat remembers is plain enough to be written as JSON and read again, as another store needs it."""

from __future__ import annotations

import json
from typing import Any

from mockwx import engine
from mockwx.core.journal.journal import RingJournal
from mockwx.core.people.accounts import Kind, app_called
from mockwx.core.people.callback import Callback
from mockwx.core.platforms import Component
from mockwx.core.wecom import Corp
from mockwx.core.wire import Request
from mockwx.core.world import World
from mockwx.scenario.scenario import Scenario
from mockwx.scenario.world_build import build
from mockwx.store.codec import codec
from mockwx.store.memory.tables import MemoryTable, MemoryTables
from mockwx.verbs import VERBS, Network


class WrittenTable(MemoryTable[Any]):
    """A table that keeps JSON."""

    def __init__(self, kind: Any) -> None:
        super().__init__()
        self._codec = codec(kind)
        self._read = self.get
        self.get = self._parsed  # type: ignore[method-assign, assignment]
        self.written = 0

    def put(self, key: str, value: Any, expires_at: int | None = None, *, fading: bool = False) -> None:
        text = self._codec.dump(value)
        assert self._codec.load(text) == value
        self.written += 1
        super().put(key, text, expires_at)

    def _parsed(self, key: str) -> Any:
        text = self._read(key)
        return None if text is None else self._codec.load(text)

    def items(self) -> Any:
        return ((key, self._codec.load(text)) for key, text in super().items())


class WrittenTables(MemoryTables):
    def __call__(self, name: str, kind: Any) -> Any:
        return self._tables.setdefault(name, WrittenTable(kind))


def ask(world: World, path: str, **query: str) -> Any:
    return json.loads(engine.handle(world, Request("GET", None, path, query), 0).response.body)


def test_a_web_login_works_in_a_store_that_keeps_json() -> None:
    callback = Callback("http://127.0.0.1:8000/wx", "token", "a" * 43, "safe", "json")
    club = app_called("club", kind=Kind.OFFICIAL, owner="acme", domain="x", scopes=("snsapi_base",), callback=callback)
    tables = WrittenTables()
    scenario = Scenario(start=1_767_225_600_000, frozen=True, apps=(club,), details=(Corp("ww1"), Component("wx1")))
    world = build(scenario, tables, RingJournal(10), wall=0, series="test")
    assert world.accounts.app(club.appid) == club
    link = f"https://open.weixin.qq.com/connect/oauth2/authorize?appid={club.appid}&redirect_uri=http://x&scope=snsapi_base"
    back = VERBS["phone.authorize"].do(world, {"user": "alice", "url": link}, 0, Network(engine.handle))
    app = {"appid": club.appid, "secret": str(club.secret)}
    tokens = ask(world, "/sns/oauth2/access_token", code=back["code"], grant_type="authorization_code", **app)
    again = ask(
        world,
        "/sns/oauth2/refresh_token",
        appid=club.appid,
        grant_type="refresh_token",
        refresh_token=tokens["refresh_token"],
    )
    assert again["access_token"] == tokens["access_token"]
    own = ask(world, "/cgi-bin/token", grant_type="client_credential", **app)["access_token"]
    assert ask(world, "/cgi-bin/ticket/getticket", access_token=own, type="jsapi")["errcode"] == 0
    VERBS["wechat.change_password"].do(world, {"user": "alice"}, 0)
    assert ask(world, "/sns/auth", access_token=tokens["access_token"], openid=tokens["openid"])["errcode"] == 42007
    kept = {name for name, table in tables._tables.items() if table.written}  # type: ignore[attr-defined]
    assert {"oauth_codes", "user_tokens", "refresh_tokens", "passwords", "tickets", "corps", "components"} <= kept


def test_a_login_by_qr_code_works_in_a_store_that_keeps_json() -> None:
    site = app_called("site", kind=Kind.WEBSITE)
    tables = WrittenTables()
    world = build(Scenario(start=0, frozen=True, apps=(site,)), tables, RingJournal(10), wall=0, series="test")
    link = f"https://open.weixin.qq.com/connect/qrconnect?appid={site.appid}&redirect_uri=http://x&scope=snsapi_login"
    network = Network(engine.handle)
    for verb, given in (("scan", {"url": link}), ("deny", {}), ("scan", {"url": link}), ("confirm", {})):
        found = VERBS[f"phone.{verb}"].do(world, {"user": "alice", **given}, 0, network)
    assert found["status"] == "confirmed"
    kept = {name for name, table in tables._tables.items() if table.written}  # type: ignore[attr-defined]
    assert {"qrcodes", "scanned_qrcodes"} <= kept
