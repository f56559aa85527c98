"""获取 URL Scheme: a link that opens a page of the mini program from elsewhere, for 30 days at most."""

from __future__ import annotations

from typing import Any

from mockwx.core.errcodes import Evidence
from mockwx.core.tokens.quotas import Quota
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import HasBody, LiveToken, Method, Permitted, WithinQuota
from mockwx.products.shared.dialect import GATEWAY
from mockwx.products.shared.endpoint import Field, Param, endpoint
from mockwx.products.shared.ok import DONE, OK
from mockwx.products.shared.params import ACCESS_TOKEN
from mockwx.products.wxacode.checks import Ending, KnownEnvironment, MayMakeLinks, OfMiniProgram, PageOfLink
from mockwx.products.wxacode.shared import LINK_ASSUMED, LINK_PARAMS, LINKS_BY_RULE, linked


@endpoint(
    "POST",
    path="/wxa/generatescheme",
    dialect=GATEWAY,
    title="获取 URL Scheme generateScheme",
    docs="https://developers.weixin.qq.com/miniprogram/dev/server/API/qrcode-link/url-scheme/api_generatescheme",
    aka=("generateScheme",),
    evidence=Evidence.DOCUMENTED,
    reads_body=True,
    params=(
        ACCESS_TOKEN,
        Param(
            "jump_wxa",
            "{path, query, env_version} of the page; the home page by default",
            "跳转的页面",
            required=False,
            type="object",
        ),
        *LINK_PARAMS,
    ),
    answer=(*DONE, Field("openlink", "string", "weixin://dl/business/?t=…, which phone.scan opens")),
    checks=(
        Method(wanted=("POST",)),
        LiveToken(),
        Permitted(),
        OfMiniProgram(evidence=Evidence.ASSUMED),
        WithinQuota(evidence=Evidence.DOCUMENTED),
        HasBody(),
        MayMakeLinks(evidence=Evidence.DOCUMENTED),
        KnownEnvironment(evidence=Evidence.ASSUMED),
        PageOfLink(evidence=Evidence.DOCUMENTED),
        Ending(),
    ),
    by_rule=LINKS_BY_RULE,
    quotas=(Quota(500_000, "day"),),
    assumed=(*LINK_ASSUMED, "schemes and links are counted apart"),
)
def generatescheme(call: Call) -> dict[str, Any]:
    return {**OK, "openlink": call.world.mini_links.scheme(linked(call))}
