"""A login backend that is right on every point of the catalogue; each variant is this one with one flaw.

What a flaw changes is a method of its own here, so that a variant is a few lines.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from aiohttp import web
from answers import Refused, Unavailable
from apps import CAFE, CLUB, CORP, FIRM, GAME, SHOP, SITE, App
from envelope import is_signed, parsed, unsealed
from sealed import check_age, check_watermark, decrypted
from wechat import Identity, Wechat

AUTHORIZE = "https://open.weixin.qq.com/connect/oauth2/authorize"
QRCONNECT = "https://open.weixin.qq.com/connect/qrconnect"
LONGEST_CODE = 128
SAFE = {SHOP.name}
"""Apps whose pushes are sealed."""
PUSHING = {app.name: app for app in (SHOP, CLUB)}
Route = Callable[[web.Request], Awaitable[web.Response]]


@dataclass
class Account:
    uid: str = field(default_factory=lambda: secrets.token_hex(8))
    nickname: str = "微信用户"
    avatar: str = ""
    phone: str = ""


@dataclass
class LoginSession:
    account: Account
    app: App
    openid: str
    session_key: str


class Good:
    wechat_class: type[Wechat] = Wechat

    def __init__(self, base_url: str) -> None:
        self.wechat = self.wechat_class(base_url)
        self.accounts: dict[tuple[str, ...], Account] = {}
        """By what is known of somebody: openid and app, unionid, member of a corp."""
        self.sessions: dict[str, LoginSession] = {}
        self.states: dict[str, str] = {}
        """Of logins under way in a browser: where each leads in the end."""
        self.scanned: dict[str, str | None] = {}
        """Sessions of QR codes; None: nobody has confirmed."""
        self.pushed: set[tuple[str, ...]] = set()
        self.routes: dict[str, Route] = {
            "POST /login": lambda request: self.login(request, SHOP),
            "POST /cafe/login": lambda request: self.login(request, CAFE),
            "GET /me": self.me,
            "POST /phone": self.phone,
            "POST /decrypt": self.decrypt,
            "POST /profile": self.profile,
            "POST /logout": self.logout,
            "POST /game/login": self.game_login,
            "GET /wx/login": lambda request: self.web_start(request, CLUB, "/wx/callback", "snsapi_userinfo"),
            "GET /wx/callback": lambda request: self.web_callback(request, CLUB),
            "GET /site/login": lambda request: self.web_start(request, SITE, "/site/callback", "snsapi_login"),
            "GET /spa/start": lambda request: self.web_start(request, SITE, "/page", "snsapi_login"),
            "POST /spa/login": self.spa_login,
            "GET /site/callback": lambda request: self.web_callback(request, SITE),
            "GET /qr/start": self.qr_start,
            "GET /qr/callback": self.qr_callback,
            "GET /qr/poll": self.qr_poll,
            "GET /wecom/login": lambda request: self.corp_start(request, CORP),
            "GET /wecom/callback": lambda request: self.corp_callback(request, CORP),
            "GET /firm/login": lambda request: self.corp_start(request, FIRM),
            "GET /firm/callback": lambda request: self.corp_callback(request, FIRM),
        }
        for name in PUSHING:
            self.routes[f"GET /push/{name}"] = self.push_check
            self.routes[f"POST /push/{name}"] = self.push

    async def handle(self, request: web.Request, path: str) -> web.Response:
        route = self.routes.get(f"{request.method} {path}")
        if route is None:
            return web.json_response({"error": "no such path"}, status=404)
        try:
            return await route(request)
        except Refused as error:
            return self.refused(error)
        except Unavailable as error:
            return self.unavailable(error)

    def refused(self, error: Refused) -> web.Response:
        return web.json_response({"error": "log in again"}, status=401)

    def unavailable(self, error: Unavailable) -> web.Response:
        return web.json_response({"error": "try again later"}, status=503)

    # Login

    async def login(self, request: web.Request, app: App) -> web.Response:
        fields = await self.fields(request)
        identity = await self.identify(request, app, fields)
        account = await self.account_of(app, identity)
        return self.logged_in(account, app, identity)

    async def identify(self, request: web.Request, app: App, fields: dict[str, Any]) -> Identity:
        return await self.exchange(app, self.code_in(fields))

    async def exchange(self, app: App, code: str) -> Identity:
        return await self.wechat.exchange(app, code)

    async def fields(self, request: web.Request) -> dict[str, Any]:
        try:
            found = json.loads(await request.read())
        except ValueError:
            raise Refused("no JSON") from None
        if not isinstance(found, dict):
            raise Refused("no object")
        return found

    def code_in(self, fields: dict[str, Any]) -> str:
        code = fields.get("code")
        if (
            not isinstance(code, str)
            or not 0 < len(code) <= LONGEST_CODE
            or not (code.isascii() and code.isprintable())
        ):
            raise Refused("no code")
        return code

    async def account_of(self, app: App, identity: Identity) -> Account:
        """The one and only: nothing is awaited between looking and making."""
        keys = self.keys_of(app, identity)
        account = next((self.accounts[key] for key in keys if key in self.accounts), None) or Account()
        for key in keys:
            self.accounts.setdefault(key, account)
        return account

    def keys_of(self, app: App, identity: Identity) -> list[tuple[str, ...]]:
        keys: list[tuple[str, ...]] = [("openid", app.appid, identity.openid)]
        if identity.unionid:
            keys.append(("unionid", identity.unionid))
        return keys

    def logged_in(self, account: Account, app: App, identity: Identity) -> web.Response:
        token = self.new_session(account, app, identity)
        return web.json_response(self.login_answer(token, account, identity))

    def login_answer(self, token: str, account: Account, identity: Identity) -> dict[str, Any]:
        return {"token": token, "user": {"id": account.uid}}

    # Sessions

    def new_session(self, account: Account, app: App, identity: Identity) -> str:
        token = self.new_token(account, app, identity)
        self.sessions[self.kept_as(token)] = LoginSession(account, app, identity.openid, identity.session_key)
        return token

    def new_token(self, account: Account, app: App, identity: Identity) -> str:
        return secrets.token_urlsafe(32)

    def kept_as(self, token: str) -> str:
        return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()

    def token_in(self, request: web.Request) -> str:
        header = request.headers.get("Authorization", "")
        return header.removeprefix("Bearer ") if header.startswith("Bearer ") else request.cookies.get("sid", "")

    def session_of(self, request: web.Request) -> LoginSession:
        session = self.sessions.get(self.kept_as(self.token_in(request)))
        if session is None:
            raise Refused("no session")
        return session

    async def me(self, request: web.Request) -> web.Response:
        return web.json_response({"user": self.shown(await self.whom(request))})

    async def whom(self, request: web.Request) -> Account:
        return self.session_of(request).account

    def shown(self, account: Account) -> dict[str, str]:
        return {
            "id": account.uid,
            "nickname": account.nickname,
            "avatar": account.avatar,
            "phone": account.phone,
        }

    async def logout(self, request: web.Request) -> web.Response:
        self.session_of(request)
        self.sessions.pop(self.kept_as(self.token_in(request)), None)
        return web.json_response({"ok": True})

    # Phone numbers and profiles

    async def phone(self, request: web.Request) -> web.Response:
        session = self.session_of(request)
        code = self.code_in(await self.fields(request))
        session.account.phone = await self.phone_number(session, code)
        return web.json_response({"phone": session.account.phone})

    async def phone_number(self, session: LoginSession, code: str) -> str:
        return await self.wechat.phone_number(session.app, code, session.openid)

    async def decrypt(self, request: web.Request) -> web.Response:
        session = self.session_of(request)
        opened = self.opened(session, await self.fields(request))
        phone = opened.get("phoneNumber")
        if not isinstance(phone, str):
            raise Refused("no phone number")
        session.account.phone = phone
        return web.json_response({"phone": phone})

    def opened(self, session: LoginSession, fields: dict[str, Any]) -> dict[str, Any]:
        """All that can be wrong is one and the same: log in again."""
        try:
            return self.unsealed(session, str(fields["encryptedData"]), str(fields["iv"]))
        except (KeyError, ValueError):
            raise Refused("sealed data") from None

    def unsealed(self, session: LoginSession, encrypted: str, iv: str) -> dict[str, Any]:
        opened = self.decrypted(encrypted, iv, session.session_key)
        self.check_watermark(opened, session.app.appid)
        self.check_age(opened)
        self.check_person(opened, session)
        return opened

    def decrypted(self, encrypted: str, iv: str, session_key: str) -> dict[str, Any]:
        return decrypted(encrypted, iv, session_key)

    def check_watermark(self, opened: dict[str, Any], appid: str) -> None:
        check_watermark(opened, appid)

    def check_age(self, opened: dict[str, Any]) -> None:
        check_age(opened)

    def check_person(self, opened: dict[str, Any], session: LoginSession) -> None:
        if opened.get("openId", session.openid) != session.openid:
            raise ValueError("another person's")

    async def profile(self, request: web.Request) -> web.Response:
        session = self.session_of(request)
        fields = await self.fields(request)
        if fields.get("encryptedData") is not None:
            self.opened(session, fields)
        told = self.told_profile(session, fields)
        await self.take_profile(session.account, str(told.get("nickName") or ""), str(told.get("avatarUrl") or ""))
        return web.json_response({"user": self.shown(session.account)})

    def told_profile(self, session: LoginSession, fields: dict[str, Any]) -> dict[str, Any]:
        """What the person typed, else what WeChat has signed."""
        signed: Any = {}
        if fields.get("rawData") is not None:
            raw = str(fields["rawData"])
            self.check_signature(raw, str(fields.get("signature")), session)
            try:
                signed = json.loads(raw)
            except ValueError:
                raise Refused("rawData") from None
        typed = {"nickName": fields.get("nickname"), "avatarUrl": fields.get("avatarUrl")}
        return {
            **(signed if isinstance(signed, dict) else {}),
            **{name: value for name, value in typed.items() if value},
        }

    def check_signature(self, raw: str, signature: str, session: LoginSession) -> None:
        if hashlib.sha1((raw + session.session_key).encode("utf-8", "surrogatepass")).hexdigest() != signature:
            raise Refused("rawData")

    async def take_profile(self, account: Account, nickname: str, avatar: str) -> None:
        """The avatar is a text that browsers load; this backend never does."""
        account.nickname = nickname[:64] or account.nickname
        account.avatar = avatar if avatar.startswith("https://") else account.avatar

    # Web login

    async def web_start(self, request: web.Request, app: App, back: str, scope: str) -> web.Response:
        state = self.new_state()
        self.states[state] = self.leads_to(request)
        response = self.to_wechat(request, app, back, state, scope)
        response.set_cookie("wx_state", state, httponly=True, samesite="Lax")
        return response

    def new_state(self) -> str:
        return secrets.token_urlsafe(24)

    def leads_to(self, request: web.Request) -> str:
        """A path of this site, or nothing."""
        given = request.query.get("redirect", "")
        return given if given.startswith("/") and given[1:2] not in ("/", "\\") else ""

    def to_wechat(self, request: web.Request, app: App, back: str, state: str, scope: str) -> web.Response:
        query = {
            "appid": app.appid,
            "redirect_uri": f"http://{request.host}/{request.match_info['prefix']}{back}",
            "response_type": "code",
            "scope": scope,
            "state": state,
        }
        if app.corp:
            query["agentid"] = "1000002"
        page = QRCONNECT if app is SITE else AUTHORIZE
        return web.Response(status=302, headers={"Location": f"{page}?{urlencode(query)}#wechat_redirect"})

    def end_of_state(self, request: web.Request, cookie: str = "wx_state") -> str:
        """Where the login leads; the state was this browser's, and is no more.

        :raises Refused: it was not.
        """
        state = request.query.get("state", "")
        if not state or not secrets.compare_digest(state.encode(), request.cookies.get(cookie, "").encode()):
            raise Refused("state")
        if state not in self.states:
            raise Refused("state")
        return self.states.pop(state)

    async def web_callback(self, request: web.Request, app: App) -> web.Response:
        leads_to = self.end_of_state(request)
        identity = await self.identify_web(request, app, dict(request.query))
        account = await self.account_of(app, identity)
        await self.take_profile(account, identity.nickname, identity.avatar)
        return self.web_logged_in(request, account, identity, leads_to)

    async def spa_login(self, request: web.Request) -> web.Response:
        """What the site's own page, to which WeChat leads, sends on."""
        self.end_of_state(request)
        fields = await self.fields(request)
        identity = await self.identify_web(request, SITE, fields)
        account = await self.account_of(SITE, identity)
        await self.take_profile(account, identity.nickname, identity.avatar)
        return self.web_logged_in(request, account, identity, "")

    async def identify_web(self, request: web.Request, app: App, fields: dict[str, Any]) -> Identity:
        return await self.wechat.exchange_web(app, self.code_in(fields))

    async def game_login(self, request: web.Request) -> web.Response:
        identity = await self.identify_web(request, GAME, await self.fields(request))
        account = await self.account_of(GAME, identity)
        await self.take_profile(account, identity.nickname, identity.avatar)
        return self.logged_in(account, GAME, identity)

    def web_logged_in(self, request: web.Request, account: Account, identity: Identity, leads_to: str) -> web.Response:
        token = self.web_token(request, account, identity)
        response = web.json_response(self.login_answer(token, account, identity))
        if leads_to:
            response = web.Response(status=302, headers={"Location": leads_to})
        response.set_cookie("sid", token, httponly=True, samesite="Lax")
        return response

    def web_token(self, request: web.Request, account: Account, identity: Identity) -> str:
        return self.new_session(account, CLUB, identity)

    # A QR code on a computer's screen: the phone's own browser comes back, the computer asks whether it has

    async def qr_start(self, request: web.Request) -> web.Response:
        number = self.new_state()
        self.scanned[number] = None
        link = self.to_wechat(request, CLUB, "/qr/callback", number, "snsapi_base").headers["Location"]
        response = web.json_response({"id": number, "url": link})
        response.set_cookie("qr", self.kept_as(number), httponly=True, samesite="Lax")
        return response

    async def qr_callback(self, request: web.Request) -> web.Response:
        number = request.query.get("state", "")
        if self.scanned.get(number, "") is not None:
            raise Refused("unknown, or confirmed before")
        identity = await self.wechat.exchange_web(CLUB, self.code_in(dict(request.query)))
        account = await self.account_of(CLUB, identity)
        self.scanned[number] = self.new_session(account, CLUB, identity)
        return web.json_response({"look": "at your computer"})

    async def qr_poll(self, request: web.Request) -> web.Response:
        number = request.query.get("id", "")
        self.check_poller(request, number)
        if number not in self.scanned:
            raise Refused("unknown")
        token = self.scanned[number]
        if token is None:
            return web.json_response({"waiting": True}, status=202)
        del self.scanned[number]
        return web.json_response({"token": token})

    def check_poller(self, request: web.Request, number: str) -> None:
        """Only the browser that shows the QR code."""
        if request.cookies.get("qr") != self.kept_as(number):
            raise Refused("another browser's")

    # WeCom

    async def corp_start(self, request: web.Request, corp: App) -> web.Response:
        state = self.new_state()
        self.states[state] = ""
        back = "/wecom/callback" if corp is CORP else "/firm/callback"
        response = self.to_wechat(request, corp, back, state, "snsapi_base")
        response.set_cookie("corp_state", state, httponly=True, samesite="Lax")
        return response

    async def corp_callback(self, request: web.Request, corp: App) -> web.Response:
        self.end_of_state(request, "corp_state")
        userid = await self.wechat.member(corp, self.code_in(dict(request.query)))
        account = self.accounts.setdefault(self.member_key(corp, userid), Account())
        return self.logged_in(account, corp, Identity(userid))

    def member_key(self, corp: App, userid: str) -> tuple[str, ...]:
        return ("member", corp.appid, userid)

    # Pushes

    async def push_check(self, request: web.Request) -> web.Response:
        query = request.query
        if not self.is_signed(query.get("signature", ""), query.get("timestamp", ""), query.get("nonce", "")):
            raise Refused("signature")
        return web.Response(text=query.get("echostr", ""))

    async def push(self, request: web.Request) -> web.Response:
        app = PUSHING[request.path.rpartition("/")[2]]
        try:
            event = await asyncio.to_thread(self.event_in, app, dict(request.query), await request.text())
        except ValueError:
            raise Refused("push") from None
        if not self.is_known(request):
            self.take_event(app, event)
        return web.Response(text="success")

    def event_in(self, app: App, query: dict[str, str], text: str) -> dict[str, Any]:
        """:raises ValueError: WeChat did not send it."""
        signed = (query.get("timestamp", ""), query.get("nonce", ""))
        message = self.message(text)
        if self.is_sealed(app, message):
            sealed = str(message["Encrypt"])
            if not self.is_signed(query.get("msg_signature", ""), *signed, sealed):
                raise ValueError("signature")
            return self.message(self.unsealed_push(sealed, app))
        if not self.is_signed(query.get("signature", ""), *signed):
            raise ValueError("signature")
        return message

    def is_sealed(self, app: App, message: dict[str, Any]) -> bool:
        """:raises ValueError: it is not, and must be."""
        if app.name in SAFE and "Encrypt" not in message:
            raise ValueError("plain")
        return app.name in SAFE

    def message(self, text: str) -> dict[str, Any]:
        if not text.lstrip().startswith("{"):
            return self.parsed(text)
        found = json.loads(text)
        if not isinstance(found, dict):
            raise ValueError("no object")
        return found

    def parsed(self, text: str) -> dict[str, Any]:
        return parsed(text)

    def is_signed(self, signature: str, *parts: str) -> bool:
        return is_signed(signature, *parts)

    def unsealed_push(self, sealed: str, app: App) -> str:
        return unsealed(sealed, app.appid)

    def is_known(self, request: web.Request) -> bool:
        """WeChat repeats a push, and so may whoever has seen one."""
        query = request.query
        key = tuple(query.get(name, "") for name in ("signature", "msg_signature", "timestamp", "nonce"))
        known = key in self.pushed
        self.pushed.add(key)
        return known

    def take_event(self, app: App, event: dict[str, Any]) -> None:
        openid = self.person_of(event)
        account = self.account_known_as(app, openid)
        if account is None:
            return
        if event.get("Event") in ("user_authorization_revoke", "user_authorization_cancellation"):
            account.nickname, account.avatar, account.phone = "微信用户", "", ""
            self.end_sessions(account)
        if event.get("Event") == "user_authorization_cancellation":
            self.accounts = {key: kept for key, kept in self.accounts.items() if kept is not account}

    def account_known_as(self, app: App, openid: str) -> Account | None:
        return self.accounts.get(self.keys_of(app, Identity(openid))[0])

    def person_of(self, event: dict[str, Any]) -> str:
        """Not FromUserName, which is WeChat's own account."""
        return str({name.strip().lower(): value for name, value in event.items()}.get("openid", ""))

    def end_sessions(self, account: Account) -> None:
        self.sessions = {key: session for key, session in self.sessions.items() if session.account is not account}
