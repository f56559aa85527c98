"""Needs: what a check wants the backend file, or the command line, to say; and how to say it."""

from __future__ import annotations

from enum import StrEnum

from mockwx.core.text.bilingual import Text


class Need(StrEnum):
    SESSION = "session"
    """``login`` saves it."""
    UID = "uid"
    """``login`` or ``me`` saves it, and two logins of one person proved that it names an account."""
    ME = "me"
    SESSION_KEY = "session_key"
    """A login that gives the backend one: that of a mini program."""
    USER_TOKEN = "user token"
    """A login that gives the backend the person's own access_token: that of a site or a mobile app."""
    USERINFO = "userinfo"
    """The login asks WeChat for nickname and avatar."""
    PHONE = "phone"
    DECRYPT = "decrypt"
    """An action that opens sealed data: ``decrypt``, ``phone_sealed`` or ``profile`` with ``$encryptedData``."""
    PROFILE = "profile"
    LOGOUT = "logout"
    WEB = "web"
    POLL = "poll"
    """A web login that asks the backend again and again whether the QR code was scanned."""
    CORP = "corp"
    """A web login of a WeCom corp."""
    CALLBACK = "callback"
    """An app with a callback, to which WeChat pushes."""
    PLATFORM = "platform"
    """A third-party platform with a callback, to which WeChat pushes tickets."""
    TWO_APPS = "two apps"
    """Two actions that log in, each to an app of its own."""
    TWO_CORPS = "two corps"
    COMMAND = "command"
    """The audit starts the backend."""
    LOG = "log"
    DOORS = "doors"
    RESTART = "restart"
    HANGS = "hangs"
    """Time for calls that WeChat never answers: not with ``--quick``."""
    TLS = "tls"
    """The backend's calls of WeChat's own hosts are led here, so that it speaks TLS with mockwx."""

    @property
    def missing(self) -> Text:
        """Why a check is not tested that lacks it, with what to add."""
        return _MISSING[self]


_MISSING = {
    Need.SESSION: Text(
        "login saves no session; add save: {session: $.token} to it",
        "login 没有保存会话；请为它加上 save: {session: $.token}",
    ),
    Need.UID: Text(
        "nothing tells accounts apart; add save: {uid: $.id} to me, or to login",
        "无法区分账号；请为 me 或 login 加上 save: {uid: $.id}",
    ),
    Need.ME: Text("there is no action me (who am I)", "没有 me 动作（我是谁）"),
    Need.SESSION_KEY: Text("the login gives no session_key", "登录不产生 session_key"),
    Need.USER_TOKEN: Text("the login gives no access_token of the person's", "登录不产生用户自己的 access_token"),
    Need.USERINFO: Text("the login asks WeChat for no nickname (sns/userinfo)", "登录不向微信获取昵称（sns/userinfo）"),
    Need.PHONE: Text("there is no action phone (dynamic code)", "没有 phone 动作（手机号动态 code）"),
    Need.DECRYPT: Text(
        "there is no action that opens encryptedData: decrypt, phone_sealed or profile",
        "没有解密 encryptedData 的动作：decrypt、phone_sealed 或 profile",
    ),
    Need.PROFILE: Text("there is no action profile (nickname and avatar)", "没有 profile 动作（昵称与头像）"),
    Need.LOGOUT: Text("there is no action logout", "没有 logout 动作"),
    Need.WEB: Text(
        "there is no web login; add web: {start: GET /wx/login, callback: GET /wx/callback} beside actions",
        "没有网页登录；请在 actions 旁加上 web: {start: GET /wx/login, callback: GET /wx/callback}",
    ),
    Need.POLL: Text("the web login polls for nothing", "网页登录没有轮询接口"),
    Need.CORP: Text("no WeCom corp logs in by web", "没有企业微信的网页登录"),
    Need.CALLBACK: Text(
        "no app of the file has a callback to which WeChat pushes", "文件里没有应用配置接收微信推送的 callback"
    ),
    Need.PLATFORM: Text(
        "no third-party platform of the file has a callback for tickets",
        "文件里没有第三方平台配置接收 ticket 的 callback",
    ),
    Need.TWO_APPS: Text(
        "only one app logs in; a second login action with app: NAME would show whether they are mixed up",
        "只有一个应用登录；再加一个带 app: 名称 的登录动作，才能看出应用是否混淆",
    ),
    Need.TWO_CORPS: Text("only one WeCom corp logs in, if any", "没有两个企业微信登录"),
    Need.COMMAND: Text(
        "the backend was not started by the audit; write its command behind --",
        "后端不是由 audit 启动的；请把启动命令写在 -- 之后",
    ),
    Need.LOG: Text("nobody says where the backend logs; give --log FILE", "没有说明后端日志在哪里；请用 --log 文件"),
    Need.DOORS: Text("other routes are tried only with --doors", "只有加上 --doors 才会尝试其他路径"),
    Need.RESTART: Text(
        "the backend is started again otherwise only with --restart, -- COMMAND and audit.environment in its file",
        "只有同时给出 --restart、-- COMMAND 以及文件里的 audit.environment，才会用别的配置重启后端",
    ),
    Need.HANGS: Text("WeChat never hangs in a --quick audit", "--quick 不会让微信卡住"),
    Need.TLS: Text(
        "the backend does not speak TLS with mockwx; give --intercept and -- COMMAND",
        "后端没有与 mockwx 建立 TLS；请给出 --intercept 和 -- COMMAND",
    ),
}
