"""Errcodes of WeCom (企业微信). A number that WeChat has too may have another text and meaning here."""

from __future__ import annotations

from types import MappingProxyType

from mockwx.core.errcodes.errcode import Errcode, Evidence

_TABLE = "https://developer.work.weixin.qq.com/document/path/90313"
_PROBED = "public GitHub file no. 65919429569 (a log of calls without credentials, 2026-09-11)"
_SSO = ("wecom_login", "wecom_qrconnect", "wecom_3rd_qrconnect", "suite_login")
_UNREACHABLE = dict.fromkeys(_SSO, "该链接无法访问")
"""What the login pages say to any wrong parameter (documented)."""


def _row(
    code: int,
    name: str,
    errmsg: str,
    zh: str,
    en: str,
    advice_zh: str,
    advice_en: str,
    source: str = _TABLE,
    *,
    on: dict[str, str] | None = None,
    earlier: tuple[tuple[str, str], ...] = (),
) -> Errcode:
    """``errmsg`` is empty where no text was published; ``source`` is WeCom's own table unless an answer was seen."""
    evidence = Evidence.DOCUMENTED if source.startswith(_TABLE) else Evidence.OBSERVED
    said = MappingProxyType(on or {})
    return Errcode(code, name, errmsg, zh, en, advice_zh, advice_en, evidence, source, on=said, earlier=earlier)


BUSY = _row(
    -1,
    "wecom_busy",
    "",
    "企业微信系统繁忙",
    "WeCom is busy",
    "稍后重试，不超过 3 次。",
    "Try again later, three times at most.",
)
INVALID_SECRET = _row(
    40001,
    "wecom_invalid_secret",
    "invalid credential",
    "corpsecret 不是该企业任何应用的 Secret",
    "the corpsecret is that of no agent of this corp",
    "每个应用有自己的 Secret，检查是否填错或已重置；反复用错的 Secret，IP 会被封 1 小时。",
    "Each agent has a Secret of its own: see whether it is mistyped or was reset. Wrong ones in a row ban the IP for "
    "an hour.",
    "https://developers.weixin.qq.com/community/personal/oCJUsw5MmzuFtjd_LfpGOnUmpQjQ",
)
INVALID_CORPID = _row(
    40013,
    "wecom_invalid_corpid",
    "invalid corpid",
    "CorpID 不存在",
    "no such corpid",
    "检查配置中的 CorpID，不要填应用的 AgentId 或小程序的 appid。",
    "Check the configured CorpID; an AgentId or a mini program's appid is none.",
    "public GitHub file no. 48056645062",
    on=_UNREACHABLE,
)
INVALID_TOKEN = _row(
    40014,
    "wecom_invalid_token",
    "invalid access_token",
    "access_token 不合法，或已被企业微信提前作废",
    "the access_token is garbage, or WeCom has put an early end to it",
    "丢弃缓存的 token，重新 gettoken，只重试一次；按「CorpID + 应用」分别缓存。",
    "Drop the cached token, call gettoken and retry once. Keep one token per corp and agent.",
    _PROBED,
)
INVALID_CODE = _row(
    40029,
    "wecom_invalid_code",
    "invalid code",
    "code 不存在、已使用、已过期，或属于其他企业",
    "the code is unknown, used, expired or of another corp",
    "不要重试：重新跳转授权，或让小程序重新 wx.qy.login。",
    "Do not retry: send the person to the authorisation page again, or call wx.qy.login once more.",
    "https://developers.weixin.qq.com/community/personal/oCJUsw8zp5dYqtLycNFs8iiP-BlQ",
)
INVALID_AGENTID = _row(
    40056,
    "wecom_invalid_agentid",
    "",
    "企业里没有这个 agentid",
    "the corp has no such agentid",
    "检查授权链接里的 agentid。",
    "Check the agentid of the link.",
    on={**_UNREACHABLE, "wecom_authorize": "agentid 参数错误"},
)
INVALID_PARAMETER = _row(
    40058,
    "wecom_invalid_parameter",
    "invalid Request Parameter",
    "参数不合要求",
    "a parameter is not as it should be",
    "对照接口文档检查参数。",
    "Compare the parameters with the api's page.",
    "public GitHub file no. 377462332",
    on={**_UNREACHABLE, "wecom_authorize": "Scope 参数错误或没有 Scope 权限"},
)
SECRET_INVALID = _row(
    40091,
    "wecom_secret_invalid",
    "secret is invalid",
    "Secret 不合法（早年的说法，后来是 40001）",
    "the secret is invalid (in the early days; 40001 since)",
    "与企业微信的 40001 一样处理。",
    "Treat it like WeCom's 40001.",
    "blog.csdn.net, article no. 106030344",
)
MISSING_TOKEN = _row(
    41001,
    "wecom_missing_token",
    "access_token missing",
    "缺少 access_token；只认 URL 参数，放在请求头或 JSON 里不算",
    "no access_token in the URL's query; one in a header or in the body does not count",
    "把 access_token 放进 URL 的查询参数。",
    "Put the access_token into the URL's query.",
    _PROBED,
)
MISSING_CORPID = _row(
    41002,
    "wecom_missing_corpid",
    "",
    "缺少 corpid",
    "no corpid was sent",
    "检查 CorpID 的配置。",
    "Check the setting of the CorpID.",
    on=_UNREACHABLE,
)
MISSING_SECRET = _row(
    41004,
    "wecom_missing_secret",
    "corpsecret missing",
    "缺少 corpsecret；先于 corpid 检查",
    "no corpsecret was sent; it is asked for before the corpid",
    "检查应用 Secret 的配置。",
    "Check the setting of the agent's Secret.",
    _PROBED,
)
MISSING_CODE = _row(
    41008,
    "wecom_missing_code",
    "",
    "缺少 code",
    "no code was sent",
    "检查回调是否带有 code：用户拒绝时只有 state。",
    "See whether the callback has a code: where the person refuses there is a state only.",
)
MISSING_USERID = _row(
    41009,
    "wecom_missing_userid",
    "",
    "缺少 userid",
    "no userid was sent",
    "非企业成员没有 userid，先判断身份再查通讯录。",
    "Who is no member has no userid: see who it is before you look into the contacts.",
)
MISSING_URL = _row(
    41010,
    "wecom_missing_url",
    "",
    "缺少 redirect_uri",
    "no redirect_uri was sent",
    "检查授权链接的拼接和 redirect_uri 的编码。",
    "Check how the link is built and that redirect_uri is percent-encoded.",
    on={**_UNREACHABLE, "wecom_authorize": "redirect_uri 参数错误"},
)
MISSING_AGENTID = _row(
    41011,
    "wecom_missing_agentid",
    "",
    "缺少 agentid",
    "no agentid was sent",
    "snsapi_privateinfo 和企业自建应用的 Web 登录必须带 agentid。",
    "snsapi_privateinfo and the web login of a corp's own agent want an agentid.",
    on={**_UNREACHABLE, "wecom_authorize": "agentid 参数错误"},
)
TOKEN_EXPIRED = _row(
    42001,
    "wecom_token_expired",
    "access_token expired",
    "access_token 超过有效期",
    "the access_token is too old",
    "重新 gettoken，只重试一次。",
    "Call gettoken and retry once.",
    "public GitHub file no. 33213022090",
)
QUOTA = _row(
    45009,
    "wecom_quota",
    "api freq out of limit",
    "接口调用超过频率限制",
    "called more often than is allowed",
    "缓存 token 和 ticket；等到下一个时间窗口再试。",
    "Cache tokens and tickets; wait for the next window.",
    "public GitHub files no. 8859938511, 1686069222",
)
API_FORBIDDEN = _row(
    48002,
    "wecom_api_forbidden",
    "api forbidden",
    "应用没有调用此接口的权限",
    "the agent may not use this api",
    "检查 token 是哪个应用的 Secret 换来的，以及该应用的权限。",
    "See of which agent the token is, and what that agent may do.",
    f"{_TABLE}; the text as several public clients expect it",
)
UNTRUSTED_DOMAIN = _row(
    50001,
    "wecom_untrusted_domain",
    "redirect_uri unauthorized",
    "redirect_uri 的域名不是应用的可信域名",
    "the host of redirect_uri is not the agent's trusted domain",
    "可信域名要与 redirect_uri 完全一致（含端口）；换取身份的 token 要属于同一个应用。",
    "The trusted domain must be the host of redirect_uri, port and all; and the token must be of the same agent.",
    "https://developers.weixin.qq.com/community/personal/oCJUsw2kTb7BFhxyINzYOxf38vng",
    on={**_UNREACHABLE, "wecom_authorize": "redirect_uri 参数错误"},
)
NOT_VISIBLE = _row(
    50002,
    "wecom_not_visible",
    "",
    "成员不在应用的可见范围，或不是企业成员",
    "the person is outside the agent's visible range, or no member of the corp",
    "在管理后台把成员加入应用的可见范围；给用户看得懂的提示。",
    "Let the corp's admin widen the visible range, and tell the person in plain words.",
    on=dict.fromkeys(_SSO, "无权限"),
)
AGENT_DISABLED = _row(
    50003,
    "wecom_agent_disabled",
    "",
    "应用已禁用",
    "the agent is disabled",
    "让管理员在「企业应用」里启用。",
    "Let the corp's admin enable it.",
)
NO_PRIVILEGE = _row(
    60011,
    "wecom_no_privilege",
    "no privilege to access/modify contact/party/agent",
    "应用看不到这个成员",
    "the agent may not see this member",
    "登录只需要 userid：读不到通讯录时不要让登录失败。",
    "A login needs the userid only: do not fail it because the contacts cannot be read.",
    "public GitHub file no. 56788401050",
)
UNTRUSTED_IP = _row(
    60020,
    "wecom_untrusted_ip",
    "not allow to access from your ip",
    "调用方 IP 不在应用的可信 IP 里",
    "the caller's IP is not among the agent's trusted ones",
    "把出口 IP 加进「企业可信IP」；不要重试。",
    "Add the outgoing IP to the agent's trusted IPs; do not retry.",
    "https://github.com/zyh94946/wx-msg-push-tencent/issues/8",
)
NO_SUCH_USER = _row(
    60111,
    "wecom_no_such_user",
    "userid not found",
    "通讯录里没有这个 userid",
    "no member has this userid",
    "检查 userid 的来源；成员可能已离职。",
    "Check where the userid is from; the member may have left.",
    "https://github.com/ZacharyJia/serverchan/issues/2",
)
TICKET_EXPIRED = _row(
    84014,
    "wecom_ticket_expired",
    "",
    "user_ticket 超过 1800 秒",
    "the user_ticket is older than 1800 s",
    "拿到 user_ticket 后立即使用；过期就重新授权。",
    "Use a user_ticket at once; once it is too old the person must authorise again.",
)
TICKET_INVALID = _row(
    84015,
    "wecom_ticket_invalid",
    "",
    "user_ticket 无效，或属于另一个应用",
    "the user_ticket is unknown or another agent's",
    "用换取身份时的同一个应用的 token。",
    "Use the token of the agent that got the ticket.",
)
STATE = _row(
    84025,
    "wecom_state",
    "",
    "state 不能超过 128 字节，只能是字母和数字",
    "state is longer than 128 bytes, or not of letters and digits only",
    "state 只放随机串，其余的放在自己的会话里。",
    "Put a random text into state and keep the rest in your own session.",
    on={**_UNREACHABLE, "wecom_authorize": "state 参数错误"},
)
MISSING_TICKET = _row(
    84090,
    "wecom_missing_ticket",
    "",
    "缺少 user_ticket",
    "no user_ticket was sent",
    "只有 snsapi_privateinfo 且成员在可见范围内才有 user_ticket；用 JSON 请求体发送。",
    "There is one only for snsapi_privateinfo and a visible member; send it in a JSON body.",
)
TICKET_TYPE = _row(
    91040,
    "wecom_ticket_type",
    "",
    "ticket 的类型无效",
    "no such type of ticket",
    "应用的 ticket 用 type=agent_config；企业的用 get_jsapi_ticket。",
    "An agent's ticket is of type agent_config; the corp's comes from get_jsapi_ticket.",
)

# Of service providers

INVALID_PRE_AUTH_CODE = _row(
    40077,
    "wecom_invalid_pre_auth_code",
    "",
    "pre_auth_code 不存在",
    "no such pre_auth_code",
    "用 get_pre_auth_code 重新获取，再拼安装链接。",
    "Fetch another one by get_pre_auth_code for the install link.",
    f"{_TABLE}; the page's text: https://developers.weixin.qq.com/community/enterprisewechat/doc/"
    "000804398f8238bdbb5ab99c75b400",
    on={"suite_install": "preauthcode校验失败"},
)
INVALID_AUTH_CODE = _row(
    40078,
    "wecom_invalid_auth_code",
    "",
    "auth_code 不存在、已使用或已过期（10 分钟，一次）",
    "the auth_code is unknown, used or expired: ten minutes, once",
    "收到 auth_code 后立即换取，只换一次；失败就让管理员重新安装。",
    "Trade it at once, and once only; else the administrator must install the suite again.",
)
INVALID_SUITE_SECRET = _row(
    40080,
    "wecom_invalid_suite_secret",
    "",
    "suite_secret 不是该应用的 Secret",
    "the suite_secret is not that of the suite",
    "在服务商后台的应用详情里核对 suite_secret。",
    "Compare it with the suite's page in the provider's console.",
)
INVALID_SUITE_TOKEN = _row(
    40082,
    "wecom_invalid_suite_token",
    "invalid suite_acccess_token or provider_access_token",
    "suite_access_token 或 provider_access_token 不合法；企业从未安装过该应用、code 属于其他应用时也是它",
    "no such suite_access_token or provider_access_token; also said where the corp has never installed the suite, or "
    "the code is that of another app",
    "先看 token 是否拿错（suite、provider、企业三种）；token 没错就查企业是否安装过该应用。",
    "See first whether it is the token of a suite, a provider or a corp; if that is right, whether the corp has "
    "installed the suite.",
    "https://developers.weixin.qq.com/community/personal/oCJUsw_4LyTtQ7J_rS9rG75xKxT4",
    earlier=(("2020-01-01", "invalid suite_acccess_token"),),
)
INVALID_SUITE_ID = _row(
    40083,
    "wecom_invalid_suite_id",
    "",
    "suite_id 不存在",
    "no such suite_id",
    "检查配置中的 suite_id。",
    "Check the configured suite_id.",
    on=_UNREACHABLE,
)
INVALID_PERMANENT_CODE = _row(
    40084,
    "wecom_invalid_permanent_code",
    "",
    "permanent_code 不对，或企业重新安装后换了新的",
    "the permanent_code is wrong, or was replaced when the corp installed the suite again",
    "保存每次 create_auth 换来的 permanent_code，覆盖旧的。",
    "Keep the permanent_code of every create_auth in place of the earlier one.",
)
INVALID_SUITE_TICKET = _row(
    40085,
    "wecom_invalid_suite_ticket",
    "invalid suite ticket",
    "suite_ticket 已失效（30 分钟），或属于其他应用",
    "the suite_ticket is older than thirty minutes, or another suite's",
    "总是保存最近一次推送的 suite_ticket；检查指令回调 URL 是否还能收到推送并返回 success。",
    "Keep the latest one that was pushed; see whether the pushes still arrive and are answered success.",
    "https://developers.weixin.qq.com/community/personal/oCJUsw3SjFWJAhuN2071vAT9zHuQ",
)
INVALID_SUITE_APPID = _row(
    40086,
    "wecom_invalid_suite_appid",
    "",
    "套件中没有这个应用 id",
    "the suite has no app of that id",
    "检查 session_info 里的 appid；单应用的套件不用填。",
    "Check the appid of session_info; a suite of one app needs none.",
)
MISSING_SUITE_ID = _row(
    41021,
    "wecom_missing_suite_id",
    "",
    "缺少 suite_id",
    "no suite_id was sent",
    "检查 suite_id 的配置。",
    "Check the setting of the suite_id.",
    on=_UNREACHABLE,
)
MISSING_SUITE_TOKEN = _row(
    41022,
    "wecom_missing_suite_token",
    "",
    "缺少 suite_access_token",
    "no suite_access_token was sent",
    "把 suite_access_token 放进 URL 的查询参数。",
    "Put it into the URL's query.",
)
MISSING_SUITE_TICKET = _row(
    41023,
    "wecom_missing_suite_ticket",
    "",
    "缺少 suite_ticket",
    "no suite_ticket was sent",
    "还没收到过推送时，在服务商后台点「刷新 ticket」，或等下一次推送。",
    "Where none was pushed yet, have it pushed from the console, or wait ten minutes.",
)
MISSING_SUITE_SECRET = _row(
    41024,
    "wecom_missing_suite_secret",
    "",
    "缺少 suite_secret 或 provider_secret",
    "no suite_secret or provider_secret was sent",
    "检查 Secret 的配置。",
    "Check the setting of the secret.",
)
MISSING_PERMANENT_CODE = _row(
    41025,
    "wecom_missing_permanent_code",
    "permanent code missing",
    "缺少 permanent_code",
    "no permanent_code was sent",
    "检查是否保存了该企业的 permanent_code。",
    "See whether this corp's permanent_code was kept.",
    "https://developers.weixin.qq.com/community/personal/oCJUsw6e-wMARJsDaXKv23vB2Cco",
)
PRE_AUTH_CODE_EXPIRED = _row(
    42007,
    "wecom_pre_auth_code_expired",
    "",
    "pre_auth_code 已过期（20 分钟）",
    "the pre_auth_code is older than twenty minutes",
    "每次拼安装链接都重新获取。",
    "Fetch another one for every install link.",
    on={"suite_install": "preauthcode校验失败"},
)
SUITE_TOKEN_EXPIRED = _row(
    42009,
    "wecom_suite_token_expired",
    "",
    "suite_access_token 超过有效期",
    "the suite_access_token is too old",
    "用最近的 suite_ticket 重新 get_suite_token，只重试一次。",
    "Fetch another one by the latest suite_ticket and retry once.",
)
DATA_FORMAT = _row(
    47001,
    "wecom_data_format",
    "",
    "请求体不是 JSON 对象",
    "the body is no JSON object",
    "用 JSON 请求体，不要用表单。",
    "Send JSON, not a form.",
    "https://developers.weixin.qq.com/community/enterprisewechat/doc/00062a32488df81788dd88cf052800",
)
OTHER_SUITE = _row(
    48003,
    "wecom_other_suite",
    "",
    "suite_access_token 不是这个 suite_id 的",
    "the suite_access_token is that of another suite_id",
    "有多个应用时，按 suite_id 分别缓存 token。",
    "Where there are several suites, keep one token for each suite_id.",
)
AUTHORIZATION_GONE = _row(
    48004,
    "wecom_authorization_gone",
    "",
    "企业没有授权该应用，或已取消授权",
    "the corp has not installed the suite, or has removed it",
    "停用该企业并删除其数据；企业重新安装后再启用。",
    "Stop serving the corp and delete its data, until it installs the suite again.",
)

# Of the other ways to learn who a member is

INVALID_OPENID = _row(
    40073,
    "wecom_invalid_openid",
    "",
    "openid 不存在，或不是该企业成员的",
    "no such openid, or not that of a member of the corp",
    "确认 openid 来自同一个企业的 convert_to_openid 或企业支付。",
    "See that it is from convert_to_openid, or a payment, of the same corp.",
)
INVALID_EXTERNAL_USERID = _row(
    40096,
    "wecom_invalid_external_userid",
    "",
    "external_userid 不存在，或不是该企业的客户",
    "no such external_userid, or not that of a customer of the corp",
    "external_userid 只在同一个企业内有效；先确认登录者是客户而不是成员。",
    "It is known in one corp only; see first that the person is a customer and no member.",
)
NO_WECHAT = _row(
    43004,
    "wecom_no_wechat",
    "require subscribe",
    "成员没有用微信登录企业微信，也没有关注微信插件，没有 openid",
    "the member uses WeCom without WeChat, so there is no openid",
    "提示成员用微信登录企业微信，或关注企业的微信插件；不要重试。",
    "Ask the member to log in to WeCom by WeChat, or to follow the corp's plugin; do not retry.",
    "https://developers.weixin.qq.com/community/enterprisewechat/doc/00086c540608f061d6799e16f53c00",
)
NO_SUCH_MEMBER = _row(
    46004,
    "wecom_no_such_member",
    "",
    "没有可见的成员使用这个手机号或邮箱",
    "no visible member has that phone number or e-mail address",
    "核对手机号或邮箱；失败太多次，接口会停用一天，不要用它逐个试探。",
    "Check it; after many failures the api is closed for a day, so do not try numbers one by one.",
)
