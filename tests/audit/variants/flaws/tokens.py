"""access_token."""

from __future__ import annotations

import itertools
from typing import Any

from answers import DeadToken, Unavailable
from apps import App
from flaw import flaw
from good import Good
from wechat import Answer, Identity, Wechat


class TokenPerCall(Wechat):
    async def token(self, app: App, dead: str | None = None) -> str:
        return await self.new_token(app)


@flaw("token-per-call")
class TokenPerCallBackend(Good):
    wechat_class = TokenPerCall


class OldTokenEndpoint(Wechat):
    """/cgi-bin/token, which ends the token of before."""

    async def new_token(self, app: App) -> str:
        if app.corp:
            return await super().new_token(app)
        query = {"grant_type": "client_credential", "appid": app.appid, "secret": app.secret}
        try:
            return self.text(self.judged(await self.ask("GET", "/cgi-bin/token", query)), "access_token")
        except DeadToken:  # 40001 says here that the secret is wrong
            raise Unavailable("token") from None


class TokenHerd(OldTokenEndpoint):
    """Everybody who finds the token dead fetches one of his own."""

    async def token(self, app: App, dead: str | None = None) -> str:
        if dead is not None or app.name not in self.tokens:
            self.tokens[app.name] = await self.new_token(app)
        return self.tokens[app.name]


@flaw("token-herd")
class TokenHerdBackend(Good):
    wechat_class = TokenHerd


class TwoProcesses(Wechat):
    """Each keeps an access_token of its own, and requests go to them in turn."""

    def __init__(self, base_url: str) -> None:
        super().__init__(base_url)
        self.processes = [Wechat(base_url), Wechat(base_url)]
        self.turns = itertools.cycle(self.processes)

    async def close(self) -> None:
        for process in self.processes:
            await process.close()
        await super().close()

    async def with_token(self, app: App, ask: Any) -> Answer:
        return await next(self.turns).with_token(app, ask)


@flaw("good--two-processes")
class GoodInTwoProcesses(Good):
    wechat_class = TwoProcesses


@flaw("good--old-token")
class GoodOldToken(Good):
    """One for all, from the older endpoint."""

    wechat_class = OldTokenEndpoint


class NeverRenews(Wechat):
    async def with_token(self, app: App, ask: Any) -> Answer:
        try:
            return self.judged(await ask(await self.token(app)))
        except DeadToken:
            raise Unavailable("token") from None


@flaw("token-not-renewed")
class TokenNotRenewed(Good):
    wechat_class = NeverRenews


class RenewsOnAndOn(Wechat):
    async def with_token(self, app: App, ask: Any) -> Answer:
        dead: str | None = None
        for _ in range(20):
            token = await self.token(app, dead)
            try:
                return self.judged(await ask(token))
            except DeadToken:
                dead = token
        raise Unavailable("token")


@flaw("token-loop")
class TokenLoop(Good):
    wechat_class = RenewsOnAndOn


class ForcesTokens(Wechat):
    async def ask(self, method: str, path: str, query: dict[str, str], body: Any = None) -> Answer:
        if path == "/cgi-bin/stable_token":
            body = body | {"force_refresh": True}
        return await super().ask(method, path, query, body)


@flaw("token-forced")
class TokenForced(Good):
    wechat_class = ForcesTokens


class RenewsByTheClockAlone(Wechat):
    """42001 is not believed, for by its own clock the token is good for two hours."""

    renewed_by = frozenset({40001, 40014})

    async def with_token(self, app: App, ask: Any) -> Answer:
        async def asked_again(token: str) -> Answer:
            found = await ask(token)
            return await ask(token) if found.get("errcode") == 42001 else found

        return await super().with_token(app, asked_again)


@flaw("expires-in-ignored")
class ExpiresInIgnored(Good):
    wechat_class = RenewsByTheClockAlone


class ThrowsAwayFirst(Wechat):
    """Others find no token while a new one is under way, and do not wait."""

    def __init__(self, base_url: str) -> None:
        super().__init__(base_url)
        self.renewing: set[str] = set()

    async def token(self, app: App, dead: str | None = None) -> str:
        if app.name in self.renewing:
            raise Unavailable("token")
        if self.tokens.get(app.name) in (None, dead):
            self.renewing.add(app.name)
            try:
                self.tokens[app.name] = await self.new_token(app)
            finally:
                self.renewing.discard(app.name)
        return self.tokens[app.name]


@flaw("token-gap")
class TokenGap(Good):
    wechat_class = ThrowsAwayFirst


class SendsTokenAlong(Wechat):
    """As an SDK that has a token for every call, and code2session is one."""

    async def exchange(self, app: App, code: str) -> Identity:
        await self.token(app)
        return await super().exchange(app, code)


@flaw("good--token-first")
class TokenFirst(Good):
    wechat_class = SendsTokenAlong
