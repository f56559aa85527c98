"""Sealed data and phone numbers."""

from __future__ import annotations

from typing import Any

from aiohttp import web
from answers import Refused
from apps import SHOP, App
from flaw import flaw
from good import Account, Good, LoginSession
from sealed import decrypted
from wechat import Answer, Wechat


@flaw("watermark-unchecked")
class WatermarkUnchecked(Good):
    def check_watermark(self, opened: dict[str, Any], appid: str) -> None:
        pass


@flaw("stale-key-crash")
class StaleKeyCrash(Good):
    def opened(self, session: LoginSession, fields: dict[str, Any]) -> dict[str, Any]:
        return self.unsealed(session, fields["encryptedData"], fields["iv"])


@flaw("decrypt-tells")
class DecryptTells(Good):
    """Bad padding is another status than what was sealed for another app."""

    def opened(self, session: LoginSession, fields: dict[str, Any]) -> dict[str, Any]:
        try:
            decrypted(str(fields["encryptedData"]), str(fields["iv"]), session.session_key)
        except ValueError as error:
            if "padding" in str(error):
                raise web.HTTPUnprocessableEntity(text="bad padding") from None
        except KeyError:
            pass
        return super().opened(session, fields)


@flaw("sealed-bits-flipped")
class SealedBitsFlipped(Good):
    """What the data says is the person."""

    def check_person(self, opened: dict[str, Any], session: LoginSession) -> None:
        session.openid = str(opened.get("openId", session.openid))


@flaw("sealed-replayed")
class SealedReplayed(Good):
    def check_age(self, opened: dict[str, Any]) -> None:
        pass


@flaw("plus-gets-lost")
class PlusGetsLost(Good):
    """As a form that was not escaped loses it."""

    def unsealed(self, session: LoginSession, encrypted: str, iv: str) -> dict[str, Any]:
        return super().unsealed(session, encrypted.replace("+", " "), iv.replace("+", " "))


class DoesNotSayWhose(Wechat):
    async def phone_number(self, app: App, code: str, openid: str) -> str:
        async def ask(token: str) -> Answer:
            return await self.ask("POST", "/wxa/business/getuserphonenumber", {"access_token": token}, {"code": code})

        return self.text((await self.with_token(app, ask))["phone_info"], "phoneNumber")


@flaw("phone-code-unbound")
class PhoneCodeUnbound(Good):
    wechat_class = DoesNotSayWhose


@flaw("phone-code-for-nobody")
class PhoneCodeForNobody(Good):
    """A number for whoever brings a code; bound where there is a session."""

    async def phone(self, request: web.Request) -> web.Response:
        try:
            return await super().phone(request)
        except Refused:
            pass
        try:
            self.session_of(request)
        except Refused:
            code = self.code_in(await self.fields(request))
            return web.json_response({"phone": await DoesNotSayWhose.phone_number(self.wechat, SHOP, code, "")})
        raise Refused("phone")


@flaw("phone-moves-account")
class PhoneMovesAccount(Good):
    """Who has the number of an account is let into it."""

    async def phone(self, request: web.Request) -> web.Response:
        session = self.session_of(request)
        code = self.code_in(await self.fields(request))
        number = await self.phone_number(session, code)
        owner = next((other for other in self.accounts.values() if other.phone == number), None)
        if owner is not None:
            self.move(session, owner)
        session.account.phone = number
        return web.json_response({"phone": number})

    def move(self, session: LoginSession, owner: Account) -> None:
        former, session.account = session.account, owner
        self.accounts = {key: owner if kept is former else kept for key, kept in self.accounts.items()}


@flaw("rawdata-trusted")
class RawDataTrusted(Good):
    def check_signature(self, raw: str, signature: str, session: LoginSession) -> None:
        pass


@flaw("sealed-bits-flipped--identity")
class SealedBitsDecide(Good):
    """And the account is looked for by it."""

    def check_person(self, opened: dict[str, Any], session: LoginSession) -> None:
        openid = str(opened.get("openId", session.openid))
        if openid != session.openid:
            session.account = self.accounts.setdefault(("openid", session.app.appid, openid), Account())
