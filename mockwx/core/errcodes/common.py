"""Errcodes of WeChat's gateway: any api may answer them before or instead of its own."""

from __future__ import annotations

from types import MappingProxyType

from mockwx.core.errcodes.errcode import Errcode, Evidence

SYSTEM_ERROR = Errcode(
    code=-1,
    name="system_error",
    errmsg="system error",
    zh="系统繁忙：微信内部出错，多数很快恢复",
    en="WeChat is busy or failed internally; usually short-lived",
    advice_zh=(
        "用指数退避重试几次，并设总时限。若是 code2session，失败的那次可能已经消耗了 code："
        "重试得到 40029 或 40163 时，让前端重新 wx.login。"
    ),
    advice_en=(
        "Retry a few times with exponential backoff inside an overall deadline. On code2session the failed "
        "try may have spent the code: if the retry answers 40029 or 40163, ask the client for a fresh "
        "wx.login."
    ),
    evidence=Evidence.OBSERVED,
    source="https://developers.weixin.qq.com/community/personal/oCJUsw8w4hRuH3OzF8heILIBgoWo/answer",
)

INVALID_CREDENTIAL = Errcode(
    code=40001,
    name="invalid_credential",
    errmsg=(
        "invalid credential, access_token is invalid or not latest, could get access_token by "
        "getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r"
    ),
    zh="access_token 无效，或已被新 token 顶替（官方还用它表示 AppSecret 错误，实际见到的是 40125）",
    en=(
        "the access_token is garbage, replaced by a newer one or of another environment (the docs also list "
        "it for a wrong AppSecret; real answers to that are 40125)"
    ),
    advice_zh=(
        "丢弃缓存的 token，加锁重新获取，只重试一次。反复出现，说明有多个进程或环境各自调 /cgi-bin/token，"
        "互相顶替：改用 stable_token，或只由一处刷新。"
    ),
    advice_en=(
        "Drop the cached token, fetch a new one under a lock and retry once. If it keeps coming back, "
        "several processes or environments call /cgi-bin/token and replace each other's token: use "
        "stable_token or refresh in one place only."
    ),
    evidence=Evidence.OBSERVED,
    source="https://developers.weixin.qq.com/community/personal/oCJUsw4h191Fs-VORKfTeUvuPItk/question",
    on=MappingProxyType({"sns_userinfo": "invalid credential, access_token is invalid or not latest"}),
    earlier=(("2023-04-01", "invalid credential, access_token is invalid or not latest"),),
)

INVALID_ACCESS_TOKEN = Errcode(
    code=40014,
    name="invalid_access_token",
    errmsg="invalid access_token",
    zh="access_token 不合法，见到的情形是种类不对",
    en="the access_token is not valid here; seen for a token of the wrong kind",
    advice_zh=(
        "先看 token 的种类：小程序的 access_token、第三方平台的 authorizer_access_token 和 "
        "component_access_token、网页授权的用户 token 不能互换。种类没错，再按 40001 处理："
        "换新 token 重试一次。"
    ),
    advice_en=(
        "Check the kind of token first: an app's access_token, a platform's authorizer_access_token and "
        "component_access_token, and a web-login user token are not interchangeable. If the kind is right, "
        "treat it like 40001: new token, one retry."
    ),
    evidence=Evidence.OBSERVED,
    source="https://developers.weixin.qq.com/community/develop/doc/000c4e7ed7c2a84cb18fe997c5c800",
)

INVALID_URL = Errcode(
    code=40066,
    name="invalid_url",
    errmsg="invalid url",
    zh="接口路径不存在，但 HTTP 状态码仍是 200（官方释义里的 sitemap 拦截是另一回事）",
    en="no such api path, yet answered with HTTP 200 (the sitemap in the official meaning is another matter)",
    advice_zh=(
        "这是代码或配置错误，不要重试：核对路径拼写、重复的 /cgi-bin/ 前缀和 base URL 末尾的斜杠。"
        "监控要看 errcode，不能只看 HTTP 状态码。"
    ),
    advice_en=(
        "A bug or wrong setting, so do not retry: check the spelling, a doubled /cgi-bin/ and a trailing "
        "slash in the base URL. Monitor errcode, not only the HTTP status."
    ),
    evidence=Evidence.OBSERVED,
    source="https://developers.weixin.qq.com/community/develop/doc/0000a46e620d3803562bbf75056800",
)

INVALID_ARGS = Errcode(
    code=40097,
    name="invalid_args",
    errmsg="invalid args",
    zh="参数错误：缺失、类型不对或取值不合法",
    en="an argument is missing, of the wrong type or out of range",
    advice_zh="不要重试：对照接口文档核对参数名、类型和取值，把脱敏后的请求和 rid 一起记入日志。",
    advice_en=(
        "Do not retry: compare names, types and values with the api's page, and log the masked request "
        "together with its rid."
    ),
    evidence=Evidence.DOCUMENTED,
    source=("https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_resetusersessionkey.html"),
)

MISSING_ACCESS_TOKEN = Errcode(
    code=41001,
    name="missing_access_token",
    errmsg="access_token missing",
    zh="缺少 access_token：没传、为空，或放进了请求体",
    en="no access_token: absent, empty or sent in the body",
    advice_zh=("POST 请求也要把 access_token 放在 URL 查询串里。取 token 失败时就地报错，不要带着空值往下调用。"),
    advice_en=(
        "Put access_token into the query string, for POST too. When fetching the token failed, fail there "
        "instead of calling on with an empty value."
    ),
    evidence=Evidence.OBSERVED,
    source="https://github.com/kuif/xcx/issues/1",
)

ACCESS_TOKEN_EXPIRED = Errcode(
    code=42001,
    name="access_token_expired",
    errmsg="access_token expired",
    zh="access_token 已过期",
    en="the access_token has expired",
    advice_zh="加锁刷新 token，只重试一次。平时按返回的 expires_in 提前约 5 分钟刷新，不要把 7200 写死。",
    advice_en=(
        "Refresh the token under a lock and retry once. Normally refresh about five minutes before the "
        "returned expires_in is over; do not hard-code 7200."
    ),
    evidence=Evidence.OBSERVED,
    source="https://developers.weixin.qq.com/community/develop/doc/000e22b7860ba0d197021180566000",
)

REQUIRE_GET = Errcode(
    code=43001,
    name="require_get",
    errmsg="require GET method",
    zh="该接口只接受 GET",
    en="this api takes GET only",
    advice_zh="改用 GET，参数放进查询串；换方法之前重试没有意义。",
    advice_en="Use GET with the parameters in the query string; a retry without that change is useless.",
    evidence=Evidence.DOCUMENTED,
    source="https://developers.weixin.qq.com/doc/oplatform/Return_codes/Return_code_descriptions_new.html",
)

REQUIRE_POST = Errcode(
    code=43002,
    name="require_post",
    errmsg="require POST method",
    zh="该接口只接受 POST",
    en="this api takes POST only",
    advice_zh=(
        "改用 POST 并发 JSON 请求体（stable_token 只认 JSON）。已经是 POST 的话，查代理或重定向是否把它变成了 GET。"
    ),
    advice_en=(
        "Use POST with a JSON body (stable_token reads nothing else). If you do already, look for a proxy "
        "or redirect that turns it into GET."
    ),
    evidence=Evidence.DOCUMENTED,
    source="https://developers.weixin.qq.com/doc/channels/API/basics/commErrCode.html",
)

REQUIRE_HTTPS = Errcode(
    code=43003,
    name="require_https",
    errmsg="require https",
    zh="必须使用 HTTPS",
    en="plain http is refused",
    advice_zh=(
        "把 base URL 改成 https://，并检查出口代理或网关有没有把请求降级为 http。密钥若已走过明文 http，应当重置。"
    ),
    advice_en=(
        "Set the base URL to https:// and check that no egress proxy downgrades it. Reset a secret that has "
        "travelled over plain http."
    ),
    evidence=Evidence.DOCUMENTED,
    source="https://developers.weixin.qq.com/doc/channels/API/basics/commErrCode.html",
)

EMPTY_POST_DATA = Errcode(
    code=44002,
    name="empty_post_data",
    errmsg="empty post data",
    zh="POST 的请求体为空",
    en="a POST without a body",
    advice_zh=(
        "确认请求体真的发出去了（常见原因：参数只放在查询串里，或请求流已被日志中间件读完），"
        "并带上 Content-Length：分块传输会得到 HTTP 412。"
    ),
    advice_en=(
        "Make sure the body is really sent (usual causes: parameters only in the query, or a logging filter "
        "that consumed the stream) and has a Content-Length: chunked requests get HTTP 412."
    ),
    evidence=Evidence.OBSERVED,
    source="https://blog.csdn.net/djzhao627/article/details/123126930",
)

CONTENT_TOO_LARGE = Errcode(
    code=45002,
    name="content_too_large",
    errmsg="content size out of limit",
    zh="内容超过长度限制",
    en="the content is longer than allowed",
    advice_zh="登录类请求都很小，出现它多半是字段填错了内容：核对请求体，不要原样重试。",
    advice_en=(
        "Login requests are small, so a field probably carries the wrong thing: check the body and do not "
        "resend it unchanged."
    ),
    evidence=Evidence.DOCUMENTED,
    source="https://developers.weixin.qq.com/doc/channels/API/basics/commErrCode.html",
)

DAILY_QUOTA = Errcode(
    code=45009,
    name="daily_quota",
    errmsg="reach max api daily quota limit",
    zh="该接口当天的调用次数已用完",
    en="the api's calls for the day are used up",
    advice_zh=(
        "停止调用并报警，等额度恢复，或用 clear_quota 清零（每月 10 次；"
        "token 也取不到时用凭 AppSecret 的 clear_quota/v2）。若发生在 /cgi-bin/token，"
        "说明没有集中缓存 token：缓存并共享它，或改用 stable_token。"
    ),
    advice_en=(
        "Stop calling, raise an alarm, and wait or spend one of the ten monthly clear_quota calls "
        "(clear_quota/v2 needs no token, only the AppSecret). On /cgi-bin/token it means that nobody caches "
        "the token: cache and share it, or use stable_token."
    ),
    evidence=Evidence.OBSERVED,
    source="https://developers.weixin.qq.com/community/personal/oCJUsw3PqDfox_CIPPZLepY3GH7Y/answer",
    on=MappingProxyType(
        {
            "token": (
                "reach max api daily quota limit,"
                " could get access_token by getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r"
            ),
        }
    ),
    earlier=(("2023-04-01", "reach max api daily quota limit"),),
)

MINUTE_QUOTA = Errcode(
    code=45011,
    name="minute_quota",
    errmsg="api minute-quota reach limit, must slower, retry next minute",
    zh="一分钟内调用太频繁",
    en="too many calls within the minute",
    advice_zh=(
        "退避到下一分钟，不要立刻重试；在登录入口按用户限流，并查前端是否在循环调用 wx.login。"
        "手上的 js_code 只有 5 分钟有效期，排队太久就让前端重新取。"
    ),
    advice_en=(
        "Back off until the next minute instead of retrying at once; rate-limit the login route per user "
        "and look for a client that calls wx.login in a loop. A js_code lives five minutes: after a long "
        "queue ask for a fresh one."
    ),
    evidence=Evidence.OBSERVED,
    source="https://developers.weixin.qq.com/community/develop/doc/000ee81b3acb680b7fd02dd4966000",
)

DATA_FORMAT = Errcode(
    code=47001,
    name="data_format",
    errmsg="data format error",
    zh="请求体不是合法的 JSON，例如发成了表单",
    en="the body is not JSON, for instance a form",
    advice_zh=("请求体用 UTF-8 编码的 JSON，不要发 form-data 或 urlencoded；再查有没有重复序列化、BOM 或截断。"),
    advice_en=(
        "Send UTF-8 JSON, not form-data or urlencoded; then look for double serialisation, a BOM or truncation."
    ),
    evidence=Evidence.OBSERVED,
    source="https://developers.weixin.qq.com/community/personal/oCJUsw7tWCWaSTUN5Mphbh_PjatM/answer",
)

API_UNAUTHORIZED = Errcode(
    code=48001,
    name="api_unauthorized",
    errmsg="api unauthorized",
    zh="当前账号或这种 token 没有该接口的权限",
    en="the account, or this kind of token, may not use the api",
    advice_zh=(
        "按配置错误报警，不要重试：核对账号类型和认证状态（个人或未认证小程序不能取手机号）、appid 是小程序"
        "还是公众号，以及 token 的种类。"
    ),
    advice_en=(
        "Alarm as a configuration error, do not retry: check the account type and its verification "
        "(personal or unverified apps get no phone numbers), whether the appid is a mini program's, and the "
        "kind of token."
    ),
    evidence=Evidence.OBSERVED,
    source="https://blog.csdn.net/yinlell/article/details/83657798",
)

API_FORBIDDEN = Errcode(
    code=48004,
    name="api_forbidden",
    errmsg="api forbidden for irregularities, view detail on mp.weixin.qq.com",
    zh="账号违规，接口被封禁",
    en="the api is closed to this account as a punishment",
    advice_zh=(
        "停止调用并报警，由管理员到 mp.weixin.qq.com 查看处罚详情和期限；其间关掉微信登录入口，或给出其他登录方式。"
    ),
    advice_en=(
        "Stop calling and raise an alarm; an administrator finds reason and end on mp.weixin.qq.com. "
        "Meanwhile hide WeChat login or offer another way in."
    ),
    evidence=Evidence.DOCUMENTED,
    source="https://developers.weixin.qq.com/doc/oplatform/Return_codes/Return_code_descriptions_new.html",
)

USER_UNAUTHORIZED = Errcode(
    code=50001,
    name="user_unauthorized",
    errmsg="user unauthorized",
    zh="用户没有授权该接口",
    en="the user has not granted this api",
    advice_zh="不要重试：引导用户完成授权后再调用，并把“未授权”当作正常分支，而不是服务器错误。",
    advice_en=(
        "Do not retry: lead the user through authorisation first, and handle 'not granted' as a normal "
        "branch rather than a server error."
    ),
    evidence=Evidence.DOCUMENTED,
    source="https://developers.weixin.qq.com/doc/channels/API/basics/commErrCode.html",
)

USER_LIMITED = Errcode(
    code=50002,
    name="user_limited",
    errmsg="user limited",
    zh="账号受限：多为调用方账号被冻结、封禁或正在注销",
    en="account limited: usually the calling account is frozen, banned or being closed",
    advice_zh=(
        "不要重试。若所有用户都失败，是小程序账号的问题，请管理员登录后台处理；若只是个别用户，提示其微信账号受限。"
    ),
    advice_en=(
        "Do not retry. If it hits every user, the app's own account is limited and its administrator must "
        "act; if it hits single users, tell them that their WeChat account is restricted."
    ),
    evidence=Evidence.OBSERVED,
    source="https://developers.weixin.qq.com/community/develop/doc/000a64ec630e680950d1fd9c86bc00",
)

COMPONENT_NOT_AUTHORIZED = Errcode(
    code=61003,
    name="component_not_authorized",
    errmsg="component is not authorized by this account",
    zh="该账号没有授权给这个第三方平台，或已取消授权",
    en="the account never authorised this third-party platform, or withdrew it",
    advice_zh=(
        "把该租户标为未授权，清掉它的 authorizer_access_token，请商家管理员重新扫码授权；"
        "平时应处理取消授权的推送，别等登录失败才发现。"
    ),
    advice_en=(
        "Mark the tenant as unauthorised, drop its authorizer_access_token and ask its administrator to "
        "authorise again; handle the revocation push so that a failed login is not the first sign."
    ),
    evidence=Evidence.OBSERVED,
    source="https://developers.weixin.qq.com/community/develop/doc/0000c454bf4000e068d265cef6bc00",
)

API_UNAUTHORIZED_TO_COMPONENT = Errcode(
    code=61007,
    name="api_unauthorized_to_component",
    errmsg="api is unauthorized to component",
    zh="商家授权给第三方平台的权限集不含该接口",
    en="the permission sets granted to the platform do not include this api",
    advice_zh="不要重试：查出该接口属于哪个权限集，平台申请到之后请商家更新授权；授权前按租户关闭这项功能。",
    advice_en=(
        "Do not retry: find the permission set of the api, obtain it for the platform and have the account "
        "renew its authorisation; keep the feature off for that tenant until then."
    ),
    evidence=Evidence.DOCUMENTED,
    source="https://developers.weixin.qq.com/doc/oplatform/developers/troubleshooting",
)
