"""Errcodes of the review of contents, and of a user's risk."""

from __future__ import annotations

from mockwx.core.errcodes.errcode import Errcode, Evidence

_DOCS = "https://developers.weixin.qq.com/miniprogram/dev/server/API/sec-center/sec-check/"

WRONG_VERB = Errcode(
    code=43302,
    name="wrong_verb",
    errmsg="",
    zh="请求方法不对：内容安全接口只接受 POST",
    en="the method is wrong: the review's apis take POST alone",
    advice_zh="不要重试：改用 POST。",
    advice_en="Do not retry: use POST.",
    evidence=Evidence.DOCUMENTED,
    source=_DOCS,
)
OPENID_OF_OTHER_APPID = Errcode(
    code=43104,
    name="openid_of_other_appid",
    errmsg="this appid does not have permission",
    zh="openid 不属于调用者的 appid",
    en="the openid is not one of the app that calls",
    advice_zh="用同一个小程序里 code2session 得到的 openid。",
    advice_en="Take the openid that code2session gave for this mini program.",
    evidence=Evidence.DOCUMENTED,
    source=_DOCS,
)
RISKY_CONTENT = Errcode(
    code=87014,
    name="risky_content",
    errmsg="risky content",
    zh="内容含有违规内容（只有 1.0 版接口用错误码表示，2.0 看 result.suggest）",
    en="the content is risky (version 1 alone says so by an errcode; version 2 by result.suggest)",
    advice_zh="改用 version 2，按 result.suggest 处理：risky 拒绝，review 转人工。",
    advice_en="Use version 2 and go by result.suggest: refuse what is risky, let somebody look at review.",
    evidence=Evidence.DOCUMENTED,
    source=_DOCS,
)
