"""The life of OAuth codes and tokens, against a model that knows nothing of how WeChat is made here."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, MultipleResults, RuleBasedStateMachine, initialize, multiple, rule
from msgspec.structs import replace

from mockwx import engine
from mockwx.core.people.accounts import Kind, app_called
from mockwx.core.wire import Request
from mockwx.scenario.scenario import Scenario
from mockwx.store.memory.worlds import MemoryWorlds
from mockwx.verbs import VERBS, Network

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
START = 1_767_225_600_000
LIVES = {"club": 30 * DAY, "game": 180 * DAY}
KINDS = {"club": Kind.OFFICIAL, "game": Kind.MOBILE}
CODE_AGES = st.sampled_from([0, 299_999, 300_000, 300_001])
TOKEN_AGES = st.sampled_from([0, 2 * HOUR - 1, 2 * HOUR, 2 * HOUR + 1])
WAITS = st.sampled_from([1, 1000, 299_999, 300_000, 300_001, 2 * HOUR - 1, 2 * HOUR, 2 * HOUR + 1])
LONG_WAITS = st.sampled_from([DAY, 30 * DAY - 1, 30 * DAY, 180 * DAY - 1, 180 * DAY])
WHO = st.tuples(st.sampled_from(list(LIVES)), st.sampled_from(["alice", "bob"]))


@dataclass
class ModelCode:
    text: str
    app: str
    user: str
    issued: int
    spent: int | None = None


@dataclass
class ModelLogin:
    """What one exchange gave."""

    app: str
    user: str
    openid: str
    refresh: str
    born: int
    access: str
    access_until: int
    password: int
    nth: int
    """Which login of this person at this app it is."""


class Life(RuleBasedStateMachine):
    codes = Bundle("codes")
    logins = Bundle("logins")

    @initialize()
    def begin(self) -> None:
        self.now = START
        self.passwords = {"alice": 0, "bob": 0}
        self.seen: set[str] = set()
        self.latest: dict[tuple[str, str], int] = {}
        self.apps = {name: replace(app_called(name), kind=kind) for name, kind in KINDS.items()}
        self.worlds = MemoryWorlds()
        self.worlds.put("", Scenario(start=START, frozen=True, apps=tuple(self.apps.values())), wall=0)

    def do(self, verb: str, **args: Any) -> dict[str, Any]:
        return self.worlds.run("", lambda world: VERBS[verb].do(world, args, 0, Network(engine.handle)), wall=0)

    def ask(self, path: str, **query: str) -> Any:
        exchange = self.worlds.handle("", Request("GET", None, path, query), wall=0)
        return json.loads(exchange.response.body)

    def fresh(self, text: str) -> str:
        assert text not in self.seen
        self.seen.add(text)
        return text

    @rule(by=st.one_of(WAITS, LONG_WAITS))
    def wait(self, by: int) -> None:
        self.now += by
        self.do("clock.advance", by=f"{by}ms")

    @rule(target=codes, who=WHO)
    def authorise(self, who: tuple[str, str]) -> ModelCode:
        app, user = who
        if app == "game":
            text = self.do("phone.sendAuth", user=user, app=app)["code"]
        else:
            link = f"https://open.weixin.qq.com/connect/oauth2/authorize?appid={self.apps[app].appid}"
            text = self.do("phone.authorize", user=user, url=f"{link}&redirect_uri=http://x&scope=snsapi_userinfo")[
                "code"
            ]
        return ModelCode(self.fresh(text), app, user, self.now)

    def wait_until(self, at: int) -> None:
        if at > self.now:
            self.wait(at - self.now)

    @rule(target=logins, code=codes, age=CODE_AGES)
    def exchange_at_age(self, code: ModelCode, age: int) -> ModelLogin | MultipleResults[ModelLogin]:
        self.wait_until(code.issued + age)
        return self.exchange(code, code.app, True) or multiple()

    @rule(login=logins, age=TOKEN_AGES)
    def use_at_age(self, login: ModelLogin, age: int) -> None:
        self.wait_until(login.access_until - 2 * HOUR + age)
        self.use(login, "/sns/userinfo")

    @rule(login=logins, early=st.sampled_from([-1, 0, 1]))
    def refresh_at_the_end(self, login: ModelLogin, early: int) -> None:
        self.wait_until(login.born + LIVES[login.app] - early)
        self.refresh(login)

    @rule(login=logins, early=st.sampled_from([-1, 0, 1]))
    def refresh_at_the_tokens_end(self, login: ModelLogin, early: int) -> None:
        self.wait_until(login.access_until - early)
        self.refresh(login)

    @rule(target=logins, code=codes)
    def exchange_rightly(self, code: ModelCode) -> ModelLogin | MultipleResults[ModelLogin]:
        return self.exchange(code, code.app, True) or multiple()

    @rule(code=codes, by=st.sampled_from(list(LIVES)), secret=st.booleans())
    def exchange_somehow(self, code: ModelCode, by: str, secret: bool) -> None:
        if by != code.app or not secret:
            self.exchange(code, by, secret)

    def exchange(self, code: ModelCode, by: str, secret: bool) -> ModelLogin | None:
        app = self.apps[by]
        said = self.ask(
            "/sns/oauth2/access_token",
            appid=app.appid,
            secret=str(app.secret) if secret else "wrong",
            code=code.text,
            grant_type="authorization_code",
        )
        forgotten = code.spent is not None and self.now - code.spent >= DAY
        if code.app != by or (code.spent is None and self.now - code.issued >= 5 * MINUTE):
            assert said["errcode"] == 40029
        elif code.spent is not None:
            assert said["errcode"] in ({40163, 40029} if forgotten else {40163})
        elif not secret:
            assert said["errcode"] == 40125
        else:
            code.spent = self.now
            assert "errcode" not in said
            self.latest[code.app, code.user] = nth = self.latest.get((code.app, code.user), 0) + 1
            return ModelLogin(
                code.app,
                code.user,
                said["openid"],
                self.fresh(said["refresh_token"]),
                self.now,
                self.fresh(said["access_token"]),
                self.now + 2 * HOUR,
                self.passwords[code.user],
                nth,
            )
        return None

    def is_ended(self, login: ModelLogin) -> bool:
        """At an official account a later login ends the earlier one."""
        return login.app == "club" and login.nth < self.latest[login.app, login.user]

    @rule(login=logins)
    def refresh(self, login: ModelLogin) -> None:
        app = self.apps[login.app]
        said = self.ask(
            "/sns/oauth2/refresh_token",
            appid=app.appid,
            grant_type="refresh_token",
            refresh_token=login.refresh,
        )
        until = login.born + LIVES[login.app]
        if self.now >= until + DAY:
            assert said["errcode"] in {40030, 42002, 42007}
        elif self.passwords[login.user] > login.password:
            assert said["errcode"] == 42007
        elif self.is_ended(login):
            assert said["errcode"] == 40030
        elif self.now >= until:
            assert said["errcode"] == 42002
        else:
            assert said["refresh_token"] == login.refresh
            assert said["openid"] == login.openid
            if self.now < login.access_until:
                assert said["access_token"] == login.access
            else:
                login.access = self.fresh(said["access_token"])
            login.access_until = self.now + 2 * HOUR

    @rule(login=logins, path=st.sampled_from(["/sns/userinfo", "/sns/auth"]))
    def use(self, login: ModelLogin, path: str) -> None:
        said = self.ask(path, access_token=login.access, openid=login.openid)
        unknown = 40001 if path == "/sns/userinfo" else 40014
        if self.now >= login.access_until + DAY:
            assert said["errcode"] in {unknown, 42001, 42007}
        elif self.passwords[login.user] > login.password:
            assert said["errcode"] == 42007
        elif self.is_ended(login):
            assert said["errcode"] == unknown
        elif self.now >= login.access_until:
            assert said["errcode"] == 42001
        else:
            assert said.get("errcode", 0) == 0

    @rule(user=st.sampled_from(["alice", "bob"]))
    def change_password(self, user: str) -> None:
        self.passwords[user] += 1
        self.do("wechat.change_password", user=user)


Life.TestCase.settings = settings(stateful_step_count=40)
TestLifeOfOauth = Life.TestCase
