"""Errcodes of what follows a login: session_key, encrypted data and the unionid after a payment."""

from __future__ import annotations

from mockwx.core.errcodes.errcode import Errcode, Evidence

NO_SUCH_DATA = Errcode(
    code=1,
    name="no_such_data",
    errmsg="data not exit",
    zh="查不到这份加密数据（原文 exit 应为 exist）",
    en="WeChat knows no such encrypted data (its 'exit' means 'exist')",
    advice_zh=(
        "按校验不通过处理，不要采信这份 encryptedData。先确认哈希是 SHA-256 的十六进制，"
        "且数据是最近 3 天内的手机号数据，更早的查不到。"
    ),
    advice_en=(
        "Treat the encryptedData as not verified. First make sure that the hash is hex SHA-256 and that the "
        "data is a phone number of the last three days; nothing older can be checked."
    ),
    evidence=Evidence.DOCUMENTED,
    source=(
        "https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/basic-info/api_checkencrypteddata.html"
    ),
)

SESSION_KEY_NOT_EXISTED = Errcode(
    code=87007,
    name="session_key_not_existed",
    errmsg="session_key is not existd or expired",
    zh="session_key 不存在或已过期",
    en="the user has no session_key, or it expired",
    advice_zh=(
        "删掉保存的 session_key，让前端重新 wx.login；重试没有用。自己的登录态可以保留，它不必和 session_key 同寿命。"
    ),
    advice_en=(
        "Delete the stored session_key and ask the client for a fresh wx.login; a retry is useless. Your "
        "own session may live on: it need not die with the session_key."
    ),
    evidence=Evidence.DOCUMENTED,
    source=("https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_resetusersessionkey.html"),
)

INVALID_SIG_METHOD = Errcode(
    code=87008,
    name="invalid_sig_method",
    errmsg="invalid sig_method",
    zh="sig_method 不受支持，目前只有 hmac_sha256",
    en="unsupported sig_method; hmac_sha256 is the only one",
    advice_zh="把 sig_method 写死为 hmac_sha256：全小写、用下划线、末尾别带空格。",
    advice_en="Hard-code sig_method=hmac_sha256: lower case, underscore, no trailing blank.",
    evidence=Evidence.DOCUMENTED,
    source=("https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_resetusersessionkey.html"),
)

INVALID_SIGNATURE = Errcode(
    code=87009,
    name="invalid_signature",
    errmsg="invalid signature",
    zh="登录态签名不对，session_key 过期或已被顶替时也是它",
    en="wrong login signature; an expired or replaced session_key looks the same",
    advice_zh=(
        "先核对算法：密钥是 session_key 的 base64 文本（不解码），对空字符串做 HMAC-SHA256，取十六进制。"
        "算法没错就是 session_key 失效了，让前端重新 wx.login。"
    ),
    advice_en=(
        "Check the recipe first: hex HMAC-SHA256 of the empty string, keyed with the session_key's base64 "
        "text, not decoded. If that is right, the session_key is dead: ask the client for a fresh wx.login."
    ),
    evidence=Evidence.OBSERVED,
    source="https://developers.weixin.qq.com/community/personal/oCJUsw4EEKIzzT4TnVYIcz6mOw-U/question",
)

NOT_BOUND_TO_OPEN = Errcode(
    code=89002,
    name="not_bound_to_open",
    errmsg="open not exists",
    zh="小程序没有绑定微信开放平台账号，所以没有 unionid",
    en="the app is not bound to an Open Platform account, so there is no unionid",
    advice_zh=(
        "到 open.weixin.qq.com 绑定后再调用。代码要允许 unionid 缺失，以 appid 加 openid 识别用户，"
        "拿到 unionid 后再合并账号。"
    ),
    advice_en=(
        "Bind it on open.weixin.qq.com. Code for a missing unionid: identify users by appid plus openid and "
        "merge accounts once a unionid turns up."
    ),
    evidence=Evidence.DOCUMENTED,
    source="https://developers.weixin.qq.com/doc/oplatform/Return_codes/Return_code_descriptions_new.html",
)

INVALID_TRADE = Errcode(
    code=89300,
    name="invalid_trade",
    errmsg="invalid trade",
    zh="订单无效：查不到、与 openid 或商户号对不上，或支付已超过 5 分钟",
    en="invalid order: unknown, not this openid's or merchant's, or paid more than five minutes ago",
    advice_zh=(
        "支付成功后 5 分钟内调用，并核对订单号、商户号和 openid 出自同一笔支付，服务商模式当心主、子商户号。"
        "失败不要影响订单，改由登录拿 unionid。"
    ),
    advice_en=(
        "Call within five minutes of the payment and with order, merchant and openid of the same payment; "
        "service providers mix up main and sub merchant easily. Let the order stand and take the unionid "
        "from a login instead."
    ),
    evidence=Evidence.OBSERVED,
    source="https://developers.weixin.qq.com/community/develop/doc/000eaebcf90a509fe30331d6a6b400",
)
