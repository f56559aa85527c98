"""WeCom."""

from __future__ import annotations

from answers import Refused, Unavailable
from apps import App
from flaw import flaw
from good import Good
from wechat import Answer, Wechat

WHO = "/qyapi.weixin.qq.com/cgi-bin/auth/getuserinfo"


class TakesOutsiders(Wechat):
    """Whoever comes back with a name is an employee."""

    async def member(self, corp: App, code: str) -> str:
        async def ask(token: str) -> Answer:
            return await self.ask("GET", WHO, {"access_token": token, "code": code})

        found = await self.with_token(corp, ask)
        return str(found.get("userid") or found.get("openid"))


@flaw("outsider-in")
class OutsiderIn(Good):
    wechat_class = TakesOutsiders


class SpellsTheOtherWay(Wechat):
    """The older api's key in the newer api's answer."""

    async def member(self, corp: App, code: str) -> str:
        async def ask(token: str) -> Answer:
            return await self.ask("GET", WHO, {"access_token": token, "code": code})

        found = await self.with_token(corp, ask)
        if not found.get("UserId"):
            raise Refused("for members only")
        return str(found["UserId"])


@flaw("key-spelling")
class KeySpelling(Good):
    wechat_class = SpellsTheOtherWay


class ReadsTheMember(Wechat):
    """The name of an employee is asked for, and 60011 is not expected."""

    async def member(self, corp: App, code: str) -> str:
        userid = await super().member(corp, code)

        async def ask(token: str) -> Answer:
            path = "/qyapi.weixin.qq.com/cgi-bin/user/get"
            return await self.ask("GET", path, {"access_token": token, "userid": userid})

        try:
            await self.with_token(corp, ask)
        except Unavailable:
            raise KeyError("name") from None
        return userid


@flaw("invisible-crash")
class InvisibleCrash(Good):
    wechat_class = ReadsTheMember


@flaw("corps-mixed")
class CorpsMixed(Good):
    def member_key(self, corp: App, userid: str) -> tuple[str, ...]:
        return ("member", userid)
