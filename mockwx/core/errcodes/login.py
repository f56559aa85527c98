"""Errcodes of code2session and of the parameters that log an app and a user in."""

from __future__ import annotations

from types import MappingProxyType

from mockwx.core.errcodes.errcode import Errcode, Evidence

INVALID_GRANT_TYPE = Errcode(
    code=40002,
    name="invalid_grant_type",
    errmsg="invalid grant_type",
    zh="grant_type 缺失或取值不对",
    en="grant_type is missing or wrong",
    advice_zh=(
        "写死正确的值：code2session 是 authorization_code，token 和 stable_token 是 client_credential（末尾"
        "没有 s）。/cgi-bin/token 一个参数都没收到时，也先报它。"
    ),
    advice_en=(
        "Hard-code the value: authorization_code for code2session, client_credential (no final s) for token "
        "and stable_token. /cgi-bin/token also says it first when it gets no usable parameter at all."
    ),
    evidence=Evidence.OBSERVED,
    source="public GitHub file no. 8331097626",
    # With this newline, as published in 2024; in 2017 it was not there, and the day between is assumed.
    on=MappingProxyType({"oauth2_access_token": "invalid grant_type\n"}),
    earlier=(("2021-07-20", "invalid grant_type"),),
)

INVALID_OPENID = Errcode(
    code=40003,
    name="invalid_openid",
    errmsg="invalid openid",
    zh="openid 不存在，或属于另一个 appid",
    en="no such openid, or one of another app",
    advice_zh=(
        "核对 openid 和 access_token 是否属于同一个 appid：同一用户在各小程序的 openid 都不同，"
        "入库时要和 appid 一起作为键，也不能用 unionid 代替。"
    ),
    advice_en=(
        "Check that openid and access_token belong to the same appid: a user has another openid in every "
        "app, so store it keyed with the appid, and never pass a unionid instead."
    ),
    evidence=Evidence.OBSERVED,
    source="https://developers.weixin.qq.com/community/personal/oCJUsw2xvzoKp5GO3vcvXrNZ5AjE/answer?page=2",
)

INVALID_APPID = Errcode(
    code=40013,
    name="invalid_appid",
    errmsg="invalid appid",
    zh="appid 不存在，或 token 与 code 的 appid 不一致",
    en="unknown appid, or the token's app is not the code's app",
    advice_zh=(
        "核对后端 appid 与小程序工程里的是否一致，当心空格和大小写；多小程序部署要按来源选配置。"
        "启动时就校验格式：wx 加 16 位小写十六进制。"
    ),
    advice_en=(
        "Compare the backend's appid with the mini program project's, mind blanks and case, and pick the "
        "right one when you serve several apps. Validate the shape at start-up: wx plus 16 lowercase hex "
        "digits."
    ),
    evidence=Evidence.OBSERVED,
    source="https://developers.weixin.qq.com/community/personal/oCJUsw-tTIVlU9gZwNBiwHEuwcAc/question",
    on=MappingProxyType(dict.fromkeys(("authorize", "qrconnect", "app_qrconnect"), "AppID 参数错误")),
)

INVALID_CODE = Errcode(
    code=40029,
    name="invalid_code",
    errmsg="invalid code",
    zh="code 无效：不存在、超过 5 分钟，或由别的 appid 签发",
    en="the code is unknown, older than five minutes or was issued for another app",
    advice_zh=(
        "不要拿同一个 code 重试，让前端重新 wx.login。大量出现时查 appid 是否配错、code 是否排队过久。"
        "在 getuserphonenumber 上，code 已用过或误传 wx.login 的 code 也是它。"
    ),
    advice_en=(
        "Never retry with the same code; ask the client for a fresh wx.login. Many of them point to a wrong "
        "appid or to codes that waited in a queue. On getuserphonenumber it also means a used code or one "
        "from wx.login."
    ),
    evidence=Evidence.OBSERVED,
    source="https://developers.weixin.qq.com/community/personal/oCJUsw_WGtOtpmsDhuVbkjyF2OCI/question",
)

INVALID_SECRET = Errcode(
    code=40125,
    name="invalid_secret",
    errmsg="invalid appsecret",
    zh="AppSecret 错误（官方中文释义误写成 AppID）",
    en="wrong AppSecret (the official Chinese meaning says AppID by mistake)",
    advice_zh=(
        "核对密钥与 appid 是否配对、有没有多余空白、是否已在后台重置。按配置错误报警，不要重试，也不要把密钥写进日志。"
    ),
    advice_en=(
        "Check that the secret belongs to the appid, has no stray blanks and was not reset in the console. "
        "Alarm as a configuration error, do not retry, and keep the secret out of the logs."
    ),
    evidence=Evidence.OBSERVED,
    source="public GitHub file no. 63373332702",
    earlier=(("2020-06-01", "invalid appsecret, view more at http://t.cn/RAEkdVq"),),
)

CODE_USED = Errcode(
    code=40163,
    name="code_used",
    errmsg="code been used",
    zh="code 已经兑换过（官方 code2session 页没有列出）",
    en="the code was already exchanged (missing from the official code2session page)",
    advice_zh=(
        "绝不重试，让前端重新 wx.login。登录接口要能承受重复提交（同一 code 只兑换一次，并发请求共用结果）；"
        "超时或失败的那次兑换，也可能已经用掉了 code。"
    ),
    advice_en=(
        "Never retry; ask the client for a fresh wx.login. Make the login route idempotent against double "
        "submits (exchange a code once and share the result), and remember that a timed-out or failed "
        "exchange may have spent the code."
    ),
    evidence=Evidence.OBSERVED,
    source="https://github.com/Wechat-Group/WxJava/issues/1323",
)

INVALID_IP = Errcode(
    code=40164,
    name="invalid_ip",
    errmsg="invalid ip {ip} ipv6 ::ffff:{ip}, not in whitelist",
    zh="调用方的出口 IP 不在该账号的 IP 白名单里",
    en="the caller's public IP is not on the account's whitelist",
    advice_zh=(
        "把 errmsg 里的 IP（微信看到的真实出口）加进后台白名单，不要重试。"
        "出口 IP 会变的环境（弹性伸缩、Serverless）要走固定 IP 的 NAT 或出口代理。"
    ),
    advice_en=(
        "Add the IP in errmsg, which is the one WeChat really saw, to the whitelist; do not retry. Where "
        "egress IPs change (autoscaling, serverless) route through a NAT or proxy with a fixed IP."
    ),
    evidence=Evidence.OBSERVED,
    source="https://developers.weixin.qq.com/community/personal/oCJUswxYSGccypTLbS47gtVOX6fg/question",
    earlier=(
        ("2018-01-01", "invalid ip, not in whitelist"),
        ("2019-01-01", "invalid ip {ip}, not in whitelist"),
    ),
)

CODE_BLOCKED = Errcode(
    code=40226,
    name="code_blocked",
    errmsg="code blocked",
    zh="用户风险等级高，登录被微信拦截",
    en="WeChat rates the user as high-risk and blocks the login",
    advice_zh="不要重试，也别让前端循环 wx.login。给用户明确的提示和申诉或其他登录途径，并计数供风控参考。",
    advice_en=(
        "Do not retry and keep the client from looping on wx.login. Show a clear message with an appeal or "
        "another way in, and count it for your risk control."
    ),
    evidence=Evidence.OBSERVED,
    source="https://developers.weixin.qq.com/community/develop/doc/00082e5e3b4fb8b1747ca43eb5b800",
)

SECRET_FROZEN = Errcode(
    code=40243,
    name="secret_frozen",
    # Nobody published its text, which is assumed; an empty one would hide what went wrong.
    errmsg="appsecret is frozen",
    zh="AppSecret 已被冻结",
    en="the AppSecret is frozen",
    advice_zh=("由管理员在后台解冻，约 10 分钟后生效；其间停止自动重试并报警。若是没人认领的冻结，先查密钥是否泄露。"),
    advice_en=(
        "An administrator must unfreeze it, which takes about ten minutes; stop automatic retries and raise "
        "an alarm. If nobody owns up to freezing it, look for a leak first."
    ),
    evidence=Evidence.DOCUMENTED,
    source=("https://developers.weixin.qq.com/miniprogram/dev/server/API/mp-access-token/api_getaccesstoken.html"),
)

MISSING_APPID = Errcode(
    code=41002,
    name="missing_appid",
    errmsg="appid missing",
    zh="缺少 appid：没传、为空，或放在了接口不读的位置",
    en="no appid: absent, empty or where the api does not look",
    advice_zh=(
        "把参数放对地方：code2session 和 token 只读查询串，stable_token 只读 JSON 请求体。再查 appid 的配置是否为空。"
    ),
    advice_en=(
        "Put it where it is read: code2session and token read the query only, stable_token the JSON body "
        "only. Then check for an empty setting."
    ),
    evidence=Evidence.OBSERVED,
    source="https://developers.weixin.qq.com/community/personal/oCJUsw_jkds_6p0TIiIq_j1rxAGw/question",
)

MISSING_SECRET = Errcode(
    code=41004,
    name="missing_secret",
    errmsg="appsecret missing",
    zh="缺少 AppSecret",
    en="no AppSecret was sent",
    advice_zh=(
        "查密钥有没有注入到运行环境，为空就拒绝启动。第三方平台手里没有 secret，应改走 /sns/component/jscode2session。"
    ),
    advice_en=(
        "Check that the secret reaches the process and refuse to start without it. A third-party platform "
        "has no secret: it must call /sns/component/jscode2session."
    ),
    evidence=Evidence.OBSERVED,
    source="https://developers.weixin.qq.com/community/personal/oCJUsw_ruqOP5dGTIYrJgSeVl2wo/answer",
)

MISSING_CODE = Errcode(
    code=41008,
    name="missing_code",
    errmsg="missing code",
    zh="缺少 js_code，或值为空",
    en="js_code is absent or empty",
    advice_zh=(
        "参数名是 js_code，不是 code。在自己的登录接口先校验非空再调微信，"
        "并确认前端是在 wx.login 成功回调之后才发请求。"
    ),
    advice_en=(
        "The parameter is js_code, not code. Reject an empty one on your own login route before calling "
        "WeChat, and see that the client sends it only after wx.login succeeded."
    ),
    evidence=Evidence.OBSERVED,
    source="public GitHub file no. 7536623176",
)
