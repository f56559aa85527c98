"""The life of codes, session keys and access tokens, against a model that knows nothing of how WeChat is made here."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, multiple, rule

from mockwx.core.people.accounts import app_called
from mockwx.core.people.signatures import session_signature
from mockwx.core.wire import Request
from mockwx.scenario.scenario import Scenario
from mockwx.store.memory.worlds import MemoryWorlds
from mockwx.verbs import VERBS

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
START = 1_767_225_600_000
WAITS = st.sampled_from([1, 1000, 299_000, 300_000, 301_000, 7_199_000, 7_200_000, 7_201_000, DAY])
CODE_AGES = st.sampled_from([299_000, 299_999, 300_000, 300_001, 301_000])
TOKEN_AGES = st.sampled_from([7_199_000, 7_199_999, 7_200_000, 7_200_001, 7_201_000])
STABLE_AGES = st.sampled_from([6_899_999, 6_900_000, 6_900_001, 7_200_000])
FORCE_AGES = st.sampled_from([29_999, 30_000, 30_001])
GRACE_AGES = st.sampled_from([299_000, 299_999, 300_000, 301_000])
KEY_AGES = st.sampled_from([599_999, 600_000, 600_001])
"""Boundaries by hand: a state machine that waits for so many seconds at random never meets them."""
APPS = ("shop", "club")
USERS = ("alice", "bob")
WHO = st.tuples(st.sampled_from(APPS), st.sampled_from(USERS))


@dataclass
class ModelCode:
    app: str
    user: str
    issued: int
    spent: int | None = None


@dataclass
class ModelKey:
    """The session_key of one user in one app. ``epoch`` counts the keys there have been."""

    epoch: int = 0
    made: int = 0
    expires: int = 0
    texts: dict[int, str] = field(default_factory=dict)


@dataclass
class ModelToken:
    text: str
    made: int
    replaced: int | None = None

    def answers(self, now: int) -> set[int]:
        forgotten = {40001} if now >= self.made + 2 * HOUR + DAY else set()
        if self.replaced is not None and now >= self.replaced:
            return {40001}
        return {42001} | forgotten if now - self.made >= 2 * HOUR else {0}


@dataclass
class ModelTokens:
    plain: ModelToken | None = None
    stable: ModelToken | None = None
    former: ModelToken | None = None
    forced: int | None = None
    forces: Counter[int] = field(default_factory=Counter)
    """How many forced refreshes each day of Beijing has seen."""


class Life(RuleBasedStateMachine):
    codes = Bundle("codes")
    tokens = Bundle("tokens")

    @initialize()
    def begin(self) -> None:
        self.now = START
        self.worlds = MemoryWorlds()
        apps = tuple(app_called(name) for name in APPS)
        self.appids = {app.name: app.appid for app in apps}
        self.worlds.put("", Scenario(start=START, frozen=True, apps=apps), wall=0)
        self.model_codes: dict[str, ModelCode] = {}
        self.keys = {(app, user): ModelKey() for app in APPS for user in USERS}
        self.app_tokens = {app: ModelTokens() for app in APPS}

    # What happens

    @rule(by=WAITS)
    def wait(self, by: int) -> None:
        self.verb("clock.advance", by=f"{by}ms")
        self.now += by

    def wait_until(self, moment: int) -> None:
        """Unless it is over."""
        if moment > self.now:
            self.wait(moment - self.now)

    @rule(target=codes, who=WHO)
    def log_in(self, who: tuple[str, str]) -> str:
        app, user = who
        code = str(self.verb("phone.login", user=user, app=app)["code"])
        assert code not in self.model_codes
        self.model_codes[code] = ModelCode(app, user, self.now)
        key = self.keys[who]
        if key.epoch == 0 or self.now - key.made >= 10 * MINUTE or self.now >= key.expires:
            key.epoch, key.made = key.epoch + 1, self.now
        key.expires = self.now + 3 * DAY
        return code

    @rule(who=WHO, age=KEY_AGES)
    def log_in_again_when_the_key_is_so_old(self, who: tuple[str, str], age: int) -> None:
        self.exchange(self.log_in(who), who[0])
        self.wait_until(self.keys[who].made + age)
        self.exchange(self.log_in(who), who[0])

    @rule(who=WHO)
    def rotate_the_key(self, who: tuple[str, str]) -> None:
        key = self.keys[who]
        if self.now < key.expires:
            self.verb("wechat.rotate_session_key", user=who[1], app=who[0])
            key.epoch, key.made, key.expires = key.epoch + 1, self.now, self.now + 3 * DAY

    @rule(code=codes, app=st.sampled_from(APPS))
    def exchange(self, code: str, app: str) -> None:
        known = self.model_codes[code]
        answer = self.get(
            "/sns/jscode2session",
            appid=self.appids[app],
            secret=f"mockwx-secret-{app}",
            js_code=code,
            grant_type="authorization_code",
        )
        assert answer.get("errcode", 0) in self.exchange_answers(known, app)
        if "errcode" in answer:
            return
        known.spent = self.now
        key = self.keys[known.app, known.user]
        assert answer["session_key"] == key.texts.setdefault(key.epoch, answer["session_key"])
        assert len(set(key.texts.values())) == len(key.texts), "a new key is another key"

    @rule(who=WHO, age=CODE_AGES)
    def log_in_and_exchange_the_code_when_it_is_so_old(self, who: tuple[str, str], age: int) -> None:
        code = self.log_in(who)
        self.wait(age)
        self.exchange(code, who[0])

    def exchange_answers(self, code: ModelCode, app: str) -> set[int]:
        if app != code.app:
            return {40029}
        if code.spent is not None:
            return {40163} if self.now - code.spent < DAY else {40163, 40029}
        return {40029} if self.now - code.issued >= 5 * MINUTE else {0}

    @rule(target=tokens, app=st.sampled_from(APPS))
    def fetch_a_token(self, app: str) -> tuple[str, ModelToken]:
        answer = self.get(
            "/cgi-bin/token",
            grant_type="client_credential",
            appid=self.appids[app],
            secret=f"mockwx-secret-{app}",
        )
        assert answer["expires_in"] == 7200
        mine = self.app_tokens[app]
        if mine.plain is not None:
            mine.plain.replaced = self.now + 5 * MINUTE
        mine.plain = ModelToken(answer["access_token"], self.now)
        return app, mine.plain

    @rule(target=tokens, app=st.sampled_from(APPS), force=st.booleans())
    def fetch_a_stable_token(self, app: str, force: bool) -> Any:
        body = {
            "grant_type": "client_credential",
            "appid": self.appids[app],
            "secret": f"mockwx-secret-{app}",
            "force_refresh": force,
        }
        answer = self.ask("POST", "/cgi-bin/stable_token", {}, json.dumps(body).encode())
        mine = self.app_tokens[app]
        today = (self.now + 8 * HOUR) // (24 * HOUR)
        left = mine.stable.made + 2 * HOUR - self.now if mine.stable is not None else 0
        if force and (mine.forced is None or self.now - mine.forced >= 30_000):
            if mine.forces[today] == 20:
                assert answer["errcode"] == 45009
                return multiple()
            mine.forces[today] += 1
            mine.forced = self.now
            for token in (mine.stable, mine.former):
                if token is not None:
                    token.replaced = self.now
            mine.former = None
        elif mine.stable is not None and left >= 5 * MINUTE:
            assert answer == {"access_token": mine.stable.text, "expires_in": left // 1000}
            return multiple()
        else:
            mine.former = mine.stable
        mine.stable = ModelToken(answer["access_token"], self.now)
        assert answer["expires_in"] == 7200
        return app, mine.stable

    @rule(target=tokens, app=st.sampled_from(APPS), force=st.booleans(), age=STABLE_AGES)
    def fetch_a_stable_token_when_the_last_is_so_old(self, app: str, force: bool, age: int) -> Any:
        last = self.app_tokens[app].stable
        self.wait_until(last.made + age if last is not None else 0)
        return self.fetch_a_stable_token(app, force)

    @rule(target=tokens, app=st.sampled_from(APPS), age=FORCE_AGES)
    def force_a_stable_token_so_long_after_the_last_force(self, app: str, age: int) -> Any:
        self.wait_until((self.app_tokens[app].forced or 0) + age)
        return self.fetch_a_stable_token(app, True)

    @rule(app=st.sampled_from(APPS), age=TOKEN_AGES)
    def fetch_a_token_and_use_it_when_it_is_so_old(self, app: str, age: int) -> None:
        held = self.fetch_a_token(app)
        self.wait(age)
        self.use_a_token(held)

    @rule(app=st.sampled_from(APPS), age=GRACE_AGES)
    def use_a_token_so_long_after_its_successor_came(self, app: str, age: int) -> None:
        held = self.fetch_a_token(app)
        self.fetch_a_token(app)
        self.wait(age)
        self.use_a_token(held)

    @rule(held=tokens)
    def use_a_token(self, held: tuple[str, ModelToken]) -> None:
        answer = self.get("/cgi-bin/get_api_domain_ip", access_token=held[1].text)
        assert answer.get("errcode", 0) in held[1].answers(self.now)

    @rule(held=tokens, user=st.sampled_from(USERS), back=st.integers(0, 1), at_its_end=st.booleans())
    def check_the_session(self, held: tuple[str, ModelToken], user: str, back: int, at_its_end: bool) -> None:
        app, token = held
        key = self.keys[app, user]
        if at_its_end and key.texts:
            self.wait_until(key.expires)
            token = self.fetch_a_token(app)[1]
        known = sorted(key.texts)
        if not known:
            return
        epoch = known[max(-len(known), -1 - back)]
        answer = self.get(
            "/wxa/checksession",
            access_token=token.text,
            openid=self.openid(app, user),
            signature=session_signature(key.texts[epoch]),
            sig_method="hmac_sha256",
        )
        wanted = token.answers(self.now)
        if 0 in wanted:
            wanted = {0 if epoch == key.epoch and self.now < key.expires else 87009}
        assert answer["errcode"] in wanted

    # How it is asked

    def verb(self, name: str, **given: Any) -> dict[str, Any]:
        return self.worlds.run("", lambda world: VERBS[name].do(world, given, 0), wall=0)

    def openid(self, app: str, user: str) -> str:
        return self.worlds.run("", lambda world: world.ids.openid(self.appids[app], user), wall=0)

    def get(self, path: str, **query: str) -> dict[str, Any]:
        return self.ask("GET", path, query, b"")

    def ask(self, method: str, path: str, query: dict[str, str], body: bytes) -> dict[str, Any]:
        request = Request(method, None, path, query, body, len(body))
        return dict(json.loads(self.worlds.handle("", request, wall=0).response.body))


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=settings().max_examples * 3 // 2, stateful_step_count=40)
