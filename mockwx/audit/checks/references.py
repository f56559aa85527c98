"""References that several checks cite."""

from __future__ import annotations

from mockwx.audit.check import Reference

GUIDE = Reference(
    "微信小程序：开发安全指引", "https://developers.weixin.qq.com/miniprogram/dev/framework/security.html"
)
LOGIN = Reference(
    "微信小程序：登录", "https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/login.html"
)
SIGNATURE = Reference(
    "微信小程序：服务端获取开放数据",
    "https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html",
)
CODE2SESSION = Reference(
    "微信小程序：code2Session",
    "https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_code2session",
)
PHONE_NUMBER = Reference(
    "微信小程序：获取手机号",
    "https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/getPhoneNumber.html",
)
ACCESS_TOKEN = Reference(
    "微信小程序：获取稳定版接口调用凭据",
    "https://developers.weixin.qq.com/miniprogram/dev/server/API/mp-access-token/api_getstableaccesstoken",
)
UNIONID = Reference(
    "微信小程序：UnionID 机制说明",
    "https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/union-id.html",
)
SESSION_KEY_CLASS = Reference(
    "微信安全课堂：session_key 泄露",
    "https://developers.weixin.qq.com/community/minihome/doc/000806202400280b0edd5866156c01",
)
SECRET_CLASS = Reference(
    "微信安全课堂：AppSecret 泄露",
    "https://developers.weixin.qq.com/community/minihome/doc/0004a84fcb0bb0e89eddbaa5156401",
)
CLOUDRUN = Reference(
    "微信云托管：小程序访问",
    "https://developers.weixin.qq.com/miniprogram/dev/wxcloudrun/src/development/call/mini.html",
)
LEAKED_KEYS = Reference("Don't Leak Your Keys (CCS 2023)", "https://arxiv.org/abs/2306.08151")
OAUTH_DEMYSTIFIED = Reference("OAuth Demystified for Mobile Application Developers (CCS 2014)")
API2 = Reference(
    "OWASP API2:2023 Broken Authentication",
    "https://owasp.org/API-Security/editions/2023/en/0xa2-broken-authentication/",
)
API10 = Reference(
    "OWASP API10:2023 Unsafe Consumption of APIs",
    "https://owasp.org/API-Security/editions/2023/en/0xaa-unsafe-consumption-of-apis/",
)

RFC9700 = Reference("RFC 9700, OAuth 2.0 Security", "https://www.rfc-editor.org/rfc/rfc9700")
WEB_LOGIN = Reference(
    "微信公众平台：网页授权",
    "https://developers.weixin.qq.com/doc/offiaccount/OA_Web_Apps/Wechat_webpage_authorization.html",
)
SNAPSHOT = Reference(
    "微信公众平台：网页快照页",
    "https://developers.weixin.qq.com/community/develop/doc/000c2c34068880629ced91a2f56001",
)

PUSHES = Reference(
    "微信：授权用户资料变更",
    "https://developers.weixin.qq.com/miniprogram/dev/server/event_push/platform/authorized_user_information_changes",
)
WECOM_LOGIN = Reference("企业微信：网页授权登录", "https://developer.work.weixin.qq.com/document/path/91022")
TICKETS = Reference(
    "微信开放平台：component_verify_ticket",
    "https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/Before_Develop/component_verify_ticket.html",
)
XXE = Reference("微信支付：XML 外部实体注入漏洞", "https://pay.weixin.qq.com/wiki/doc/api/jsapi.php?chapter=23_5")


def cve(number: str) -> Reference:
    return Reference(f"CVE-{number}", f"https://www.cve.org/CVERecord?id=CVE-{number}")
