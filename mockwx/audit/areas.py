"""Areas: the kinds of flaws that a backend can have, in the order of reports."""

from __future__ import annotations

from enum import StrEnum

from mockwx.core.text.bilingual import Text


class Area(StrEnum):
    """The value is the name that ``--only`` and ``--skip`` take, and the folder of its checks."""

    IDENTITY = "identity"
    SESSIONS = "sessions"
    SECRETS = "secrets"
    SEALED = "sealed"
    ANSWERS = "answers"
    RESILIENCE = "resilience"
    TOKENS = "tokens"
    ACCOUNTS = "accounts"
    WEB = "web"
    WECOM = "wecom"
    PUSHES = "pushes"

    @property
    def heading(self) -> Text:
        return _HEADINGS[self]

    @property
    def may_fail_all(self) -> bool:
        """Whether a critical flaw of this area is an F; elsewhere it is a D."""
        return self in _MAY_FAIL_ALL


_HEADINGS = {
    Area.IDENTITY: Text("In without WeChat", "绕过微信登录"),
    Area.SESSIONS: Text("Codes, accounts, sessions", "code、账号与会话"),
    Area.SECRETS: Text("Secrets", "密钥"),
    Area.SEALED: Text("Sealed data and phone numbers", "加密数据与手机号"),
    Area.ANSWERS: Text("Reading WeChat's answers", "解析微信的应答"),
    Area.RESILIENCE: Text("Time, retries, quotas", "超时、重试与限额"),
    Area.TOKENS: Text("access_token", "access_token"),
    Area.ACCOUNTS: Text("Who is who", "账号识别"),
    Area.WEB: Text("Web login", "网页登录"),
    Area.WECOM: Text("WeCom", "企业微信"),
    Area.PUSHES: Text("Pushes", "消息推送"),
}
_MAY_FAIL_ALL = {Area.IDENTITY, Area.SESSIONS, Area.SECRETS, Area.ACCOUNTS, Area.WECOM, Area.PUSHES}
