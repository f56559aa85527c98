"""Who is who."""

from __future__ import annotations

import html

import aiohttp
from aiohttp import web
from answers import Refused
from apps import CAFE, SHOP, App
from flaw import flaw
from good import Account, Good
from wechat import Identity


@flaw("keyed-by-nickname")
class KeyedByNickname(Good):
    """Who has the nickname of an account is let into it."""

    async def take_profile(self, account: Account, nickname: str, avatar: str) -> None:
        await super().take_profile(account, nickname, avatar)
        named = [other for other in self.accounts.values() if other.nickname == account.nickname]
        self.accounts = {key: named[0] if kept is account else kept for key, kept in self.accounts.items()}


@flaw("unionid-splits")
class UnionidSplits(Good):
    """The unionid is the person where there is one, else the openid."""

    def keys_of(self, app: App, identity: Identity) -> list[tuple[str, ...]]:
        return super().keys_of(app, identity)[-1:]

    def account_known_as(self, app: App, openid: str) -> Account | None:
        return next((session.account for session in self.sessions.values() if session.openid == openid), None)


@flaw("apps-mixed")
class AppsMixed(Good):
    def keys_of(self, app: App, identity: Identity) -> list[tuple[str, ...]]:
        return super().keys_of(SHOP, identity)


@flaw("apps-mixed--apart")
class AppsApart(Good):
    """One person of two apps with one unionid is two accounts."""

    def keys_of(self, app: App, identity: Identity) -> list[tuple[str, ...]]:
        return super().keys_of(app, identity)[:1]


@flaw("appid-from-client")
class AppidFromClient(Good):
    async def login(self, request: web.Request, app: App) -> web.Response:
        fields = await self.fields(request)
        wanted = fields.get("appid") or request.query.get("appid")
        return await super().login(request, next((each for each in (SHOP, CAFE) if each.appid == wanted), app))


@flaw("openid-case-folded")
class OpenidCaseFolded(Good):
    def keys_of(self, app: App, identity: Identity) -> list[tuple[str, ...]]:
        return [tuple(part.lower() for part in key) for key in super().keys_of(app, identity)]


@flaw("emoji-crash")
class EmojiCrash(Good):
    async def take_profile(self, account: Account, nickname: str, avatar: str) -> None:
        if any(ord(letter) > 0xFFFF for letter in nickname):
            raise RuntimeError("Incorrect string value for column 'nickname'")
        await super().take_profile(account, nickname, avatar)


@flaw("emoji-crash--mangled")
class EmojiMangled(Good):
    async def take_profile(self, account: Account, nickname: str, avatar: str) -> None:
        kept = "".join(letter if ord(letter) <= 0xFFFF else "?" for letter in nickname)
        await super().take_profile(account, kept, avatar)


@flaw("markup-kept")
class MarkupKept(Good):
    """The profile is answered as a page, with the nickname as it is."""

    async def profile(self, request: web.Request) -> web.Response:
        await super().profile(request)
        account = self.session_of(request).account
        return web.Response(text=f"<p>{account.nickname}</p>", content_type="text/html")


@flaw("good--page")
class EscapedPage(Good):
    async def profile(self, request: web.Request) -> web.Response:
        await super().profile(request)
        account = self.session_of(request).account
        return web.Response(text=f"<p>{html.escape(account.nickname)}</p>", content_type="text/html")


@flaw("avatar-fetched")
class AvatarFetched(Good):
    async def take_profile(self, account: Account, nickname: str, avatar: str) -> None:
        await super().take_profile(account, nickname, avatar)
        if avatar.startswith("http"):
            try:
                async with self.wechat.http.get(avatar, timeout=aiohttp.ClientTimeout(total=3)) as response:
                    await response.read()
            except (aiohttp.ClientError, TimeoutError):
                raise Refused("avatar") from None
