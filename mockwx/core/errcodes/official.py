"""Errcodes of an official account's QR codes with a scene, of its followers and of its callback."""

from __future__ import annotations

from mockwx.core.errcodes.errcode import Errcode, Evidence

_TABLE = "the published table of return codes, as WxJava's WxOpenErrorMsgEnum copies it"

INVALID_ACTION_NAME = Errcode(
    code=40052,
    name="invalid_action_name",
    errmsg="invalid action name",
    zh="action_name 缺失或不认识；请求体不是合法 JSON 时也是它",
    en="action_name is absent or unknown; also where the body is no JSON",
    advice_zh="不要重试：请求体须是标准 JSON（双引号），action_name 为四个固定值之一。",
    advice_en="Do not retry: the body must be JSON in double quotes, and action_name one of the four fixed words.",
    evidence=Evidence.OBSERVED,
    source="https://developers.weixin.qq.com/community/personal/oCJUsw3QuasJ068zV9EA97OpQIaM",
)
INVALID_ACTION_INFO = Errcode(
    code=40053,
    name="invalid_action_info",
    errmsg="invalid action info, please check document",
    zh="二维码的场景值不合法：scene_str 须为 1 到 64 个字符，scene_id 超出范围也是它",
    en="the scene of the QR code is no good: scene_str has 1 to 64 characters, scene_id has a range",
    advice_zh="不要重试：场景值里只放随机串（不超过 64 字），业务数据存在自己的服务端。",
    advice_en="Do not retry: put a random id of at most 64 characters into the scene, and keep the rest on your side.",
    evidence=Evidence.OBSERVED,
    source="https://developers.weixin.qq.com/community/develop/doc/0004a82083c910bf9aeffa9be5d000",
)
QRCODES_SPENT = Errcode(
    code=45029,
    name="qrcodes_spent",
    errmsg="qrcode count out of limit",
    zh="永久二维码数量已达上限（10 万个）",
    en="the account has all the permanent codes that it may have: 100 000",
    advice_zh="登录请用临时二维码（QR_STR_SCENE）或 getwxacodeunlimit，它们没有总数限制。",
    advice_en="For logins use temporary codes (QR_STR_SCENE) or getwxacodeunlimit, whose number has no limit.",
    evidence=Evidence.OBSERVED,
    source="https://developers.weixin.qq.com/community/personal/oCJUswzCUodHcQ6P921o0dOkq-7Q",
)
OPENID_LIST_SIZE = Errcode(
    code=40032,
    name="openid_list_size",
    errmsg="invalid openid list size",
    zh="openid 列表为空或超过 100 个",
    en="the list of openids is empty or has more than 100",
    advice_zh="分批调用，每批不超过 100 个。",
    advice_en="Call in batches of at most 100.",
    evidence=Evidence.OBSERVED,
    source="https://developers.weixin.qq.com/community/personal/oCJUsw4NPBx6JTODjXw5RzEVK8Sw",
)
NO_SUCH_USER = Errcode(
    code=46004,
    name="no_such_user",
    errmsg="user no exist",
    zh="不存在的用户",
    en="there is no such user",
    advice_zh="核对 openid 属于哪个公众号；已注销的用户应清除数据。",
    advice_en="Check which account the openid is of; forget a user whose account is closed.",
    evidence=Evidence.DOCUMENTED,
    source=_TABLE,
)
OPENID_OF_OTHER_APP = Errcode(
    code=49003,
    name="openid_of_other_app",
    errmsg="not match openid with appid",
    zh="openid 与 appid 不匹配",
    en="the openid is not one of this app",
    advice_zh="同一用户在每个应用里的 openid 不同，核对所用的 access_token。",
    advice_en="A user has another openid in each app: check whose access_token is used.",
    evidence=Evidence.DOCUMENTED,
    source=_TABLE,
)
NO_CALLBACK = Errcode(
    code=40201,
    name="no_callback",
    errmsg="invalid check url",
    zh="公众号没有配置消息推送的 URL",
    en="the account has no callback URL that could be checked",
    advice_zh="先在后台配置服务器地址（mockwx：应用的 callback）。",
    advice_en="Enter the URL in the console first (in mockwx: the app's callback).",
    evidence=Evidence.DOCUMENTED,
    source=_TABLE,
)
INVALID_CHECK_ACTION = Errcode(
    code=40202,
    name="invalid_check_action",
    errmsg="invalid check action",
    zh="action 须为 all、dns 或 ping",
    en="action must be all, dns or ping",
    advice_zh="不要重试：按文档填写 action。",
    advice_en="Do not retry: write one of the three words.",
    evidence=Evidence.DOCUMENTED,
    source=_TABLE,
)
INVALID_CHECK_OPERATOR = Errcode(
    code=40203,
    name="invalid_check_operator",
    errmsg="invalid check operator",
    zh="check_operator 须为 CHINANET、UNICOM、CAP 或 DEFAULT",
    en="check_operator must be CHINANET, UNICOM, CAP or DEFAULT",
    advice_zh="不要重试：按文档填写 check_operator。",
    advice_en="Do not retry: write one of the four words.",
    evidence=Evidence.DOCUMENTED,
    source=_TABLE,
)
