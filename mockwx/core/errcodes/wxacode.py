"""Errcodes of a mini program's codes and links: what leads a phone from elsewhere to one of its pages."""

from __future__ import annotations

from mockwx.core.errcodes.errcode import Errcode, Evidence

_TABLE = "the published table of return codes, as WxJava's WxOpenErrorMsgEnum copies it"
_SCHEME = "https://developers.weixin.qq.com/miniprogram/dev/server/API/qrcode-link/url-scheme/api_generatescheme"


def _row(
    code: int, name: str, errmsg: str, zh: str, en: str, advice: tuple[str, str], evidence: Evidence, source: str
) -> Errcode:
    advice_zh, advice_en = advice
    return Errcode(code, name, errmsg, zh, en, advice_zh, advice_en, evidence, source)


_CHECK_PATH = (
    "发布小程序，或在测试环境传 check_path: false；路径与 app.json 一致，开头不带 /。",
    "Publish the mini program, or send check_path: false in tests; write the page as in app.json, without a slash.",
)
_JSON = (
    "不要重试：以 JSON 提交，不要用表单；去掉 UUID 里的短横线，正好 32 位。",
    "Do not retry: send JSON, not a form; a UUID without its dashes has exactly the 32 characters.",
)
_ONCE = ("不要重试：按文档改正参数。", "Do not retry: mend the parameter as its page says.")
_LATER = ("放慢并缓存生成的链接，稍后再试。", "Make fewer, keep those that you have made, and try again later.")

INVALID_PAGE = _row(
    41030,
    "invalid_page",
    "invalid page",
    "页面不在已发布的版本里：路径有误、以 / 开头，或小程序还没有发布",
    "the page is not in the published version: misspelt, with a slash in front, or nothing is published yet",
    _CHECK_PATH,
    Evidence.OBSERVED,
    "https://developers.weixin.qq.com/community/minihome/doc/00086cfe078e4041c45df160b51000",
)
INVALID_SCENE_LENGTH = _row(
    40169,
    "invalid_scene_length",
    "invalid length for scene, or the data is not json string",
    "scene 为空或超过 32 个字符，或请求体不是 JSON",
    "scene is empty or has more than 32 characters, or the body is no JSON",
    _JSON,
    Evidence.OBSERVED,
    "https://developers.weixin.qq.com/community/develop/doc/000282c76e8678ddce021f9086b400",
)
INVALID_SCENE = _row(
    40129,
    "invalid_scene",
    "invalid scene",
    "scene 不合法：小程序码的 scene 含有不允许的字符（如 % 或中文）；内容检测的 scene 须为 1 到 4",
    "scene is no good: a code's holds a character that is not allowed, such as %; a content check's is 1 to 4",
    ("scene 只用数字、字母和 !#$&'()*+,/:;=?@-._~。", "Use digits, letters and !#$&'()*+,/:;=?@-._~ alone."),
    Evidence.OBSERVED,
    "https://developers.weixin.qq.com/community/develop/doc/0000c844b107084f2a7b0662d56c00",
)
INVALID_PATH_LENGTH = _row(
    40159,
    "invalid_path_length",
    "invalid length for path, or the data is not json string",
    "path 为空或过长，或请求体不是 JSON",
    "path is empty or too long, or the body is no JSON",
    _JSON,
    Evidence.DOCUMENTED,
    _TABLE,
)
RESERVED_WORD = _row(
    85096,
    "reserved_word",
    "",
    "path 里有保留字 scancode_time",
    "the path holds the reserved word scancode_time",
    ("换一个参数名。", "Give the parameter another name."),
    Evidence.DOCUMENTED,
    "https://developers.weixin.qq.com/miniprogram/dev/server/API/qrcode-link/qr-code/api_getqrcode",
)
NOT_MINIPROGRAM = _row(
    45063,
    "not_miniprogram",
    "accesstoken is not xiaochengxu",
    "access_token 不是小程序的",
    "the access_token is no mini program's",
    ("用小程序的 appid 取 access_token。", "Fetch the token with the mini program's appid."),
    Evidence.DOCUMENTED,
    _TABLE,
)
NOT_RELEASED = _row(
    85079,
    "not_released",
    "",
    "小程序还没有发布",
    "the mini program has no published version",
    ("先发布小程序。", "Publish it first."),
    Evidence.DOCUMENTED,
    _SCHEME,
)
INVALID_PAGEPATH = _row(
    40165,
    "invalid_pagepath",
    "invalid weapp pagepath",
    "path 不是已发布的小程序的页面",
    "the path is no page of the published mini program",
    _CHECK_PATH,
    Evidence.DOCUMENTED,
    _TABLE,
)
INVALID_QUERY = _row(
    40212,
    "invalid_query",
    "invalid query",
    "query 不合法：应为 k1=v1&k2=v2，不超过 1024 字符",
    "the query is no good: k1=v1&k2=v2, at most 1024 characters",
    _ONCE,
    Evidence.DOCUMENTED,
    _TABLE,
)
TIME_LIMIT = _row(
    85401,
    "time_limit",
    "time limit between 1min and 1year",
    "失效时间不合法：expire_time 须为秒，在 1 分钟到 30 天之间；expire_interval 为 1 到 30 天（文案仍写 1 年）",
    "the end is no good: expire_time is in seconds, 1 minute to 30 days from now; expire_interval is 1 to 30 days",
    ("检查是否误用了毫秒。", "See whether it is in milliseconds."),
    Evidence.OBSERVED,
    "https://developers.weixin.qq.com/community/develop/doc/0004a88350ceb047369b60d1c5c000",
)
LINKS_TOO_FAST = _row(
    44990,
    "links_too_fast",
    "",
    "生成链接过于频繁",
    "links are made too fast",
    _LATER,
    Evidence.DOCUMENTED,
    _SCHEME,
)
LINKS_OF_DAY = _row(
    44993,
    "links_of_day",
    "",
    "当天生成的链接已达上限",
    "all the links of a day are made",
    _LATER,
    Evidence.DOCUMENTED,
    _SCHEME,
)
LASTING_LINKS = _row(
    85400,
    "lasting_links",
    "",
    "链接数量或频率超过限制（长期有效链接）",
    "too many links that last",
    _LATER,
    Evidence.DOCUMENTED,
    _SCHEME,
)
LINKS_REFUSED = _row(
    85402,
    "links_refused",
    "",
    "生成链接被拒绝：超过限制",
    "the link is not made: a limit is reached",
    _LATER,
    Evidence.DOCUMENTED,
    _SCHEME,
)
