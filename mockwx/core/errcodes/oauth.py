"""Errcodes of OAuth: the code, access_token and refresh_token of a user who logs in on a website or in an app."""

from __future__ import annotations

from mockwx.core.errcodes.errcode import Errcode, Evidence

_RETURN_CODES = "https://github.com/Wechat-Group/WxJava (WxOpenErrorMsgEnum, a copy of the official table)"

INVALID_REFRESH_TOKEN = Errcode(
    code=40030,
    name="invalid_refresh_token",
    errmsg="invalid refresh_token",
    zh="refresh_token 不存在、已失效，或属于另一个 appid",
    en="no such refresh_token, a dead one, or one of another app",
    advice_zh="不要重试：清掉保存的 refresh_token，让用户重新授权登录。",
    advice_en="Do not retry: forget the refresh_token and let the user authorise again.",
    evidence=Evidence.OBSERVED,
    source="https://developers.weixin.qq.com/community/develop/doc/0006e83b1d8f38f95b9cffac65b800",
)

CODE_IS_JSCODE = Errcode(
    code=40242,
    name="code_is_jscode",
    errmsg="invalid oauth code, it is miniprogram jscode, please use jscode2session",
    zh="把小程序 wx.login 的 code 发到了网页授权的接口",
    en="a mini program's wx.login code was sent to the api for web logins",
    advice_zh="小程序的 code 用 /sns/jscode2session 兑换；检查前端两种登录是否共用了一个后端路由。",
    advice_en="Trade a mini program's code at /sns/jscode2session; see whether two logins share one backend route.",
    evidence=Evidence.OBSERVED,
    source="public GitHub file no. 11532156391",
)

MISSING_REFRESH_TOKEN = Errcode(
    code=41003,
    name="missing_refresh_token",
    errmsg="refresh_token missing",
    zh="缺少 refresh_token",
    en="no refresh_token was sent",
    advice_zh="检查是否保存了兑换 code 时得到的 refresh_token；没有就让用户重新授权。",
    advice_en="Check that the refresh_token of the exchange was kept; without one the user must authorise again.",
    evidence=Evidence.DOCUMENTED,
    source=_RETURN_CODES,
)

MISSING_OPENID = Errcode(
    code=41009,
    name="missing_openid",
    errmsg="missing openid",
    zh="缺少 openid",
    en="no openid was sent",
    advice_zh="openid 和 access_token 都来自同一次兑换，要一起保存、一起传。",
    advice_en="The openid comes with the access_token, from the same exchange: keep and send both.",
    evidence=Evidence.OBSERVED,
    source=_RETURN_CODES,
)

REFRESH_TOKEN_EXPIRED = Errcode(
    code=42002,
    name="refresh_token_expired",
    errmsg="refresh_token expired",
    zh="refresh_token 超过有效期（公众号和网站 30 天，移动应用 180 天）",
    en="the refresh_token is too old (30 days; of a mobile app 180)",
    advice_zh="与 40030 一样处理：让用户重新授权登录。",
    advice_en="Treat it like 40030: the user must authorise again.",
    evidence=Evidence.DOCUMENTED,
    source=_RETURN_CODES,
)

CODE_EXPIRED = Errcode(
    code=42003,
    name="code_expired",
    errmsg="code expired",
    zh="code 超时（只见于官方表格，真实返回见到的是 40029）",
    en="the code is too old (in the official table only; real answers say 40029)",
    advice_zh="与 40029 一样处理：让用户重新授权。",
    advice_en="Treat it like 40029: the user must authorise again.",
    evidence=Evidence.DOCUMENTED,
    source=_RETURN_CODES,
)

TOKENS_REVOKED = Errcode(
    code=42007,
    name="tokens_revoked",
    errmsg="access_token and refresh_token exception",
    zh="用户修改了微信密码，access_token 和 refresh_token 都已失效",
    en="the user changed the WeChat password: access_token and refresh_token are both dead",
    advice_zh="不要重试，也不要再刷新：清掉两个 token，让用户重新授权登录。",
    advice_en="Neither retry nor refresh: forget both tokens and let the user authorise again.",
    evidence=Evidence.DOCUMENTED,
    source=_RETURN_CODES,
)
