"""The phone that a test holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from mockwx.mock.errors import MockWxError
from mockwx.mock.seen import Authorized, Scanned, authorized, scanned

if TYPE_CHECKING:
    from mockwx.mock.mockwx import MockWx


class Phone:
    """One user's WeChat. You get one by calling :meth:`MockWx.user`.

    Every method answers as ``wx.*`` does on a phone, with ``errMsg``; ``deny=True`` lets the user refuse.
    """

    def __init__(self, mockwx: MockWx, name: str) -> None:
        self._mockwx = mockwx
        self.name = name

    def __repr__(self) -> str:
        return f"<phone of {self.name}>"

    def _do(self, verb: str, app: str | None, **given: Any) -> dict[str, Any]:
        return self._mockwx._do(verb, user=self.name, app=app, **given)

    def login(self, app: str | None = None) -> str:
        """A fresh login code."""
        return str(self._do("phone.login", app)["code"])

    def plugin_login(self, app: str | None = None) -> str:
        """A fresh code of wx.pluginLogin."""
        return str(self._do("phone.pluginLogin", app)["code"])

    def check_session(self, app: str | None = None) -> bool:
        """Whether wx.checkSession passes."""
        return str(self._do("phone.checkSession", app)["errMsg"]) == "checkSession:ok"

    def get_user_info(
        self,
        app: str | None = None,
        *,
        lang: str | None = None,
        with_credentials: bool = True,
        deny: bool | str = False,
    ) -> dict[str, Any]:
        return self._do("phone.getUserInfo", app, lang=lang, withCredentials=with_credentials, deny=deny or None)

    def get_user_profile(
        self,
        desc: str = "用于完善会员资料",
        app: str | None = None,
        *,
        lang: str | None = None,
        deny: bool | str = False,
    ) -> dict[str, Any]:
        return self._do("phone.getUserProfile", app, desc=desc or None, lang=lang, deny=deny or None)

    def get_phone_number(self, app: str | None = None, *, deny: bool | str = False) -> dict[str, Any]:
        """``code`` for getuserphonenumber; after a login also ``encryptedData`` and ``iv``."""
        return self._do("phone.getPhoneNumber", app, deny=deny or None)

    def choose_avatar(self, app: str | None = None, *, deny: bool | str = False) -> dict[str, Any]:
        """``avatarUrl`` is a path on the phone; mockwx serves the picture at ``picture`` below its URL."""
        return self._do("phone.chooseAvatar", app, deny=deny or None)

    def nickname(self, value: str | None = None, *, passes: bool = True, timeout: bool = False) -> dict[str, Any]:
        """What the nickname input's form submits, after its review."""
        return self._do("phone.nickname", None, value=value, timeout=timeout, **{"pass": passes})

    def get_latest_user_key(self, app: str | None = None) -> dict[str, Any]:
        return self._do("phone.getLatestUserKey", app)

    def authorize(
        self, url: str, *, decision: str = "allow", deliver: str = "none", snapshot: bool = False
    ) -> Authorized:
        """Open an authorisation link in WeChat. ``deliver``: whether the phone then opens the callback, ``once`` or
        ``twice``; a test whose backend keeps the state in a cookie opens ``.url`` with its own client."""
        given = {"url": url, "decision": decision, "deliver": deliver, "snapshot": snapshot}
        return authorized(self._do("phone.authorize", None, **given))

    def scan(self, url: str) -> Scanned:
        """Scan a website's QR code: what it says, its picture's URL, or the login link itself."""
        return scanned(self._do("phone.scan", None, url=url))

    def confirm(self, *, deliver: str = "none") -> Authorized:
        """Confirm the login that was scanned. A page that shows the QR code leads on by itself; where there is none,
        a test opens ``.url`` with its own client, or lets it be opened ``once``."""
        return authorized(self._do("phone.confirm", None, deliver=deliver))

    def deny(self) -> Scanned:
        """Cancel the login that was scanned; it may be scanned again."""
        return scanned(self._do("phone.deny", None))

    def send_auth(
        self,
        app: str | None = None,
        *,
        scope: str | None = None,
        state: str | None = None,
        deny: bool | str = False,
    ) -> dict[str, Any]:
        """What a mobile app gets as SendAuth.Resp: ``errCode``, and with 0 a ``code``."""
        return self._do("phone.sendAuth", app, scope=scope, state=state, deny=deny or None)

    def qy_login(self, app: str | None = None) -> str:
        """A fresh code of wx.qy.login, for a mini program inside WeCom; ``app``: the corp."""
        return str(self._do("phone.qyLogin", app)["code"])

    def change_password(self) -> None:
        """The tokens of the user's web logins die: 42007."""
        self._mockwx._do("wechat.change_password", user=self.name)

    def openid(self, app: str | None = None) -> str:
        return str(self._account()["openids"][self._mockwx._app_named(app).name])

    def unionid(self, app: str | None = None) -> str | None:
        """None where the app has no owner."""
        owner = self._mockwx._app_named(app).owner
        return None if owner is None else str(self._account()["unionids"][owner])

    def rotate_session_key(self, app: str | None = None) -> None:
        """WeChat makes a new key on its own; the backend's is stale from now on."""
        self._do("wechat.rotate_session_key", app)

    def pay(self, app: str | None = None) -> dict[str, str]:
        """A payment that getpaidunionid knows for five minutes: transaction_id, mch_id, out_trade_no."""
        return self._do("wechat.pay", app)

    def block(self, *, blocked: bool = True) -> None:
        """WeChat intercepts the user's login (40226), or lets it through again."""
        self._mockwx._do("wechat.block_user", user=self.name, blocked=blocked)

    def _account(self) -> dict[str, Any]:
        path = f"users/{quote(self.name, safe='')}"
        try:
            return dict(self._mockwx._call("GET", path))
        except MockWxError:
            return dict(self._mockwx._call("PUT", path, {}))
