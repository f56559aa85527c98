"""Reading WeChat's answers."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web
from answers import PERSON, Refused, Unavailable
from apps import App
from flaw import flaw
from good import Account, Good
from wechat import Answer, Identity, Wechat


class LooksAtNoErrcode(Wechat):
    """Of code2session: HTTP 200 is success, and then a key is missing."""

    async def exchange(self, app: App, code: str) -> Identity:
        query = {"appid": app.appid, "secret": app.secret, "js_code": code, "grant_type": "authorization_code"}
        found = await self.ask("GET", "/sns/jscode2session", query)
        assert found["openid"], "an openid is wanted"
        return Identity(self.text(found, "openid"), found.get("unionid") or "", self.text(found, "session_key"))


@flaw("errcode-unseen")
class ErrcodeUnseen(Good):
    wechat_class = LooksAtNoErrcode


class NeedsErrcodeZero(Wechat):
    def judged(self, found: Answer) -> Answer:
        if "errcode" not in found and "openid" in found:
            raise Unavailable("wechat")
        return super().judged(found)


@flaw("needs-errcode-zero")
class NeedsErrcodeZeroBackend(Good):
    wechat_class = NeedsErrcodeZero


class WantsJsonLabel(Wechat):
    async def call(self, method: str, path: str, query: dict[str, str], body: Any) -> bytes:
        async with self.http.request(method, self.base_url + path, params=query, json=body) as response:
            response.raise_for_status()
            return json.dumps(await response.json()).encode()


@flaw("text-plain-unread")
class TextPlainUnread(Good):
    wechat_class = WantsJsonLabel


class CannotReadBrokenBodies(Wechat):
    def read(self, text: bytes) -> Answer:
        try:
            return super().read(text)
        except ValueError as error:
            raise RuntimeError(str(error)) from None


@flaw("broken-body-crash")
class BrokenBodyCrash(Good):
    wechat_class = CannotReadBrokenBodies


class WantsEveryField(Wechat):
    async def asked_while_busy(self, path: str, query: dict[str, str]) -> Answer:
        found = await super().asked_while_busy(path, query)
        return found | {"unionid": found["unionid"]}


@flaw("field-missing-crash")
class FieldMissingCrash(Good):
    wechat_class = WantsEveryField


class MatchesTexts(Wechat):
    def judged(self, found: Answer) -> Answer:
        if "errcode" in found and found["errcode"] in PERSON:
            if any(text in str(found.get("errmsg")) for text in ("invalid code", "been used", "blocked", "missing")):
                raise Refused("log in again")
            raise Unavailable("wechat")
        return super().judged(found)


@flaw("text-matched")
class TextMatched(Good):
    wechat_class = MatchesTexts


@flaw("wrong-message")
class WrongMessage(Good):
    """An outage is told as "log in again"."""

    def unavailable(self, error: Unavailable) -> web.Response:
        return self.refused(Refused("log in again"))


class LogsNothing(Wechat):
    def log(self, line: str) -> None:
        pass


@flaw("rid-lost")
class RidLost(Good):
    wechat_class = LogsNothing


@flaw("good--http-200")
class AlwaysHttp200(Good):
    """Says it by a code of its own."""

    def refused(self, error: Refused) -> web.Response:
        return web.json_response({"code": 1001, "error": "log in again"})

    def unavailable(self, error: Unavailable) -> web.Response:
        return web.json_response({"code": 1002, "error": "try again later"})

    def login_answer(self, token: str, account: Account, identity: Identity) -> dict[str, Any]:
        return {"code": 0, **super().login_answer(token, account, identity)}


@flaw("good--guests")
class Guests(Good):
    """Whoever is not let in gets a guest's session, which is nobody's."""

    async def login(self, request: web.Request, app: App) -> web.Response:
        try:
            return await super().login(request, app)
        except Refused:
            return web.json_response({"token": "guest-" + self.new_state()})

    async def me(self, request: web.Request) -> web.Response:
        if self.token_in(request).startswith("guest-"):
            return web.json_response({"user": None})
        return await super().me(request)
