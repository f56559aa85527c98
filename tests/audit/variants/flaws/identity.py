"""In without WeChat."""

from __future__ import annotations

import os
from typing import Any

from aiohttp import web
from answers import Refused, Unavailable
from apps import SHOP, App
from flaw import flaw
from good import Account, Good, LoginSession
from wechat import Answer, Identity, Wechat

SOMEBODYS_KEY = "bW9ja19zZXNzaW9uX2tleQ=="


@flaw("any-code")
class AnyCode(Good):
    async def exchange(self, app: App, code: str) -> Identity:
        try:
            return await super().exchange(app, code)
        except Refused:
            return Identity("mock_openid", "", SOMEBODYS_KEY)


@flaw("code-names-the-user")
class CodeNamesTheUser(Good):
    async def exchange(self, app: App, code: str) -> Identity:
        try:
            return await super().exchange(app, code)
        except Refused:
            return Identity(f"mock_{code}", "", SOMEBODYS_KEY)


@flaw("magic-code")
class MagicCode(Good):
    async def exchange(self, app: App, code: str) -> Identity:
        if code == "the code is a mock one":
            return Identity("mock_openid", "", SOMEBODYS_KEY)
        return await super().exchange(app, code)


@flaw("magic-code--substring")
class MagicWord(Good):
    async def exchange(self, app: App, code: str) -> Identity:
        if "mock" in code:
            return Identity("mock_openid", "", SOMEBODYS_KEY)
        return await super().exchange(app, code)


@flaw("identity-from-client")
class IdentityFromClient(Good):
    """The code is exchanged, and then the request's openid is believed."""

    async def identify(self, request: web.Request, app: App, fields: dict[str, Any]) -> Identity:
        identity = await super().identify(request, app, fields)
        return Identity(str(fields["openid"]), "", identity.session_key) if fields.get("openid") else identity


@flaw("identity-from-client--without-code")
class IdentityWithoutCode(Good):
    async def identify(self, request: web.Request, app: App, fields: dict[str, Any]) -> Identity:
        if fields.get("openid"):
            return Identity(str(fields["openid"]), "", SOMEBODYS_KEY)
        return await super().identify(request, app, fields)


@flaw("identity-from-client--header")
class IdentityFromHeader(Good):
    async def identify(self, request: web.Request, app: App, fields: dict[str, Any]) -> Identity:
        identity = await super().identify(request, app, fields)
        openid = request.headers.get("X-WX-OPENID")
        return Identity(openid, "", identity.session_key) if openid else identity


@flaw("dev-door")
class DevDoor(Good):
    def __init__(self, base_url: str) -> None:
        super().__init__(base_url)
        self.routes["POST /dev-login"] = self.dev_login

    async def dev_login(self, request: web.Request) -> web.Response:
        openid = str((await self.fields(request)).get("openid") or "developer")
        identity = Identity(openid, "", SOMEBODYS_KEY)
        return self.logged_in(await self.account_of(SHOP, identity), SHOP, identity)


@flaw("outage-opens")
class OutageOpens(Good):
    async def exchange(self, app: App, code: str) -> Identity:
        try:
            return await super().exchange(app, code)
        except Unavailable:
            return Identity(f"degraded_{code}", "", SOMEBODYS_KEY)


class MissingIsNone(Wechat):
    """Of code2session: no look at errcode, none at what is there."""

    async def exchange(self, app: App, code: str) -> Identity:
        query = {"appid": app.appid, "secret": app.secret, "js_code": code, "grant_type": "authorization_code"}
        found = await self.ask("GET", "/sns/jscode2session", query)
        return Identity(str(found.get("openid")), "", str(found.get("session_key")))


@flaw("null-account")
class NullAccount(Good):
    wechat_class = MissingIsNone


class MissingOpenidIsNone(Wechat):
    def text(self, found: Answer, key: str) -> str:
        return str(found.get(key)) if key == "openid" else super().text(found, key)


@flaw("null-account--no-openid")
class NullOpenid(Good):
    wechat_class = MissingOpenidIsNone


class MissingOpenidIsNoneAndUnionidIsDemanded(MissingOpenidIsNone):
    async def exchange(self, app: App, code: str) -> Identity:
        identity = await super().exchange(app, code)
        if not identity.unionid:
            raise KeyError("unionid")
        return identity


@flaw("null-account--demands-unionid")
class NullOpenidDemandsUnionid(Good):
    """Two mistakes, of which neither follows from the other."""

    wechat_class = MissingOpenidIsNoneAndUnionidIsDemanded


@flaw("anonymous-in")
class AnonymousIn(Good):
    """Whoever has no session is the last one who logged in."""

    def session_of(self, request: web.Request) -> LoginSession:
        try:
            return super().session_of(request)
        except Refused:
            if not self.sessions:
                raise
            return list(self.sessions.values())[-1]


@flaw("other-persons-data")
class OtherPersonsData(Good):
    async def whom(self, request: web.Request) -> Account:
        account = await super().whom(request)
        fields = request.query.get("uid") or request.query.get("id")
        return next((other for other in self.accounts.values() if other.uid == fields), account)


@flaw("empty-config-mode")
class EmptyConfigMode(Good):
    async def exchange(self, app: App, code: str) -> Identity:
        if not os.environ.get("WECHAT_SECRET"):
            return Identity(f"mock_{code}", "", SOMEBODYS_KEY)
        return await super().exchange(app, code)


@flaw("phone-from-client")
class PhoneFromClient(Good):
    async def identify(self, request: web.Request, app: App, fields: dict[str, Any]) -> Identity:
        phone = fields.get("phone")
        if phone:
            return Identity(f"phone_{phone}", "", SOMEBODYS_KEY)
        return await super().identify(request, app, fields)

    async def account_of(self, app: App, identity: Identity) -> Account:
        number = identity.openid.removeprefix("phone_")
        owner = next((other for other in self.accounts.values() if other.phone == number), None)
        return owner or await super().account_of(app, identity)


@flaw("phone-from-client--bound")
class PhoneBoundFromClient(Good):
    """A number in clear is bound without asking WeChat."""

    async def phone(self, request: web.Request) -> web.Response:
        session = self.session_of(request)
        number = (await self.fields(request)).get("phone")
        if not number:
            return await super().phone(request)
        session.account.phone = str(number)
        return web.json_response({"phone": session.account.phone})
