"""A stage: one world with a frozen clock, phones that act and a backend that asks; no socket, for hundreds of cases."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from msgspec.structs import replace

from mockwx import engine
from mockwx.core import errcodes as errcodes
from mockwx.core.people.accounts import App, Kind, User, app_called
from mockwx.core.people.sessions import KeyPolicy
from mockwx.core.rules.faults import Refuse
from mockwx.core.rules.rules import Rule, When
from mockwx.core.wire import Request
from mockwx.core.world import Wechat
from mockwx.products import endpoint_lookup
from mockwx.scenario.scenario import Scenario
from mockwx.store.memory.worlds import MemoryWorlds
from mockwx.verbs import VERBS, Network

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mockwx.core.errcodes import Errcode
    from mockwx.core.journal.journal import Exchange
    from mockwx.core.tokens.quotas import Quota
    from mockwx.core.world import World
    from mockwx.store.port import Store

START = 1_767_225_600_000
"""2026-01-01 08:00 in Beijing, in milliseconds."""
SECOND, MINUTE, HOUR, DAY = 1_000, 60_000, 3_600_000, 86_400_000
SHOP = app_called("shop", owner="acme")
CAFE = app_called("cafe", owner="acme")

CODE2SESSION = "/sns/jscode2session"
TOKEN = "/cgi-bin/token"
STABLE_TOKEN = "/cgi-bin/stable_token"
CHECKSESSION = "/wxa/checksession"
RESET = "/wxa/resetusersessionkey"
PHONE = "/wxa/business/getuserphonenumber"
ENCRYPT_KEY = "/wxa/business/getuserencryptkey"
CHECK_MSG = "/wxa/business/checkencryptedmsg"
PAID = "/wxa/getpaidunionid"
PLUGIN = "/wxa/getpluginopenpid"
CALLBACK_IP = "/cgi-bin/getcallbackip"
DOMAIN_IP = "/cgi-bin/get_api_domain_ip"
CLEAR = "/cgi-bin/clear_quota"
CLEAR_V2 = "/cgi-bin/clear_quota/v2"
CLEAR_ONE = "/cgi-bin/openapi/quota/clear"
QUOTA = "/cgi-bin/openapi/quota/get"
RID = "/cgi-bin/openapi/rid/get"
AUTHORIZE = "/connect/oauth2/authorize"
QRCONNECT = "/connect/qrconnect"
APP_QRCONNECT = "/connect/app/qrconnect"
QRCODE = "/connect/qrcode"
POLL = "/connect/l/qrconnect"
CONFIRM = "/connect/confirm"
WXLOGIN_JS = "/connect/zh_CN/htmledition/js/wxLogin.js"
ACCESS_TOKEN = "/sns/oauth2/access_token"
REFRESH_TOKEN = "/sns/oauth2/refresh_token"
USERINFO = "/sns/userinfo"
AUTH = "/sns/auth"
TICKET = "/cgi-bin/ticket/getticket"
USER_INFO = "/cgi-bin/user/info"
USER_BATCHGET = "/cgi-bin/user/info/batchget"
FANS = "/cgi-bin/user/get"
QRCODE_CREATE = "/cgi-bin/qrcode/create"
SHOWQRCODE = "/cgi-bin/showqrcode"
CALLBACK_CHECK = "/cgi-bin/callback/check"
WXACODE_UNLIMIT = "/wxa/getwxacodeunlimit"
WXACODE = "/wxa/getwxacode"
WXAQRCODE = "/cgi-bin/wxaapp/createwxaqrcode"
SCHEME = "/wxa/generatescheme"
URLLINK = "/wxa/generate_urllink"
MSG_SEC_CHECK = "/wxa/msg_sec_check"
MEDIA_CHECK = "/wxa/media_check_async"
RISK_RANK = "/wxa/getuserriskrank"
CHANGE_OPENID = "/cgi-bin/changeopenid"
DONUT = "/donut/code2verifyinfo"
WATCH = "/wxa/sec/checkcode2verifyinfo"
COMPONENT_TOKEN = "/cgi-bin/component/api_component_token"
PRE_AUTH_CODE = "/cgi-bin/component/api_create_preauthcode"
QUERY_AUTH = "/cgi-bin/component/api_query_auth"
AUTHORIZER_TOKEN = "/cgi-bin/component/api_authorizer_token"
AUTHORIZER_INFO = "/cgi-bin/component/api_get_authorizer_info"
AUTHORIZER_LIST = "/cgi-bin/component/api_get_authorizer_list"
GET_OPTION = "/cgi-bin/component/api_get_authorizer_option"
SET_OPTION = "/cgi-bin/component/api_set_authorizer_option"
START_TICKET = "/cgi-bin/component/api_start_push_ticket"
CLEAR_COMPONENT = "/cgi-bin/component/clear_quota/v2"
OPEN_CREATE = "/cgi-bin/open/create"
OPEN_GET = "/cgi-bin/open/get"
OPEN_BIND = "/cgi-bin/open/bind"
OPEN_UNBIND = "/cgi-bin/open/unbind"
OPEN_HAVE = "/cgi-bin/open/have"
LOGIN_PAGE = "/cgi-bin/componentloginpage"
COMPONENT_CODE2SESSION = "/sns/component/jscode2session"
COMPONENT_ACCESS_TOKEN = "/sns/oauth2/component/access_token"
COMPONENT_REFRESH_TOKEN = "/sns/oauth2/component/refresh_token"
CALLBACK = "https://www.example.com/callback"

NO_CODE = "0716AVll20uHk94SLDml27etM946AVlq"
NO_SECRET = "0123456789abcdef0123456789abcdef"
NO_APPID = "wx0123456789abcdef"
NO_OPENID = "oMOCK00000000000000000000000"


class Said:
    """What WeChat said, and why."""

    def __init__(self, exchange: Exchange) -> None:
        self.exchange = exchange
        self.body = exchange.response.body
        kind = exchange.response.content_type.partition(";")[0]
        is_json = (
            self.body and kind not in ("text/html", "text/javascript", "text/xml") and not kind.startswith("image/")
        )
        self.json: Any = json.loads(self.body) if is_json else None
        self.page = self.body.decode("utf-8", "replace") if not is_json else ""
        self.location = exchange.response.headers.get("Location")
        self.errcode = exchange.errcode
        self.reason = exchange.reason

    def __getitem__(self, name: str) -> Any:
        return self.json[name]


class Stage:
    make: Callable[[], Store] = MemoryWorlds
    """Where the world is kept."""

    def __init__(
        self,
        *apps: App,
        users: tuple[User, ...] = (),
        limits: Mapping[str, tuple[Quota, ...]] | None = None,
        key_policy: KeyPolicy | None = None,
        wechat: Wechat | None = None,
        any_app: bool = False,
        **shop: Any,
    ) -> None:
        """``shop``: how the app shop differs from a usual one; ``apps``: more apps."""
        first = replace(SHOP, **shop)
        self.app = first
        self.worlds = self.make()
        self.worlds.put(
            "",
            Scenario(
                start=START,
                frozen=True,
                apps=(first, *apps),
                users=users,
                limits=limits or {},
                key_policy=key_policy or KeyPolicy(),
                wechat=wechat or Wechat(),
                any_app=any_app,
            ),
            wall=0,
        )

    # Hands

    @property
    def world(self) -> World:
        return self.worlds.run("", lambda world: world, wall=0)

    def do(self, verb: str, **args: Any) -> dict[str, Any]:
        return self.worlds.run(
            "", lambda world: VERBS[verb].do(world, args, 0, Network(engine.handle, find=endpoint_lookup.find)), wall=0
        )

    def wait(self, milliseconds: int) -> None:
        self.do("clock.advance", by=f"{milliseconds}ms")

    def change(self, **fields: Any) -> None:
        """The app shop is otherwise from now on."""

        def work(world: World) -> None:
            app = world.accounts.app_named("shop")
            assert app is not None
            world.accounts.add_app(replace(app, **fields))

        self.worlds.run("", work, wall=0)

    def rule(self, api: str, errcode: Errcode, *, commit: bool = False) -> None:
        rule = Rule(f"{api} {errcode.code}", When(api), Refuse(errcode), commit=commit)
        self.worlds.run("", lambda world: world.rules.add(rule), wall=0)

    # Requests

    def send(
        self,
        method: str,
        path: str,
        query: Mapping[str, str | None] | None = None,
        body: bytes = b"",
        *,
        chunked: bool = False,
        too_large: bool = False,
        ip: str = "127.0.0.1",
        host: str | None = None,
    ) -> Said:
        given = {name: value for name, value in (query or {}).items() if value is not None}
        length = None if chunked else len(body)
        request = Request(method, host, path, given, body, length, ip, too_large)
        return Said(self.worlds.handle("", request, wall=0))

    def get(self, path: str, **query: str | None) -> Said:
        return self.send("GET", path, query)

    def post(self, path: str, given: Any, **query: str | None) -> Said:
        return self.send("POST", path, query, json.dumps(given).encode())

    # The usual ones

    def login(self, user: str = "alice", app: str = "shop") -> str:
        return str(self.do("phone.login", user=user, app=app)["code"])

    def exchange(self, code: str | None = None, **changes: str | None) -> Said:
        query = {"appid": self.app.appid, "secret": self.app.secret, "js_code": code}
        return self.get(CODE2SESSION, **(query | {"grant_type": "authorization_code"} | changes))

    def session(self, user: str = "alice") -> dict[str, str]:
        """openid and session_key of a user who has just logged in."""
        return dict(self.exchange(self.login(user)).json)

    def fetch(self, **changes: str | None) -> Said:
        query = {"grant_type": "client_credential", "appid": self.app.appid, "secret": self.app.secret}
        return self.get(TOKEN, **(query | changes))

    def fetch_stable(self, **changes: Any) -> Said:
        given = {"grant_type": "client_credential", "appid": self.app.appid, "secret": self.app.secret}
        return self.post(STABLE_TOKEN, {name: each for name, each in (given | changes).items() if each is not None})

    def token(self) -> str:
        return str(self.fetch()["access_token"])

    def works(self, token: str) -> int:
        """The errcode that a call with this token gets; 0: it works."""
        return self.get(CALLBACK_IP, access_token=token).errcode

    def ask(self, path: str, **query: str | None) -> Said:
        """A GET with a fresh token."""
        return self.get(path, **({"access_token": self.token()} | query))

    def tell(self, path: str, given: Any) -> Said:
        """A POST of JSON with a fresh token."""
        return self.post(path, given, access_token=self.token())

    def phone_code(self, user: str = "alice", app: str = "shop") -> str:
        return str(self.do("phone.getPhoneNumber", user=user, app=app)["code"])

    # Logging in to a website

    def link(self, **changes: str | None) -> str:
        query = {"appid": self.app.appid, "redirect_uri": CALLBACK, "response_type": "code", "scope": "snsapi_userinfo"}
        given = {name: value for name, value in (query | {"state": "s1"} | changes).items() if value is not None}
        return f"https://open.weixin.qq.com{AUTHORIZE}?{urlencode(given)}#wechat_redirect"

    def visit(self, user: str | None = "alice", **changes: str | None) -> Said:
        """The page itself; ``user`` None: a browser of nobody in particular."""
        query = {"appid": self.app.appid, "redirect_uri": CALLBACK, "scope": "snsapi_userinfo", "state": "s1"}
        return self.get(AUTHORIZE, **(query | {"mockwx_user": user} | changes))

    def authorize(self, user: str = "alice", link: str | None = None, **says: Any) -> dict[str, Any]:
        return self.do("phone.authorize", user=user, url=link or self.link(), **says)

    def oauth_code(self, user: str = "alice", scope: str = "snsapi_userinfo", **says: Any) -> str:
        return str(self.authorize(user, self.link(scope=scope), **says)["code"])

    def trade(self, code: str | None = None, **changes: str | None) -> Said:
        query = {"appid": self.app.appid, "secret": self.app.secret, "code": code}
        return self.get(ACCESS_TOKEN, **(query | {"grant_type": "authorization_code"} | changes))

    def tokens(self, user: str = "alice", scope: str = "snsapi_userinfo", **says: Any) -> dict[str, Any]:
        """What a user's fresh login gives the backend."""
        return dict(self.trade(self.oauth_code(user, scope, **says)).json)

    # Logging in by QR code

    def qr_query(self, **changes: str | None) -> dict[str, str | None]:
        query: dict[str, str | None] = {"appid": self.app.appid, "redirect_uri": CALLBACK, "scope": "snsapi_login"}
        return query | {"state": "s1"} | changes

    def qr_link(self, **changes: str | None) -> str:
        given = {name: value for name, value in self.qr_query(**changes).items() if value is not None}
        return f"https://open.weixin.qq.com{QRCONNECT}?{urlencode(given)}#wechat_redirect"

    def qr_page(self, **changes: str | None) -> Said:
        return self.get(QRCONNECT, **self.qr_query(**changes))

    def uuid(self, **changes: str | None) -> str:
        """Of a page that a browser has just opened."""
        found = re.search(r"<uuid>(\w+)</uuid>", self.qr_page(f="xml", **changes).page)
        assert found is not None
        return found[1]

    def scan(self, user: str = "alice", uuid: str | None = None) -> str:
        """The uuid of what was scanned: the QR code of a fresh page where none is given."""
        uuid = uuid or self.uuid()
        url = f"https://open.weixin.qq.com{CONFIRM}?uuid={uuid}"
        assert self.do("phone.scan", user=user, url=url)["uuid"] == uuid
        return uuid

    def poll(self, uuid: str, **more: str) -> Said:
        return self.get(POLL, uuid=uuid, **more)

    def refresh(self, refresh_token: str | None, **changes: str | None) -> Said:
        query = {"appid": self.app.appid, "grant_type": "refresh_token", "refresh_token": refresh_token}
        return self.get(REFRESH_TOKEN, **(query | changes))

    def of_user(self, path: str, tokens: Mapping[str, Any], **changes: str | None) -> Said:
        """A GET with a user's access_token and openid."""
        query = {"access_token": tokens["access_token"], "openid": tokens["openid"]}
        return self.get(path, **(query | changes))


def official(**fields: Any) -> Stage:
    """A stage whose app is an official account."""
    return Stage(kind=Kind.OFFICIAL, **fields)


def website(**fields: Any) -> Stage:
    """A stage whose app is a website."""
    return Stage(kind=Kind.WEBSITE, **fields)


def signed(session: Mapping[str, str], **changes: str | None) -> dict[str, str | None]:
    """The query that a session_key signs."""
    signature = hmac.new(session["session_key"].encode(), b"", hashlib.sha256).hexdigest()
    query: dict[str, str | None] = {"openid": session["openid"], "signature": signature}
    return query | {"sig_method": "hmac_sha256"} | changes
