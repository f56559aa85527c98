"""获取小程序二维码: a square QR code with a path and query; at most 100 000 of an app together with its sibling."""

from __future__ import annotations

from mockwx.core.errcodes import Evidence
from mockwx.core.tokens.quotas import Quota
from mockwx.core.web.mini_links import SQUARE_CODE, MiniLink
from mockwx.core.wire import Document
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import LiveToken, Method, Permitted, WithinQuota
from mockwx.products.shared.dialect import GATEWAY
from mockwx.products.shared.endpoint import Param, endpoint
from mockwx.products.shared.params import ACCESS_TOKEN
from mockwx.products.wxacode.checks import LimitedLeft, OfMiniProgram, PathFits
from mockwx.products.wxacode.shared import CODES_BY_RULE, PICTURE_ASSUMED, WIDTH, painted


@endpoint(
    "POST",
    path="/cgi-bin/wxaapp/createwxaqrcode",
    dialect=GATEWAY,
    title="获取小程序二维码 createQRCode",
    docs="https://developers.weixin.qq.com/miniprogram/dev/server/API/qrcode-link/qr-code/api_createqrcode",
    aka=("createQRCode",),
    evidence=Evidence.DOCUMENTED,
    reads_body=True,
    params=(
        ACCESS_TOKEN,
        Param("path", "1 to 128 characters, with a query if one likes", "页面路径，可带参数"),
        WIDTH,
    ),
    answer=(),
    checks=(
        Method(wanted=("POST",)),
        LiveToken(),
        Permitted(),
        OfMiniProgram(evidence=Evidence.ASSUMED),
        WithinQuota(evidence=Evidence.DOCUMENTED),
        PathFits(128, evidence=Evidence.DOCUMENTED),
        LimitedLeft(evidence=Evidence.DOCUMENTED),
    ),
    by_rule=CODES_BY_RULE,
    quotas=(Quota(10_000, "day"),),
    assumed=(*PICTURE_ASSUMED, "the page is not looked at", "10000 calls a day, as was said in 2019"),
)
def createwxaqrcode(call: Call) -> Document:
    path, _, query = call.text("path").partition("?")
    call.world.mini_links.count(call.known_app.appid, call.endpoint.api, call.text("path"))
    env = "release"
    return painted(call, MiniLink(call.known_app.appid, path.lstrip("/"), query, env, SQUARE_CODE))
