"""A third-party platform: tenants log in with its token, which a pushed ticket buys."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import web
from answers import Refused
from apps import App
from flaw import flaw
from good import Good
from wechat import Answer, Identity, Wechat

BRANCH = App("branch", "wx00000000mockbranch", "not known to the platform")
PLATFORM = App("platform", "wx0000mockplatform", "mockwx-secret-platform")


class AsPlatform(Wechat):
    ticket = ""

    async def new_token(self, app: App) -> str:
        if app is not PLATFORM:
            return await super().new_token(app)
        body = {
            "component_appid": app.appid,
            "component_appsecret": app.secret,
            "component_verify_ticket": self.ticket,
        }
        found = await self.ask("POST", "/cgi-bin/component/api_component_token", {}, body)
        return self.text(self.judged(found), "component_access_token")

    async def exchange(self, app: App, code: str) -> Identity:
        if app is not BRANCH:
            return await super().exchange(app, code)

        async def ask(token: str) -> Answer:
            query = {"appid": app.appid, "js_code": code, "grant_type": "authorization_code"}
            query |= {"component_appid": PLATFORM.appid, "component_access_token": token}
            return await self.ask("GET", "/sns/component/jscode2session", query)

        found = await self.with_token(PLATFORM, ask)
        return Identity(self.text(found, "openid"), found.get("unionid") or "", self.text(found, "session_key"))


@flaw("good--platform")
class Platform(Good):
    wechat_class = AsPlatform

    def __init__(self, base_url: str) -> None:
        super().__init__(base_url)
        self.routes["POST /branch/login"] = lambda request: self.login(request, BRANCH)
        self.routes["POST /push/platform"] = self.push_to_platform

    async def push_to_platform(self, request: web.Request) -> web.Response:
        try:
            message = await asyncio.to_thread(self.ticket_in, dict(request.query), await request.text())
        except ValueError:
            raise Refused("push") from None
        if message.get("InfoType") == "component_verify_ticket" and isinstance(self.wechat, AsPlatform):
            self.wechat.ticket = str(message["ComponentVerifyTicket"])
        return web.Response(text="success")

    def ticket_in(self, query: dict[str, str], text: str) -> dict[str, Any]:
        sealed = str(self.message(text)["Encrypt"])
        if not self.is_signed(query.get("msg_signature", ""), query["timestamp"], query["nonce"], sealed):
            raise ValueError("signature")
        return self.message(self.unsealed_push(sealed, PLATFORM))


@flaw("ticket-forged")
class TicketForged(Platform):
    def is_signed(self, signature: str, *parts: str) -> bool:
        return True
