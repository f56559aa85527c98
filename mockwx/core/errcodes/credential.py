"""Errcodes of access_token, quota and rid: what the app itself is allowed to do."""

from __future__ import annotations

from mockwx.core.errcodes.errcode import Errcode, Evidence

CLEAR_QUOTA_LIMIT = Errcode(
    code=48006,
    name="clear_quota_limit",
    errmsg="forbid to clear quota because of reaching the limit",
    zh="当月清零调用次数的机会已用完（每月 10 次）",
    en="the ten quota resets of the month are used up",
    advice_zh=(
        "不要靠清零过日子：减少调用（缓存 token、合并请求），其余只能等额度自然恢复。清零要人工触发，别写进自动重试。"
    ),
    advice_en=(
        "Do not live on resets: call less (cache tokens, merge requests) and wait for the quota to come "
        "back. Keep clear_quota a manual action, never part of a retry loop."
    ),
    evidence=Evidence.DOCUMENTED,
    source="https://developers.weixin.qq.com/doc/oplatform/Return_codes/Return_code_descriptions_new.html",
)

TOKEN_FORBIDDEN = Errcode(
    code=50004,
    name="token_forbidden",
    errmsg="user not allow to use accesstoken, maybe for punishment",
    zh="账号被禁止使用 token 接口，多因处罚",
    en="the account may not fetch tokens, probably as a punishment",
    advice_zh=("停止取 token 并报警，请管理员登录公众平台查看处罚通知；曾被冻结又恢复的账号也见过它，需向微信申诉。"),
    advice_en=(
        "Stop fetching tokens and raise an alarm; an administrator must read the notices in the console. It "
        "was also seen on an account revived after a freeze: appeal to WeChat."
    ),
    evidence=Evidence.OBSERVED,
    source="https://developers.weixin.qq.com/community/personal/oCJUsw7a-B5fcOedOdsI7FVZb4FI/answer",
)

ACCOUNT_FROZEN = Errcode(
    code=50007,
    name="account_frozen",
    errmsg="",
    zh="账号已冻结",
    en="the account is frozen",
    advice_zh="不要重试：由管理员在公众平台解冻账号，其间给用户明确的停用提示，或改走其他登录方式。",
    advice_en=(
        "Do not retry: the administrator has to unfreeze the account in the console. Meanwhile tell users "
        "plainly or offer another login."
    ),
    evidence=Evidence.DOCUMENTED,
    source=("https://developers.weixin.qq.com/miniprogram/dev/server/API/mp-access-token/api_getaccesstoken.html"),
)

CLIENT_IP_NOT_REGISTERED = Errcode(
    code=61004,
    name="client_ip_not_registered",
    errmsg="access clientip is not registered requestIP: {ip}",
    zh="调用方 IP 没有登记在 IP 白名单里（多见于第三方平台和小店，相当于 40164）",
    en="the caller's IP is not registered (third-party platforms and shops; their counterpart of 40164)",
    advice_zh=("把 errmsg 里的 requestIP 加进对应平台的 IP 白名单，不要重试；出口 IP 不固定就走固定 IP 的 NAT。"),
    advice_en=(
        "Add the requestIP of the errmsg to that platform's whitelist and do not retry; give changing "
        "egress IPs a NAT with a fixed one."
    ),
    evidence=Evidence.OBSERVED,
    source="https://developers.weixin.qq.com/community/personal/oCJUswxOGNRPuFJRP-Xwl4yTfhGM",
    # The mark stood in front of the address in 2016 to 2018; the rid of 2020-10 stands behind it.
    earlier=(("2020-07-01", "access clientip is not registered{trace} requestIP: {ip}"),),
)

MUST_USE_COMPONENT_TOKEN = Errcode(
    code=61024,
    name="must_use_component_token",
    errmsg="must use api(api_component_token) to get token for component acct",
    zh="该 appid 是第三方平台，不能用普通的 token 接口",
    en="the appid is a third-party platform's and must use its own token api",
    advice_zh=(
        "改调 /cgi-bin/component/api_component_token（需要微信推送的 component_verify_ticket）。"
        "若本想用小程序登录，就是把第三方平台的 appid 配错了地方。"
    ),
    advice_en=(
        "Call /cgi-bin/component/api_component_token, which needs the pushed component_verify_ticket. If "
        "you meant a mini program, the platform's appid sits in the wrong setting."
    ),
    evidence=Evidence.OBSERVED,
    source="https://blog.csdn.net/u013749274/article/details/104691445",
)

RID_NOT_FOUND = Errcode(
    code=76001,
    name="rid_not_found",
    errmsg="rid not found, please check",
    zh="查不到这个 rid；/sns 接口的 rid 也是如此",
    en="no such rid; rids of /sns answers are never found",
    advice_zh=(
        "只传三段十六进制本身，不带“rid: ”前缀。/sns 的 rid 查不了，所以登录失败时要自己记下脱敏后的请求和应答。"
    ),
    advice_en=(
        "Pass the three hex groups only, without the 'rid: ' in front. Rids of /sns cannot be looked up, so "
        "log the masked request and answer of failed logins yourself."
    ),
    evidence=Evidence.OBSERVED,
    source="https://developers.weixin.qq.com/community/personal/oCJUswz2IQ5SOVgofPBNdW0jVnbs",
)

RID_FORMAT = Errcode(
    code=76002,
    name="rid_format",
    errmsg="rid is error",
    zh="rid 为空或格式不对",
    en="the rid is empty or malformed",
    advice_zh=("rid 是三段 8 位十六进制，用连字符相连；从 errmsg 提取时用正则，别按空格或逗号切，两种后缀写法都存在。"),
    advice_en=(
        "A rid is three groups of eight hex digits joined by hyphens; take it from errmsg with a regular "
        "expression, since both ' rid: ' and ', rid: ' occur."
    ),
    evidence=Evidence.DOCUMENTED,
    source="https://developers.weixin.qq.com/doc/subscription/api/apimanage/api_getridinfo.html",
)

RID_NOT_OWNER = Errcode(
    code=76003,
    name="rid_not_owner",
    errmsg="could not query this rid,no permission",
    zh="这个 rid 属于别的账号；quota/get 的 cgi_path 写法不对也报它",
    en="the rid belongs to another account; quota/get also says it for a badly written cgi_path",
    advice_zh=(
        "用产生该 rid 的同一个 appid 的 token 查询，所以记日志时 rid 要连同 appid 一起记。"
        "查额度时 cgi_path 以 / 开头，不带域名。"
    ),
    advice_en=(
        "Ask with a token of the appid that got the rid, so log both together. For quotas, cgi_path starts "
        "with a slash and carries no host."
    ),
    evidence=Evidence.DOCUMENTED,
    source="https://developers.weixin.qq.com/doc/subscription/api/apimanage/api_getridinfo.html",
)

RID_EXPIRED = Errcode(
    code=76004,
    name="rid_expired",
    errmsg="rid time is error",
    zh="rid 已超过 7 天",
    en="the rid is older than seven days",
    advice_zh="rid 只能查最近 7 天：需要留证的失败，应在发生后尽快查询并保存结果。",
    advice_en=(
        "Rids can be looked up for seven days only: query the failures you care about soon and keep the result."
    ),
    evidence=Evidence.DOCUMENTED,
    source="https://developers.weixin.qq.com/doc/subscription/api/apimanage/api_getridinfo.html",
)

CGI_PATH_NOT_FOUND = Errcode(
    code=76021,
    name="cgi_path_not_found",
    errmsg="cgi_path not found, please check",
    zh="cgi_path 填错，没有这个接口",
    en="cgi_path names no api",
    advice_zh="照接口文档填完整路径，如 /cgi-bin/message/custom/send：以 / 开头，不带域名和查询串。",
    advice_en=(
        "Give the api's full path as documented, such as /cgi-bin/message/custom/send: leading slash, no "
        "host, no query."
    ),
    evidence=Evidence.OBSERVED,
    source="https://developers.weixin.qq.com/community/personal/oCJUsw-YIyV3ojiy9YMzi3Aughy8/answer",
)

CGI_PATH_NO_PERMISSION = Errcode(
    code=76022,
    name="cgi_path_no_permission",
    errmsg="could not use this cgi_path,no permission",
    zh="这种 token 不能查该接口；/sns 接口一律不支持",
    en="this token may not ask about that api; /sns apis are never supported",
    advice_zh="用接口所属账号的 token 查询。code2session 等 /sns 接口查不到额度，要在自己这边计数和限流。",
    advice_en=(
        "Ask with a token of the account that owns the api. code2session and the rest of /sns have no quota "
        "report: count and limit on your side."
    ),
    evidence=Evidence.DOCUMENTED,
    source="https://developers.weixin.qq.com/doc/subscription/api/apimanage/api_getapiquota.html",
)

IP_CONFIRM_WAITING = Errcode(
    code=89501,
    name="ip_confirm_waiting",
    errmsg="",
    zh="该 IP 的调用请求正在等管理员确认",
    en="an administrator has yet to confirm this IP",
    advice_zh="暂停取 token，催管理员处理，不要反复重试；新机器上线前先把出口 IP 加进白名单。",
    advice_en=(
        "Pause token requests and remind the administrator instead of retrying; whitelist egress IPs before "
        "new machines go live."
    ),
    evidence=Evidence.DOCUMENTED,
    source="https://developers.weixin.qq.com/community/minihome/doc/00026e3d380f1818352acf32456000",
)

IP_CONFIRM_PENDING = Errcode(
    code=89503,
    name="ip_confirm_pending",
    errmsg="",
    zh="该 IP 的调用需要管理员确认",
    en="calls from this IP need an administrator's confirmation",
    advice_zh=(
        "通知管理员确认，确认之前不要反复调用：被拒绝会封 1 小时或 24 小时。先核对这个 IP 确实是自己的，"
        "否则按密钥泄露处理。"
    ),
    advice_en=(
        "Tell the administrator and do not keep calling: a refusal blocks the IP for 1 or 24 hours. Make "
        "sure that the IP is yours; if not, treat the secret as leaked."
    ),
    evidence=Evidence.DOCUMENTED,
    source="https://developers.weixin.qq.com/community/minihome/doc/00026e3d380f1818352acf32456000",
)

IP_REFUSED_24H = Errcode(
    code=89506,
    name="ip_refused_24h",
    errmsg="",
    zh="管理员在 24 小时内两次拒绝该 IP，24 小时内不能再用它调用",
    en="an administrator refused this IP twice in 24 hours; it is blocked for 24 hours",
    advice_zh="24 小时内不要再试，先与管理员确认这个 IP 的用途；急用就从已在白名单里的机器调用。",
    advice_en=(
        "Do not try again for 24 hours and settle with the administrator what this IP is; if it is urgent, "
        "call from a machine that is already whitelisted."
    ),
    evidence=Evidence.DOCUMENTED,
    source="https://developers.weixin.qq.com/community/minihome/doc/00026e3d380f1818352acf32456000",
)

IP_REFUSED_1H = Errcode(
    code=89507,
    name="ip_refused_1h",
    errmsg="",
    zh="管理员拒绝了该 IP，1 小时内不能再用它调用",
    en="an administrator refused this IP; it is blocked for one hour",
    advice_zh="1 小时内不要再试，再次被拒会封 24 小时；先与管理员沟通，再重新发起。",
    advice_en=(
        "Do not try again within the hour: a second refusal blocks for 24 hours. Talk to the administrator "
        "first, then ask anew."
    ),
    evidence=Evidence.DOCUMENTED,
    source="https://developers.weixin.qq.com/community/minihome/doc/00026e3d380f1818352acf32456000",
)
