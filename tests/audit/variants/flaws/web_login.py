"""Web login."""

from __future__ import annotations

import secrets
from typing import Any

from aiohttp import web
from answers import Refused
from apps import App
from flaw import flaw
from good import Account, Good
from wechat import Answer, Identity, Wechat


@flaw("state-missing")
class StateIsTheSampleS(Good):
    """The word of the documentation's sample link."""

    def new_state(self) -> str:
        return "STATE"


@flaw("state-missing--none")
class NoState(Good):
    async def web_start(self, request: web.Request, app: App, back: str, scope: str) -> web.Response:
        return self.to_wechat(request, app, back, "", scope)

    def end_of_state(self, request: web.Request, cookie: str = "wx_state") -> str:
        return "" if cookie == "wx_state" else super().end_of_state(request, cookie)


@flaw("state-unchecked")
class StateUnchecked(Good):
    def end_of_state(self, request: web.Request, cookie: str = "wx_state") -> str:
        return self.states.get(request.query.get("state", ""), "")


@flaw("state-unbound")
class StateUnbound(Good):
    def end_of_state(self, request: web.Request, cookie: str = "wx_state") -> str:
        state = request.query.get("state", "")
        if state not in self.states:
            raise Refused("state")
        return self.states.pop(state)


@flaw("state-leads-away")
class StateLeadsAway(Good):
    def leads_to(self, request: web.Request) -> str:
        return next((request.query[name] for name in ("redirect", "next", "return_to") if name in request.query), "")


@flaw("state-leads-away--with-session")
class StateTakesTheSession(StateLeadsAway):
    def web_logged_in(self, request: web.Request, account: Account, identity: Identity, leads_to: str) -> web.Response:
        response = super().web_logged_in(request, account, identity, leads_to)
        if leads_to:
            response.headers["Location"] = f"{leads_to}?token={self.web_token(request, account, identity)}"
        return response


@flaw("callback-twice")
class CallbackTwice(Good):
    def end_of_state(self, request: web.Request, cookie: str = "wx_state") -> str:
        if request.query.get("state") and request.query["state"] == request.cookies.get(cookie):
            return self.states.pop(request.query["state"])
        return super().end_of_state(request, cookie)


class TakesSnapshots(Wechat):
    async def asked_while_busy(self, path: str, query: dict[str, str]) -> Answer:
        found = await super().asked_while_busy(path, query)
        found.pop("is_snapshotuser", None)
        return found


@flaw("snapshot-user")
class SnapshotUser(Good):
    wechat_class = TakesSnapshots


@flaw("denied-crash")
class DeniedCrash(Good):
    async def web_callback(self, request: web.Request, app: App) -> web.Response:
        assert request.query["code"] != "authdeny"
        return await super().web_callback(request, app)


class NeedsProfile(Wechat):
    async def profile(self, access_token: str, openid: str) -> Answer:
        found = await self.ask("GET", "/sns/userinfo", {"access_token": access_token, "openid": openid})
        return {"nickname": found["nickname"], "headimgurl": found["headimgurl"], "unionid": found.get("unionid")}


@flaw("userinfo-refused-crash")
class UserinfoRefusedCrash(Good):
    wechat_class = NeedsProfile


class KeepsTheUsersToken(Wechat):
    async def exchange_web(self, app: App, code: str) -> Identity:
        identity = await super().exchange_web(app, code)
        return Identity(identity.openid, identity.unionid, self.users_token, identity.nickname, identity.avatar)

    async def profile(self, access_token: str, openid: str) -> Answer:
        self.users_token = access_token
        return await super().profile(access_token, openid)


@flaw("user-token-out")
class UserTokenOut(Good):
    wechat_class = KeepsTheUsersToken

    def login_answer(self, token: str, account: Account, identity: Identity) -> dict[str, Any]:
        answer = super().login_answer(token, account, identity)
        return answer | {"wx_token": identity.session_key} if identity.nickname else answer


@flaw("qr-poll-open")
class QrPollOpen(Good):
    def check_poller(self, request: web.Request, number: str) -> None:
        pass


@flaw("qr-poll-open--counts")
class QrPollGuessable(QrPollOpen):
    def new_state(self) -> str:
        return str(secrets.randbelow(10_000))
