"""Phone: one user's WeChat, as a test holds it."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypedDict

from mockwx.client.errors import MockWxError
from mockwx.client.records import Authorized, ContainerAnswer, Pushed, Scanned

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mockwx.client.seal_keywords import SealWords
    from mockwx.core.donut import DonutLoginType
    from mockwx.core.people.sessions import KeyHolds
    from mockwx.mock.mockwx import MockWx

Delivery: TypeAlias = Literal["none", "once", "twice"]


class ContainerCall(TypedDict, total=False):
    """The arguments of :meth:`Phone.call_container` beside the path."""

    method: str
    header: Mapping[str, str] | None
    data: Any
    app: str | None
    owner: str | None
    env: str | None
    source: str | None
    forge: bool


class Phone:
    """One user's WeChat. You get one by calling :meth:`MockWx.user`; a user that nobody declared is made.

    Every method answers as ``wx.*`` does on a phone, with ``errMsg``. ``app`` is a name or an appid, the first mini
    program by default; ``deny=True`` lets the user refuse, and a text names another reason why it fails.
    """

    def __init__(self, mockwx: MockWx, name: str) -> None:
        self._mockwx = mockwx
        self.name = name

    def __repr__(self) -> str:
        return f"<phone of {self.name}>"

    def _do(self, verb: str, **args: object) -> dict[str, Any]:
        return self._mockwx.client.do(verb, user=self.name, **args)

    # The mini program

    def login(self, app: str | None = None, *, key_holds: KeyHolds | None = None) -> str:
        """A fresh login code: what wx.login gives the mini program.

        ``key_holds``: the session_key that comes with it holds ``+``, ``/``, both or ``neither``.
        """
        return str(self._do("phone.login", app=app, key_holds=key_holds)["code"])

    def wx_login(self, app: str | None = None, *, deny: bool | str = False) -> dict[str, Any]:
        """All that wx.login answers; with ``deny`` how it fails, for nobody can refuse it."""
        return self._do("phone.login", app=app, deny=deny or None)

    def plugin_login(self, app: str | None = None) -> str:
        """A fresh code of wx.pluginLogin."""
        return str(self._do("phone.pluginLogin", app=app)["code"])

    def qy_login(self, app: str | None = None) -> str:
        """A fresh code of wx.qy.login, for a mini program inside WeCom; ``app``: the corp."""
        return str(self._do("phone.qyLogin", app=app)["code"])

    def donut_login(
        self,
        app: str | None = None,
        *,
        type: DonutLoginType | None = None,  # noqa: A002  WeChat's own word
    ) -> str:
        """A fresh code of a multi-platform app (多端应用), by wx.weixinAppLogin or another of its ways."""
        return str(self._do("phone.donutLogin", app=app, type=type)["code"])

    def check_session(self, app: str | None = None) -> bool:
        """Whether wx.checkSession passes."""
        return str(self._do("phone.checkSession", app=app)["errMsg"]) == "checkSession:ok"

    def get_user_info(
        self,
        app: str | None = None,
        *,
        lang: str | None = None,
        with_credentials: bool = True,
        deny: bool | str = False,
        seal: SealWords | None = None,
    ) -> dict[str, Any]:
        """wx.getUserInfo; after a login ``encryptedData`` and ``iv``. ``lang``: en, zh_CN or zh_TW.

        ``seal``: what is sealed wrongly on purpose.
        """
        said = {"lang": lang, "withCredentials": with_credentials, "deny": deny or None, "seal": seal}
        return self._do("phone.getUserInfo", app=app, **said)

    def get_user_profile(
        self,
        desc: str = "用于完善会员资料",
        app: str | None = None,
        *,
        lang: str | None = None,
        deny: bool | str = False,
        seal: SealWords | None = None,
    ) -> dict[str, Any]:
        """wx.getUserProfile, with what the mini program says that it is for. ``seal``: as in :meth:`get_user_info`."""
        return self._do("phone.getUserProfile", app=app, desc=desc or None, lang=lang, deny=deny or None, seal=seal)

    def get_phone_number(
        self, app: str | None = None, *, deny: bool | str = False, seal: SealWords | None = None
    ) -> dict[str, Any]:
        """``code`` for getuserphonenumber; after a login also ``encryptedData`` and ``iv``.

        ``seal``: what is sealed wrongly on purpose, such as ``{"flip": "iv"}``.
        """
        return self._do("phone.getPhoneNumber", app=app, deny=deny or None, seal=seal)

    def get_realtime_phone_number(self, app: str | None = None, *, deny: bool | str = False) -> dict[str, Any]:
        """``code`` for the same getuserphonenumber, and nothing sealed; a quota of its own."""
        return self._do("phone.getRealtimePhoneNumber", app=app, deny=deny or None)

    def choose_avatar(self, app: str | None = None, *, deny: bool | str = False) -> dict[str, Any]:
        """``avatarUrl`` is a path on the phone; mockwx serves the picture at ``picture`` below its URL."""
        return self._do("phone.chooseAvatar", app=app, deny=deny or None)

    def nickname(
        self, value: str | None = None, *, passes: bool = True, timeout: bool = False, app: str | None = None
    ) -> dict[str, Any]:
        """What the nickname input's form submits, after its review: refused with ``passes=False``."""
        return self._do("phone.nickname", app=app, value=value, timeout=timeout, **{"pass": passes})

    def get_latest_user_key(self, app: str | None = None) -> dict[str, Any]:
        """``encryptKey``, ``iv``, ``version`` and ``expireTime`` (seconds since 1970) of the user's encrypt key."""
        return self._do("phone.getLatestUserKey", app=app)

    # What the user agreed to

    def get_privacy_setting(self, app: str | None = None) -> dict[str, Any]:
        """``needAuthorization``: whether the user must still agree to the app's privacy guide."""
        return self._do("phone.getPrivacySetting", app=app)

    def require_privacy_authorize(self, app: str | None = None, *, deny: bool | str = False) -> dict[str, Any]:
        """The user agrees to the privacy guide, or refuses: then nobody is asked again for ten seconds."""
        return self._do("phone.requirePrivacyAuthorize", app=app, deny=deny or None)

    def on_need_privacy_authorization(self, event: str, app: str | None = None) -> None:
        """The page asks by itself from now on: its dialog resolves with ``agree``, ``disagree`` or (``silent``) never.
        ``off``: WeChat asks again."""
        self._do("phone.onNeedPrivacyAuthorization", app=app, event=event)

    def authorize_scope(self, scope: str, app: str | None = None, *, deny: bool | str = False) -> dict[str, Any]:
        """wx.authorize for ``scope.userLocation`` and the like; who has refused once is not asked again."""
        return self._do("phone.authorizeScope", app=app, scope=scope, deny=deny or None)

    def get_setting(self, app: str | None = None, *, with_subscriptions: bool = False) -> dict[str, Any]:
        """``authSetting``: the scopes that were asked for, and whether they are allowed."""
        return self._do("phone.getSetting", app=app, withSubscriptions=with_subscriptions)

    def open_setting(
        self,
        app: str | None = None,
        *,
        allow: str | None = None,
        refuse: str | None = None,
        with_subscriptions: bool = False,
        deny: bool | str = False,
    ) -> dict[str, Any]:
        """wx.openSetting, where the user switches one scope on or another off."""
        return self._do(
            "phone.openSetting",
            app=app,
            allow=allow,
            refuse=refuse,
            withSubscriptions=with_subscriptions,
            deny=deny or None,
        )

    # The web

    def authorize(
        self,
        url: str,
        *,
        decision: str = "allow",
        deliver: Delivery = "none",
        snapshot: bool = False,
    ) -> Authorized:
        """Open an authorisation link in WeChat. ``deliver``: whether the phone then opens the callback, ``once`` or
        ``twice``; a test whose backend keeps the state in a cookie opens ``.url`` with its own client."""
        return Authorized.of(
            self._do("phone.authorize", url=url, decision=decision, deliver=deliver, snapshot=snapshot)
        )

    def scan(
        self,
        url: str | bytes,
        *,
        follow: bool = True,
        send: bool = True,
        tries: int | None = None,
        timeout: str | None = None,
    ) -> Scanned:
        """Scan a QR code: a website's, one with a scene of an official account, or a mini program's.

        ``url`` is what it says, its picture's URL or the picture itself as mockwx made it, the ticket of an official
        account's QR code, a website's login link, or a mini program's URL Scheme or URL Link. ``follow=False``: who
        does not follow the account leaves its page again. ``send``, ``tries`` and ``timeout`` as in
        :meth:`MockWx.push`.
        """
        if isinstance(url, bytes):
            url = f"data:image/jpeg;base64,{b64encode(url).decode('ascii')}"
        how = {"follow": follow, "send": send, "tries": tries, "timeout": timeout}
        return Scanned.of(self._do("phone.scan", url=url, **how))

    def confirm(self, *, deliver: Delivery = "none") -> Authorized:
        """Confirm the login that was scanned. A page that shows the QR code leads on by itself; where there is none,
        a test opens ``.url`` with its own client, or lets it be opened ``once``."""
        return Authorized.of(self._do("phone.confirm", deliver=deliver))

    def deny(self) -> Scanned:
        """Cancel the login that was scanned; it may be scanned again."""
        return Scanned.of(self._do("phone.deny"))

    def send_auth(
        self,
        app: str | None = None,
        *,
        scope: str | None = None,
        state: str | None = None,
        deny: bool | str = False,
    ) -> dict[str, Any]:
        """What a mobile app gets as SendAuth.Resp: ``errCode``, and with 0 a ``code``."""
        return self._do("phone.sendAuth", app=app, scope=scope, state=state, deny=deny or None)

    # Official accounts

    def follow(
        self, app: str | None = None, *, send: bool = True, tries: int | None = None, timeout: str | None = None
    ) -> Pushed:
        """Follow an official account, found by search; ``subscribe`` is pushed. The arguments: as in :meth:`send`.

        :raises MockWxError: the user follows it already.
        """
        return self._talk("phone.follow", app, send=send, tries=tries, timeout=timeout)

    def unfollow(
        self, app: str | None = None, *, send: bool = True, tries: int | None = None, timeout: str | None = None
    ) -> Pushed:
        """Follow it no longer; ``unsubscribe`` is pushed. The arguments: as in :meth:`send`."""
        return self._talk("phone.unfollow", app, send=send, tries=tries, timeout=timeout)

    def send(
        self,
        text: str,
        app: str | None = None,
        *,
        send: bool = True,
        tries: int | None = None,
        timeout: str | None = None,
    ) -> Pushed:
        """Write to an official account that the user follows; ``shows`` is what they read as its answer.

        ``app``: the first official account that has a callback by default. ``send=False`` loses the push on its way;
        ``tries``, ``timeout``: how often, and how long each time, WeChat waits for the backend.
        """
        return self._talk("phone.send", app, text=text, send=send, tries=tries, timeout=timeout)

    def _talk(self, verb: str, app: str | None, **args: object) -> Pushed:
        return Pushed.of(self._do(verb, app=app, **args)["pushed"])

    # A service that WeChat hosts

    def call_container(
        self,
        path: str,
        *,
        method: str = "GET",
        header: Mapping[str, str] | None = None,
        data: Any = None,
        app: str | None = None,
        owner: str | None = None,
        env: str | None = None,
        source: str | None = None,
        forge: bool = False,
    ) -> ContainerAnswer:
        """wx.cloud.callContainer (云托管): ask the backend under test, which is told by X-WX-OPENID who asks.

        ``path``: below the app's ``container``, or the whole URL. ``data``: the body as JSON or text, of a GET the
        query. ``owner``: whose environment it is, where ``app`` is another's. ``forge``: somebody else asks at the
        public address and says to be the user, without X-WX-SOURCE; a backend must not believe it.
        """
        call = {"path": path, "method": method, "header": header, "data": data, "app": app, "owner": owner}
        answer = self._do("phone.callContainer", **call, env=env, source=source, forge=forge)
        return ContainerAnswer.of(answer)

    # What becomes of the user

    def rotate_session_key(self, app: str | None = None) -> None:
        """WeChat makes a new key on its own; the backend's is stale from now on.

        :raises MockWxError: the user has no live session in the app.
        """
        self._do("wechat.rotate_session_key", app=app)

    def block(self, *, blocked: bool = True) -> None:
        """WeChat intercepts the user's login (40226), or lets it through again."""
        self._do("wechat.block_user", blocked=blocked)

    def change_password(self) -> None:
        """The tokens of the user's web logins die: 42007."""
        self._do("wechat.change_password")

    def pay(
        self,
        app: str | None = None,
        *,
        transaction_id: str | None = None,
        mch_id: str | None = None,
        out_trade_no: str | None = None,
    ) -> dict[str, str]:
        """A payment that getpaidunionid knows for five minutes: transaction_id, mch_id, out_trade_no."""
        return self._do("wechat.pay", app=app, transaction_id=transaction_id, mch_id=mch_id, out_trade_no=out_trade_no)

    # Who the user is

    @property
    def phone(self) -> str:
        """The phone number that getPhoneNumber shares, without a country's prefix."""
        self._account()
        return str(self._mockwx.client.user(self.name, drawn=True)["phone"])

    def openid(self, app: str | None = None) -> str:
        """What the user is called in an app; the first app by default."""
        return str(self._account()["openids"][self._mockwx.app_named(app).name])

    def unionid(self, app: str | None = None) -> str | None:
        """None where the app has no owner."""
        owner = self._mockwx.app_named(app).owner
        return None if owner is None else str(self._account()["unionids"][owner])

    def _account(self) -> dict[str, Any]:
        client = self._mockwx.client
        try:
            return client.user(self.name)
        except MockWxError as error:
            if error.status != 404:
                raise
            return client.put_user(self.name)
