"""获取不限制的小程序码: a picture with a scene of up to 32 characters, in any number; 小程序码登录 begins here."""

from __future__ import annotations

from urllib.parse import quote

from mockwx.core import errcodes as e
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
    OfMiniProgram,
    PublishedPage,
    SceneFits,
    place_of,
)
from mockwx.products.wxacode.shared import (
    CODES_BY_RULE,
    COLOURS,
    ENV_VERSION,
    PICTURE_ASSUMED,
    WIDTH,
    home_of,
    painted,
)


@endpoint(
    "POST",
    path="/wxa/getwxacodeunlimit",
    dialect=GATEWAY,
    title="获取不限制的小程序码 getUnlimitedQRCode",
    docs="https://developers.weixin.qq.com/miniprogram/dev/server/API/qrcode-link/qr-code/api_getunlimitedqrcode",
    aka=("getUnlimitedQRCode",),
    evidence=Evidence.DOCUMENTED,
    reads_body=True,
    params=(
        ACCESS_TOKEN,
        Param("scene", "1 to 32 of 0-9A-Za-z and !#$&'()*+,/:;=?@-._~", "1 到 32 个字符"),
        Param("page", "as in app.json, without a slash; the home page by default", "页面路径", required=False),
        Param(
            "check_path",
            "false: a page that is not published too",
            "是否检查页面已发布",
            required=False,
            type="boolean",
        ),
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
        WithinQuota(of_minute=e.common.DAILY_QUOTA, evidence=Evidence.DOCUMENTED),
        SceneFits(),
        KnownEnvironment(),
        PublishedPage(),
    ),
    by_rule=CODES_BY_RULE,
    quotas=(Quota(5_000, "min"),),
    assumed=(*PICTURE_ASSUMED, "without a page the home page is meant, which must be published too"),
)
def getwxacodeunlimit(call: Call) -> Document:
    page = call.text("page") or home_of(call.known_app)
    # As the page gets it: documented to be percent-encoded.
    query = f"scene={quote(call.text('scene'), safe='')}"
    env = place_of(call).get("env_version", ENVIRONMENTS[0])
    return painted(call, MiniLink(call.known_app.appid, page, query, env, ROUND_CODE))
