"""Chinese reasons: what the journal tells in English, in a few words, for whoever reads the other language.

The journal itself keeps one language, for programs and issue trackers; reports, logs and pages are for people. Each
``{}`` stands for a name or a value, or for a reason of its own.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from mockwx.core.text.bilingual import Language, Text

CHINESE = {
    # Codes.
    "no such code was issued, or it has expired and is forgotten": "没有签发过这个 code，或者它早已过期、不再记得",
    "it is a {} code, not a {} code": "这是 {} 的 code，不是 {} 的 code",
    "it was issued for {}, not for {}": "它是为 {} 签发的，不是为 {}",
    "it was issued {} ago; a code lives {}": "它签发于 {} 之前；code 的有效期是 {}",
    "it was spent {} ago, and is as good as forgotten": "它在 {} 之前已被使用，记录已不再保留",
    "the code was spent {} ago": "该 code 在 {} 之前已被使用",
    "{} is a high-risk user": "{} 是高风险用户",
    "the code is from wx.login on {}'s phone": "该 code 来自 {} 手机上的 wx.login",
    # Apps and their secrets.
    "no app of this world has the appid {}": "这里没有 appid 为 {} 的应用",
    "the secret is not that of {}": "secret 不是 {} 的",
    "the AppSecret of {} is frozen": "{} 的 AppSecret 已冻结",
    "{} is not in the whitelist ({})": "{} 不在 IP 白名单中（{}）",
    "{} is of kind {}": "{} 的类型是 {}",
    "{} is of kind {}, no third-party platform": "{} 的类型是 {}，不是第三方平台",
    "{} is denied {}": "{} 没有 {} 的权限",
    "{} is banned": "{} 已被封禁",
    "{} is a personal or unverified account": "{} 是个人账号或未认证账号",
    "{} has no owner, so its users have no unionid": "{} 没有 owner，所以它的用户没有 unionid",
    "the account of {} is limited": "{} 的账号受限",
    "the account of {} is frozen": "{} 的账号已冻结",
    "{} is punished for irregularities": "{} 因违规被处罚",
    "{} is forbidden to use access tokens": "{} 被禁止使用 access_token",
    "{} is a third-party platform": "{} 是第三方平台",
    "the appid is {}, the token's is {}": "appid 是 {}，而 access_token 属于 {}",
    "{} has no callback": "{} 没有 callback",
    # QR codes and followers of official accounts.
    "{} has {} permanent codes": "{} 已有 {} 个永久二维码",
    "{} has {} entries, 1 to {} are allowed": "{} 有 {} 项，允许 1 到 {} 项",
    "action_info is missing, or no object": "缺少 action_info，或它不是对象",
    "action_info is empty": "action_info 为空",
    "scene_str has {} characters, 1 to {} are allowed": "scene_str 有 {} 个字符，允许 1 到 {} 个",
    "scene_str is missing, or no text, 1 to {} are allowed": "缺少 scene_str，或它不是文字；允许 1 到 {} 个字符",
    "scene_id was {}, not a whole number from 1 to {}": "scene_id 是 {}，应为 1 到 {} 的整数",
    # Codes and links of mini programs.
    "scene has {} characters, 1 to {} are allowed": "scene 有 {} 个字符，允许 1 到 {} 个",
    "scene holds {}, which is not allowed": "scene 含有不允许的字符 {}",
    "path has {} characters, 1 to {} are allowed": "path 有 {} 个字符，允许 1 到 {} 个",
    "the path holds the reserved word scancode_time": "path 里有保留字 scancode_time",
    "env_version was {}, not one of {}": "env_version 是 {}，应为 {} 之一",
    "{} has no published version; check_path is not false": "{} 还没有发布，而 check_path 不是 false",
    "{} has no published version": "{} 还没有发布",
    "page is {}: no slash in front and no query": "page 是 {}：开头不能有 /，也不能带参数",
    "the published pages of {} do not include {}": "{} 已发布的页面中没有 {}",
    "{} has {} codes of limited number": "{} 已生成 {} 个有数量限制的码",
    "query has {} characters, at most {} are allowed": "query 有 {} 个字符，最多 {} 个",
    "query is {}, not of the form k1=v1&k2=v2": "query 是 {}，应为 k1=v1&k2=v2",
    "expire_interval was {}, not 1 to {} days": "expire_interval 是 {}，应为 1 到 {} 天",
    "expire_time was {}, not a time in seconds from a minute to {} days from now": (
        "expire_time 是 {}，应为秒级时间戳，在一分钟后到 {} 天后之间"
    ),
    # The review of contents and users.
    "{} is missing or empty in the JSON body": "JSON 请求体里缺少 {}，或它为空",
    "scene was {}, not 1 to 4": "scene 是 {}，应为 1 到 4",
    "scene was {}, not 0 or 1": "scene 是 {}，应为 0 或 1",
    "the openid is {}'s in another app than {}": "该 openid 是 {} 在别的应用里的，不是 {} 的",
    "{} was not in {} within {} minutes": "{0} 在 {2} 分钟内没有访问过 {1}",
    "the content holds what wechat.review finds risky": "内容含有 wechat.review 判为违规的文字",
    "media_type was {}, not 1 or 2": "media_type 是 {}，应为 1 或 2",
    "client_ip is missing or empty in the JSON body": "JSON 请求体里缺少 client_ip，或它为空",
    # What the request lacks or holds.
    "the method was {}, not {}": "请求方法是 {}，应为 {}",
    "{} is missing: it is read from {}, and {}": "缺少 {}：它从{}读取，而{}",
    "the query, or a JSON body": "查询参数或 JSON 请求体",
    "a JSON body only": "JSON 请求体",
    "{} is missing or empty in the {}": "{1}里缺少 {0}，或它为空",
    "query": "查询参数",
    "JSON body": "JSON 请求体",
    "{} is missing or empty": "缺少 {}，或它为空",
    "{} was {}, not {}": "{} 是 {}，应为 {}",
    "the body is empty": "请求体为空",
    "the body is no JSON object: {}": "请求体不是 JSON 对象：{}",
    "the body is no JSON object": "请求体不是 JSON 对象",
    "the body is too large": "请求体过大",
    "the body came without Content-Length (Transfer-Encoding: chunked)": (
        "请求体没有 Content-Length（Transfer-Encoding: chunked）"
    ),
    "state has {} bytes, at most {} are allowed": "state 有 {} 字节，最多 {} 字节",
    "state has {} bytes, {} are allowed": "state 有 {} 字节，最多 {} 字节",
    "the link's parameters come as {}, not as {}": "链接参数的顺序是 {}，应为 {}",
    "{} is no http or https URL: {}": "{} 不是 http 或 https 的 URL：{}",
    "{} leads to {}, the app's domain is {}": "{} 指向 {}，而应用的域名是 {}",
    "{} leads to {}, trusted is {}": "{} 指向 {}，而可信域名是 {}",
    "{} may not ask for {}; it has {}": "{} 不能申请 {}；它拥有 {}",
    # Openids, sessions and what phones sealed.
    "no user of {} has the openid {}": "{} 没有 openid 为 {} 的用户",
    "the openid is {}'s, the code {}'s": "openid 是 {} 的，code 是 {} 的",
    "the access_token is {}'s, the openid {} is not": "access_token 是 {} 的，openid {} 却不是",
    "sig_method was {}, not 'hmac_sha256'": "sig_method 是 {}，应为 'hmac_sha256'",
    "{} has no live session_key": "{} 没有有效的 session_key",
    "the signature is not made with the current session_key of {}": "签名不是用 {} 当前的 session_key 生成的",
    "no such payment in the last five minutes": "最近五分钟内没有这笔支付",
    "{} paid that in {}": "这笔支付是 {} 在 {} 里完成的",
    "{} is no sha256 in hex": "{} 不是十六进制的 sha256",
    "no phone data with this hash was sealed in the last three days": "最近三天内手机没有加密过哈希值如此的数据",
    # Tokens.
    "this world never issued that access_token; a backend that outlives a world may have kept it": (
        "这里从未签发过这个 access_token；后端比一次测试活得久时，可能缓存了以前的"
    ),
    "this world never issued that component_access_token": "这里从未签发过这个 component_access_token",
    "this world never issued that refresh_token, or forgot it": "这里从未签发过这个 refresh_token，或者已不再记得",
    "this world never issued that user_ticket, or forgot it": "这里从未签发过这个 user_ticket，或者已不再记得",
    "this world never issued it to a user": "这里从未把它签发给用户",
    "this world never issued it": "这里从未签发过它",
    "it is an app's own token, not a user's": "这是应用自己的 access_token，不是用户的",
    "it is WeChat's, not WeCom's": "它属于微信，不属于企业微信",
    "it is the access_token of an app, not a component_access_token": (
        "这是应用的 access_token，不是 component_access_token"
    ),
    "it is the token of {}, not {}": "这是 {} 的 token，不是 {} 的",
    "it was issued for {}, not this app": "它是为 {} 签发的，不是为这个应用",
    "it was replaced or revoked; it stopped working {} ago": "它已被替换或吊销；在 {} 之前失效",
    "it expired {} ago": "它在 {} 之前过期",
    "{} took back what the app was granted {} ago": "{} 在 {} 之前收回了给应用的授权",
    "{} changed the password {} ago": "{} 在 {} 之前修改了密码",
    "{} logged in again {} ago, which ended it": "{} 在 {} 之前重新登录，它随之失效",
    "the access_token is no good: {}": "access_token 无效：{}",
    "the access_token is dead: {}": "access_token 已失效：{}",
    "the refresh_token is dead: {}": "refresh_token 已失效：{}",
    "the token is dead: {}": "token 已失效：{}",
    "the {} is dead: {}": "{} 已失效：{}",
    "{} calls per {} and {} are spent": "每 {1} 每 {2} 的 {0} 次调用已用完",
    "{} visits per {} and {} are spent": "每 {1} 每 {2} 的 {0} 次访问已用完",
    "the day's 20 forced refreshes are spent": "当天的 20 次强制刷新已用完",
    "the month's {} clearings are spent": "当月的 {} 次清零已用完",
    "paths of /sns have no quota to look at": "/sns 的接口没有额度可查",
    "no api lives at {}": "{} 没有接口",
    "no api lives at {}; did you mean {}?": "{} 没有接口，是否想写 {}？",
    "no api lives at {}; it is one of {}": "{} 没有接口；它是 {} 的接口",
    "{} of {} is not among the apis here; WeCom's is {}": "这里没有 {1} 的 {0}；企业微信的是 {2}",
    "{} has not the form 8hex-8hex-8hex": "{} 不是 8-8-8 位十六进制的格式",
    "the journal knows no such rid": "日志里没有这个 rid",
    "rids of /sns are not known to this api": "该接口不认识 /sns 的 rid",
    "it belongs to {}": "它属于 {}",
    "it is more than seven days old": "它已超过七天",
    # Web logins.
    "the login came from a snapshot page: its user is a virtual one": "这次登录来自快照页，用户是虚拟账号",
    "the token's scope is snsapi_base, and {} has never granted {} to this app": (
        "access_token 的 scope 是 snsapi_base，而 {} 从未把 {} 授予该应用"
    ),
    "{} does not follow the test account {}": "{} 没有关注测试号 {}",
    "there is no QR code {}: an app keeps its last {}, for an hour": (
        "没有二维码 {}：每个应用只保留最近 {} 个，保留一小时"
    ),
    "the QR code of {} is {}": "{} 的二维码处于 {} 状态",
    # Third-party platforms.
    "no third-party platform has the appid {}": "没有 appid 为 {} 的第三方平台",
    "the platform that {} authorised is gone": "{} 授权的第三方平台已不存在",
    "{} has not authorised {}, or no longer does": "{} 没有授权 {}，或已取消授权",
    "the app no longer authorises {}": "该应用已取消对 {} 的授权",
    "the token is that of {}, not of {}": "token 属于 {}，不属于 {}",
    "{} fetched a newer token {} ago": "{} 在 {} 之前获取了更新的 token",
    "{} was never given that {}, or it is forgotten": "{} 从未收到过这个 {}，或者它已不再保留",
    "the authorizer_refresh_token is wrong: {}": "authorizer_refresh_token 不对：{}",
    "it is not the current one of {}": "它不是 {} 当前的那个",
    "it is missing or empty": "缺少它，或它为空",
    # WeCom.
    "no corp of this world has the corpid {}": "这里没有 corpid 为 {} 的企业",
    "the corpsecret is that of no agent of {}": "{} 没有哪个应用的 corpsecret 是这个",
    "{} is not among the trusted addresses ({})": "{} 不在可信 IP 中（{}）",
    "agent {} is denied {}": "应用 {} 没有 {} 的权限",
    "the login led back to {}, the trusted domain of agent {} is {}": "登录回到了 {}，而应用 {} 的可信域名是 {}",
    "no member of {} has the userid {}": "{} 没有 userid 为 {} 的成员",
    "{} is outside the visible range of agent {}": "{} 不在应用 {} 的可见范围内",
    "the user_ticket was issued to agent {}": "该 user_ticket 是签发给应用 {} 的",
    "the user_ticket is older than 1800 s": "该 user_ticket 已超过 1800 秒",
    "{} has left the visible range of agent {}": "{} 已离开应用 {} 的可见范围",
    "there is no agent {}; the corp has {}": "没有应用 {}；该企业有 {}",
    "{} is no member of {}": "{} 不是 {} 的成员",
    "{} is outside the agent's visible range": "{} 不在应用的可见范围内",
    "{} uses WeCom without WeChat": "{} 没有用微信登录企业微信",
    "no member of {} has the openid {}": "{} 没有 openid 为 {} 的成员",
    "no visible member of {} has the {} {}": "{} 没有可见的成员的 {} 是 {}",
    "{} was never given that tfa_code, or it is forgotten": "没有给过 {} 这个 tfa_code，或者已不再记得",
    "the tfa_code is dead: {}": "tfa_code 已失效：{}",
    "no customer of {} has the external_userid {}": "{} 没有 external_userid 为 {} 的客户",
    "option_name was {}, not {}": "option_name 是 {}，应为 {}",
    "option_value was {}, not {}": "option_value 是 {}，应为 {}",
    "{} is bound to {} already": "{} 已经绑定到 {}",
    "{} is bound to no Open Platform account": "{} 没有绑定开放平台账号",
    "no Open Platform account has the open_appid {}": "没有 open_appid 为 {} 的开放平台账号",
    "{} is bound to {}, which is another account": "{} 绑定的是 {}，是另一个账号",
    # Multi-platform apps.
    "no app of kind donut has the appid {}": "没有 appid 为 {} 的多端应用",
    "it was sent as secret; the parameter is appsecret": "参数写成了 secret，应为 appsecret",
    "the appsecret is not that of {}": "appsecret 不是 {} 的",
    # WeCom's service providers.
    "no suite of this world has the suite_id {}": "这里没有 suite_id 为 {} 的第三方应用",
    "the suite_secret is not that of {}": "suite_secret 不是 {} 的",
    "the provider_secret is not that of {}": "provider_secret 不是 {} 的",
    "{} is no service provider: it has no provider_secret": "{} 不是服务商：没有 provider_secret",
    "this world never issued that suite_ticket, or forgot it": "没有签发过这个 suite_ticket，或者已不再记得",
    "it was pushed to {}, not to {}": "它推送给了 {}，不是 {}",
    "the suite_ticket is dead: {}": "suite_ticket 已失效：{}",
    "the {} is no good: {}": "{} 无效：{}",
    "it is that of {}, which is no {}": "它属于 {}，而那不是 {}",
    "it is a corp's access_token": "这是企业的 access_token",
    "{} is not in the provider's IP list ({})": "{} 不在服务商的 IP 列表中（{}）",
    "{} was never given that pre_auth_code, or it is forgotten": "没有把这个 pre_auth_code 给过 {}，或者已不再记得",
    "the pre_auth_code is dead: {}": "pre_auth_code 已失效：{}",
    "{} was never given that auth_code, or it is forgotten": "没有把这个 auth_code 给过 {}，或者已不再记得",
    "the auth_code is dead: {}": "auth_code 已失效：{}",
    "it was spent already": "它已被使用",
    "the corp has removed {}": "企业已删除 {}",
    "no corp with the corpid {} has ever installed {}": "没有 corpid 为 {} 的企业安装过 {}",
    "{} has removed {}": "{} 已删除 {}",
    "{} has removed the suite {}": "{} 已删除第三方应用 {}",
    "it is not the permanent_code of {} at {}": "它不是 {} 在 {} 的 permanent_code",
    "the user_ticket was issued to {}": "这个 user_ticket 签发给了 {}",
    "{} has left the visible range of {}": "{} 已离开 {} 的可见范围",
    "redirect_uri leads to {}, the domain is {}": "redirect_uri 指向 {}，而回调域名是 {}",
    "{} is a visible member of no corp that has installed {}": "{} 不是任何安装了 {} 的企业的可见成员",
    "{} is {} of no corp": "{} 不是任何企业的 {}",
    "plain http:// to {} is sent on to https://; the client must ask there, and a POST may lose its body": (
        "对 {} 的 http:// 请求会跳转到 https://；客户端应直接请求 https://，否则 POST 可能丢失请求体"
    ),
    # Rules.
    "the rule {} says so: {}": "规则 {} 的要求：{}",
    "a rule says so": "规则的要求",
    "{}; the answer is no JSON object and stays as it is": "{}；应答不是 JSON 对象，保持不变",
    "{}; {} was not done: {}": "{}；未能执行 {}：{}",
    "{} came first": "先命中了规则 {}",
    "fired on call {}": "在第 {} 次调用时生效",
    "fired on call {}; the last of {}, all answers go out": "在第 {} 次调用时生效；{} 次调用到齐，一起应答",
    "fired on call {}; held until {} calls are there, {} at most ({} came)": (
        "在第 {} 次调用时生效；等到 {} 次调用到齐再应答，最多等 {}（已到 {} 次）"
    ),
    "fired on connection {}": "在第 {} 个连接时生效",
    "this is call {}, not {}": "这是第 {} 次调用，规则只管 {}",
    "it is {} since the start, not between {} and {}": "从开始算起过了 {}，不在 {} 到 {} 之间",
    "it has fired {} times already": "它已经生效过 {} 次",
    "chance {}: drew {}": "概率 {}：抽到 {}",
    "app was {}, not {}": "应用是 {}，不是 {}",
    "user was {}, not {}": "用户是 {}，不是 {}",
    "api was {}, not {}": "接口是 {}，不是 {}",
    "errcode was {}, not {}": "错误码是 {}，不是 {}",
    "number {} is not after {}": "编号 {} 不在 {} 之后",
    "unknown": "未知",
    "it is about new connections, and this one is there already": "它只管新连接，而这个连接早已建立",
    "this call came without TLS, which cannot break then": "这次调用没有用 TLS，无从中断握手",
    # What a rule does to an answer.
    "net hang": "一直不应答",
    "net reset": "连接被重置",
    "net empty": "不应答就关闭连接",
    "net refused": "拒绝连接",
    "net tls": "TLS 握手失败",
    "net hang after {} bytes": "发出 {} 字节后不再应答",
    "net reset after {} bytes": "发出 {} 字节后连接被重置",
    "net empty after {} bytes": "发出 {} 字节后关闭连接",
    "body cut after {} bytes": "应答体在 {} 字节处截断",
    "body at {} bytes per second": "应答体每秒只发 {} 字节",
    "body raw": "换成另一个应答体",
    "body captive-portal": "应答体换成 captive-portal 页面",
    "body empty": "应答体为空",
    "body without {}": "应答体缺少 {}",
    "body with {}": "应答体带有 {}",
    "body without {} and with {}": "应答体缺少 {}，带有 {}",
    "labelled {}": "标为 {}",
    "after {}": "先发生了 {}",
}
"""Every reason that stands in the code, with its Chinese; ``{0}``, ``{1}`` where the order changes."""

_IN_LINE = re.compile(r"\((.+)\)(?= \[rule | [\d.]+ ms$|$)")


def reason_text(reason: str) -> Text:
    """A reason, also why a rule fired or did not, in both languages.

    What is said in both already stays as it is, and so does what is not known.
    """
    text = Text.of(reason)
    return text if text.en != text.zh else Text(reason, _chinese(reason) or reason)


def told_line(line: str, language: Language) -> str:
    """A journal entry on one line: its reason stands in brackets."""
    return _IN_LINE.sub(lambda reason: f"({reason_text(reason[1]).told(language)})", line)


@lru_cache(maxsize=1024)
def _chinese(reason: str) -> str | None:
    # A refusal and the rule that then bent the answer are told behind each other.
    refusal, separator, rule = reason.rpartition("; the rule ")
    if separator:
        return f"{_chinese(refusal) or refusal}；{_chinese(separator[2:] + rule) or rule}"
    for pattern, chinese in _patterns():
        if values := pattern.fullmatch(reason):
            return chinese.format(*(_chinese(value) or value for value in values.groups()))
    return None


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """Those that say most come first, for a value may hold any words."""
    templates = sorted(CHINESE, key=lambda template: -len(template.replace("{}", "")))
    return [(_pattern(template), CHINESE[template]) for template in templates]


def _pattern(template: str) -> re.Pattern[str]:
    return re.compile("(.+?)".join(map(re.escape, template.split("{}"))), re.DOTALL)
