"""获取小程序码: a round code with a path and query; at most 100 000 of an app together with its sibling."""

from __future__ import annotations

from mockwx.core.errcodes import Evidence
from mockwx.core.tokens.quotas import Quota
from mockwx.core.web.mini_links import ROUND_CODE, MiniLink
from mockwx.core.wire import Document
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import LiveToken, Method, Permitted, WithinQuota
from mockwx.products.shared.dialect import GATEWAY
from mockwx.products.shared.endpoint import Param, endpoint
from mockwx.products.shared.params import ACCESS_TOKEN
from mockwx.products.wxacode.checks import (
    ENVIRONMENTS,
    KnownEnvironment,
    LimitedLeft,
    OfMiniProgram,
    PathFits,
    place_of,
)
from mockwx.products.wxacode.shared import CODES_BY_RULE, COLOURS, ENV_VERSION, PICTURE_ASSUMED, WIDTH, painted


@endpoint(
    "POST",
    path="/wxa/getwxacode",
    dialect=GATEWAY,
    title="获取小程序码 getQRCode",
    docs="https://developers.weixin.qq.com/miniprogram/dev/server/API/qrcode-link/qr-code/api_getqrcode",
    aka=("getQRCode",),
    evidence=Evidence.DOCUMENTED,
    reads_body=True,
    params=(
        ACCESS_TOKEN,
        Param("path", "1 to 1024 characters, with a query if one likes", "页面路径，可带参数"),
        ENV_VERSION,
        WIDTH,
        *COLOURS,
    ),
    answer=(),
    checks=(
        Method(wanted=("POST",)),
        LiveToken(),
        Permitted(),
        OfMiniProgram(evidence=Evidence.ASSUMED),
        WithinQuota(evidence=Evidence.DOCUMENTED),
        PathFits(1024, evidence=Evidence.DOCUMENTED),
        KnownEnvironment(),
        LimitedLeft(evidence=Evidence.DOCUMENTED),
    ),
    by_rule=CODES_BY_RULE,
    quotas=(Quota(10_000, "day"),),
    assumed=(*PICTURE_ASSUMED, "the page is not looked at", "10000 calls a day, as was said in 2019"),
)
def getwxacode(call: Call) -> Document:
    path, _, query = call.text("path").partition("?")
    call.world.mini_links.count(call.known_app.appid, call.endpoint.api, call.text("path"))
    env = place_of(call).get("env_version", ENVIRONMENTS[0])
    return painted(call, MiniLink(call.known_app.appid, path.lstrip("/"), query, env, ROUND_CODE))
