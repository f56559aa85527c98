"""Errcodes of third-party platforms: tickets, their tokens, and what apps have authorised them to do."""

from __future__ import annotations

from mockwx.core.errcodes.errcode import Errcode, Evidence

_RETURN_CODES = "https://github.com/Wechat-Group/WxJava (WxOpenErrorMsgEnum, a copy of the official table)"

MISSING_COMPONENT_APPID = Errcode(
    code=41018,
    name="missing_component_appid",
    errmsg="missing component_appid",
    zh="缺少 component_appid",
    en="no component_appid was sent",
    advice_zh="第三方平台的接口都要带上平台自己的 appid；检查配置。",
    advice_en="Calls of a third-party platform carry its own appid; check the setting.",
    evidence=Evidence.DOCUMENTED,
    source=_RETURN_CODES,
)

MISSING_COMPONENT_TOKEN = Errcode(
    code=41021,
    name="missing_component_access_token",
    errmsg="missing component_access_token",
    zh="缺少 component_access_token",
    en="no component_access_token was sent",
    advice_zh="放在 query 里，参数名是 component_access_token。",
    advice_en="It goes into the query, as component_access_token.",
    evidence=Evidence.DOCUMENTED,
    source=_RETURN_CODES,
)

COMPONENT_TOKEN_EXPIRED = Errcode(
    code=42006,
    name="component_access_token_expired",
    errmsg="component_access_token expired",
    zh="component_access_token 超时（只见于官方表格，真实返回见到的是 42001）",
    en="the component_access_token is too old (in the official table only; real answers say 42001)",
    advice_zh="与 42001 一样处理：用最近的 ticket 换新的 component_access_token，重试一次。",
    advice_en="Treat it like 42001: a new component_access_token by the latest ticket, one retry.",
    evidence=Evidence.DOCUMENTED,
    source=_RETURN_CODES,
)

TICKET_EXPIRED = Errcode(
    code=61005,
    name="component_ticket_expired",
    errmsg="component ticket is expired",
    zh="component_verify_ticket 已过期：推送后 12 小时有效",
    en="the component_verify_ticket is too old; it is good for 12 hours",
    advice_zh="检查授权事件接收 URL 是否还能收到每 10 分钟一次的推送（返回 success），并总是保存最新的 ticket。",
    advice_en="See whether the pushes, one in ten minutes, arrive and are answered success; keep the latest ticket.",
    evidence=Evidence.OBSERVED,
    source="https://developers.weixin.qq.com/community/minihome/doc/000e682c41886826944066f946a400",
)

TICKET_INVALID = Errcode(
    code=61006,
    name="component_ticket_invalid",
    errmsg="component ticket is invalid",
    zh="component_verify_ticket 不对，或不是这个平台的",
    en="no such component_verify_ticket, or one of another platform",
    advice_zh="保存推送里解密出来的完整值（含 ticket@@@），不要截断；多环境不要共用一个平台。",
    advice_en="Keep the whole value of the push, ticket@@@ and all; do not share a platform between stages.",
    evidence=Evidence.OBSERVED,
    source="https://github.com/Wechat-Group/WxJava/issues/2967",
)

PLATFORM_CODE_INVALID = Errcode(
    code=61009,
    name="platform_code_invalid",
    errmsg="code is invalid",
    zh="授权码不对，或不是授权给这个平台的",
    en="no such authorization_code, or one for another platform",
    advice_zh="使用回调 URL 或 authorized 推送里的完整 auth_code（含 queryauthcode@@@）；让管理员重新授权。",
    advice_en="Use the whole auth_code of the callback or the push; else let the administrator authorise again.",
    evidence=Evidence.OBSERVED,
    source="public GitHub file no. 35964193621",
)

PLATFORM_CODE_EXPIRED = Errcode(
    code=61010,
    name="platform_code_expired",
    errmsg="code is expired",
    zh="授权码已过期",
    en="the authorization_code is too old",
    advice_zh="收到授权码后立刻换取 authorizer_refresh_token；过期后让管理员重新授权。",
    advice_en="Trade it for the authorizer_refresh_token at once; else the administrator must authorise again.",
    evidence=Evidence.DOCUMENTED,
    source=_RETURN_CODES,
)

INVALID_COMPONENT = Errcode(
    code=61011,
    name="invalid_component",
    errmsg="invalid component",
    zh="无效的第三方平台：appid 不是第三方平台，或与 component_access_token 不是同一个平台",
    en="no third-party platform: an app of another kind, or not the one whose component_access_token was sent",
    advice_zh="核对 component_appid 和它的 component_access_token 是否属于同一个平台。",
    advice_en="Check that component_appid and component_access_token are of one platform.",
    evidence=Evidence.OBSERVED,
    source="https://developers.weixin.qq.com/community/develop/doc/000e4c5297445005705390c716fc00",
)

NEEDS_COMPONENT_TOKEN = Errcode(
    code=61014,
    name="needs_component_token",
    errmsg="must use component token for component api",
    zh="用错了 token：这里要 component_access_token",
    en="the wrong token: this api wants the component_access_token",
    advice_zh="不要用 authorizer_access_token 或小程序、公众号自己的 access_token 调用 component 接口。",
    advice_en="Neither an authorizer_access_token nor an app's own access_token is for the apis of the platform.",
    evidence=Evidence.DOCUMENTED,
    source=_RETURN_CODES,
)

AUTHORIZER_REFRESH_TOKEN_INVALID = Errcode(
    code=61023,
    name="authorizer_refresh_token_invalid",
    errmsg="refresh_token is invalid",
    zh="authorizer_refresh_token 不对：为空、属于别的账号，或账号重新授权后换了新的",
    en="the authorizer_refresh_token is wrong: empty, another app's, or replaced when the app authorised again",
    advice_zh="先看传的是不是 null；每次授权、每次刷新都覆盖保存返回的 refresh_token。",
    advice_en="See first whether null was sent; keep the refresh_token of every authorisation and every refresh.",
    evidence=Evidence.OBSERVED,
    source="https://developers.weixin.qq.com/community/develop/doc/00028acd0647284894ec14cb556000",
)

INVALID_OPTION_NAME = Errcode(
    code=61012,
    name="invalid_option_name",
    errmsg="invalid option name",
    zh="没有这个授权方选项",
    en="the app has no such setting",
    advice_zh="只有 location_report、voice_recognize、customer_service 三个选项。",
    advice_en="There are location_report, voice_recognize and customer_service.",
    evidence=Evidence.DOCUMENTED,
    source=_RETURN_CODES,
)

INVALID_OPTION_VALUE = Errcode(
    code=61013,
    name="invalid_option_value",
    errmsg="invalid option value",
    zh="选项值不在允许的范围内",
    en="the setting cannot be that",
    advice_zh="传数字的文本：0、1；location_report 还可以是 2。",
    advice_en="Send a number as text: 0 or 1; of location_report also 2.",
    evidence=Evidence.DOCUMENTED,
    source=_RETURN_CODES,
)

HAS_OPEN_ACCOUNT = Errcode(
    code=89000,
    name="has_open_account",
    errmsg="account has bound open",
    zh="应用已经绑定了开放平台账号",
    en="the app is bound to an Open Platform account already",
    advice_zh="先用 open/get 查出现有的账号；要换就先 open/unbind。",
    advice_en="Ask open/get for the account that it has; to change it, unbind first.",
    evidence=Evidence.DOCUMENTED,
    source=_RETURN_CODES,
)

NOT_SAME_CONTRACTOR = Errcode(
    code=89001,
    name="not_same_contractor",
    errmsg="not same contractor",
    zh="应用与开放平台账号的主体不同",
    en="app and Open Platform account are of different companies",
    advice_zh="只能绑定同一主体的应用。",
    advice_en="Only apps of the same company can be bound.",
    evidence=Evidence.DOCUMENTED,
    source=_RETURN_CODES,
)

OPEN_NOT_BY_API = Errcode(
    code=89003,
    name="open_not_by_api",
    errmsg="",
    zh="开放平台账号不是通过接口创建的，不能这样操作",
    en="the Open Platform account was not created by the api",
    advice_zh="在 open.weixin.qq.com 上手动绑定。",
    advice_en="Bind it by hand on open.weixin.qq.com.",
    evidence=Evidence.DOCUMENTED,
    source=_RETURN_CODES,
)

OPEN_ACCOUNT_FULL = Errcode(
    code=89004,
    name="open_account_full",
    errmsg="",
    zh="开放平台账号绑定的应用已达上限（100 个）",
    en="a hundred apps are bound to the Open Platform account",
    advice_zh="解绑不用的应用，或换一个账号。",
    advice_en="Unbind apps that are not used, or take another account.",
    evidence=Evidence.DOCUMENTED,
    source=_RETURN_CODES,
)
