"""Errcodes of Donut (多端应用)."""

from __future__ import annotations

from mockwx.core.errcodes.errcode import Errcode, Evidence

_PAGE = "https://developers.weixin.qq.com/miniprogram/dev/platform-capabilities/miniapp/openapi/code2Verifyinfo.html"

CODE_EXPIRED = Errcode(
    code=10001000,
    name="donut_code_expired",
    errmsg="code过期",
    zh="code 已过期",
    en="the code is too old",
    advice_zh="拿到 code 后立即兑换；过期就让前端重新登录。",
    advice_en="Trade it at once; else let the client log in again.",
    evidence=Evidence.DOCUMENTED,
    source=_PAGE,
)
INVALID_CODE = Errcode(
    code=10001001,
    name="donut_invalid_code",
    errmsg="code错误",
    zh="code 不存在、已使用，或不是这个多端应用的（wx.login 的 code 也不行）",
    en="the code is unknown, used or another app's; a code of wx.login is none either",
    advice_zh="不要重试；确认 code 来自 wx.weixinAppLogin 等多端登录接口。",
    advice_en="Do not retry; see that it is from wx.weixinAppLogin or one of its like.",
    evidence=Evidence.OBSERVED,
    source="https://developers.weixin.qq.com/community/develop/doc/0006e446328aa863a5134252961000",
)
INVALID_APPID = Errcode(
    code=10001002,
    name="donut_invalid_appid",
    errmsg="appid错误",
    zh="appid 不是多端应用的",
    en="the appid is that of no multi-platform app",
    advice_zh="用多端应用控制台里的 appid，不是小程序或移动应用的。",
    advice_en="Take the one of the multi-platform app's console, not a mini program's or mobile app's.",
    evidence=Evidence.DOCUMENTED,
    source=_PAGE,
)
INVALID_SECRET = Errcode(
    code=10001003,
    name="donut_invalid_secret",
    errmsg="appsecret错误",
    zh="appsecret 不对，或参数写成了 secret",
    en="the appsecret is wrong, or was sent as secret",
    advice_zh="参数名是 appsecret；用多端应用自己的 secret。",
    advice_en="The parameter is called appsecret, and it is the multi-platform app's own.",
    evidence=Evidence.OBSERVED,
    source="https://developers.weixin.qq.com/community/minihome/doc/0006ac4bbb8f28e3f4320d46f61800",
)
INVALID_GRANT_TYPE = Errcode(
    code=10001004,
    name="donut_invalid_grant_type",
    errmsg="grant_type错误",
    zh="grant_type 不是 authorization_code",
    en="the grant_type is not authorization_code",
    advice_zh="固定传 authorization_code。",
    advice_en="It is always authorization_code.",
    evidence=Evidence.DOCUMENTED,
    source=_PAGE,
)
