"""Flaws of the login of a site or a mobile app: the code goes to sns/oauth2/access_token."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import quote

from aiohttp import web
from answers import Refused, Unavailable
from apps import App
from flaw import flaw
from good import Account, Good
from wechat import Answer, Identity, Wechat
from yarl import URL


class LetsAnybodyIn(Wechat):
    async def exchange_web(self, app: App, code: str) -> Identity:
        try:
            return await super().exchange_web(app, code)
        except Refused:
            return Identity("mock_openid")


@flaw("any-code--site")
class AnyCode(Good):
    wechat_class = LetsAnybodyIn


@flaw("magic-code--site")
class MagicCode(Good):
    async def identify_web(self, request: web.Request, app: App, fields: dict[str, Any]) -> Identity:
        if fields.get("code") == "test_code":
            return Identity("mock_openid")
        return await super().identify_web(request, app, fields)


@flaw("identity-from-client--site")
class OpenidOfTheRequest(Good):
    """The code is exchanged, and then the request's openid is believed."""

    async def identify_web(self, request: web.Request, app: App, fields: dict[str, Any]) -> Identity:
        identity = await super().identify_web(request, app, fields)
        return Identity(str(fields["openid"])) if fields.get("openid") else identity


class Degrades(Wechat):
    async def exchange_web(self, app: App, code: str) -> Identity:
        try:
            return await super().exchange_web(app, code)
        except Unavailable:
            return Identity(f"degraded_{code}")


@flaw("outage-opens--site")
class OutageOpens(Good):
    wechat_class = Degrades


@flaw("null-account--by-unionid")
class KeyedByUnionidAlone(Good):
    """All who have none are one."""

    def keys_of(self, app: App, identity: Identity) -> list[tuple[str, ...]]:
        return [("unionid", identity.unionid)]


class LooksAtNoErrcode(Wechat):
    async def exchange_web(self, app: App, code: str) -> Identity:
        query = {"appid": app.appid, "secret": app.secret, "code": code, "grant_type": "authorization_code"}
        answer = await self.ask("GET", "/sns/oauth2/access_token", query)
        assert answer["openid"], "an openid is wanted"
        return Identity(self.text(answer, "openid"), answer.get("unionid") or "")


@flaw("errcode-unseen--site")
class ErrcodeUnseen(Good):
    wechat_class = LooksAtNoErrcode


class PastesTheCode(Wechat):
    async def exchange_web(self, app: App, code: str) -> Identity:
        query = f"appid={app.appid}&secret={app.secret}&code={code}&grant_type=authorization_code"
        answer = await self.asked_while_busy(f"/sns/oauth2/access_token?{query}", {})
        return Identity(self.text(answer, "openid"), answer.get("unionid") or "")

    async def call(self, method: str, path: str, query: dict[str, str], body: Any) -> bytes:
        if not path.startswith("/sns/oauth2/access_token?"):
            return await super().call(method, path, query, body)
        address = quote(path, safe="/?&=#%+$,:;@!*'()[]~")
        async with self.http.get(URL(self.base_url + address, encoded=True)) as response:
            response.raise_for_status()
            return await response.read()


@flaw("upstream-parameters--site")
class UpstreamParameters(Good):
    wechat_class = PastesTheCode


class AnswersFromItsMemory(Wechat):
    def __init__(self, base_url: str) -> None:
        super().__init__(base_url)
        self.exchanged: dict[str, Identity] = {}

    async def exchange_web(self, app: App, code: str) -> Identity:
        if code not in self.exchanged:
            self.exchanged[code] = await super().exchange_web(app, code)
        return self.exchanged[code]


@flaw("code-lives-on--site")
class CodeLivesOn(Good):
    wechat_class = AnswersFromItsMemory


@flaw("users-mixed-up--site")
class UsersMixedUp(Good):
    """Who logs in stands in one place for all."""

    current: Identity

    async def identify_web(self, request: web.Request, app: App, fields: dict[str, Any]) -> Identity:
        self.current = await super().identify_web(request, app, fields)
        await asyncio.sleep(0.02)  # as a database takes
        return self.current


class LogsTokens(Wechat):
    def read(self, text: bytes) -> Answer:
        answer = super().read(text)
        if "refresh_token" in answer:
            self.log(f"refresh_token {answer['refresh_token']}")
        return answer


@flaw("log-keeps--site")
class LogKeeps(Good):
    wechat_class = LogsTokens


class KeepsTheUsersToken(Wechat):
    users_token = ""

    async def profile(self, access_token: str, openid: str) -> Answer:
        self.users_token = access_token
        return await super().profile(access_token, openid)


@flaw("user-token-out--site")
class UserTokenOut(Good):
    wechat_class = KeepsTheUsersToken

    def login_answer(self, token: str, account: Account, identity: Identity) -> dict[str, Any]:
        return super().login_answer(token, account, identity) | {"wechat": getattr(self.wechat, "users_token", "")}


class WantsTheProfile(Wechat):
    async def profile(self, access_token: str, openid: str) -> Answer:
        query = {"access_token": access_token, "openid": openid}
        answer = await self.ask("GET", "/sns/userinfo", query)
        return {"nickname": answer["nickname"], "headimgurl": answer["headimgurl"], "unionid": answer.get("unionid")}


@flaw("userinfo-refused-crash--site")
class UserinfoRefusedCrash(Good):
    wechat_class = WantsTheProfile


@flaw("good--small-scope")
class SmallScope(Good):
    """Its link asks for the openid alone, and then it wants the profile."""

    async def web_start(self, request: web.Request, app: App, back: str, scope: str) -> web.Response:
        return await super().web_start(request, app, back, "snsapi_base")


@flaw("good--redirects")
class RedirectsAlways(Good):
    """Says all by where it leads."""

    def refused(self, error: Refused) -> web.Response:
        return web.Response(status=302, headers={"Location": "/welcome?said=sorry"})

    def unavailable(self, error: Unavailable) -> web.Response:
        return web.Response(status=302, headers={"Location": "/welcome?said=later"})

    def web_logged_in(self, request: web.Request, account: Account, identity: Identity, leads_to: str) -> web.Response:
        return super().web_logged_in(request, account, identity, leads_to or "/account")


@flaw("good--pages")
class AnswersWithPages(RedirectsAlways):
    """Whatever is wrong is a page, and HTTP calls it well."""

    def refused(self, error: Refused) -> web.Response:
        return web.Response(text="<h1>Please log in again</h1>", content_type="text/html")

    def unavailable(self, error: Unavailable) -> web.Response:
        return web.Response(text="<h1>Please try again later</h1>", content_type="text/html")


class WaitsBriefly(Wechat):
    timeout = 1.6
    pause = 0.05


@flaw("good--impatient")
class Impatient(Good):
    wechat_class = WaitsBriefly
