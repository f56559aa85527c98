"""音视频内容安全识别: is an avatar fit to be shown; the result is pushed later, as wxa_media_check."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.products.review.checks import ByPost, Holds, KindOfMedia, SceneOfContent, SeenLately
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import HasBody, LiveToken, Permitted, WithinQuota
from mockwx.products.shared.dialect import GATEWAY
from mockwx.products.shared.endpoint import Field, Param, endpoint
from mockwx.products.shared.ok import DONE, OK
from mockwx.products.shared.params import ACCESS_TOKEN


@endpoint(
    "POST",
    path="/wxa/media_check_async",
    dialect=GATEWAY,
    title="多媒体内容安全识别 mediaCheckAsync",
    docs="https://developers.weixin.qq.com/miniprogram/dev/server/API/sec-center/sec-check/api_mediacheckasync",
    aka=("mediaCheckAsync",),
    evidence=Evidence.DOCUMENTED,
    reads_body=True,
    params=(
        ACCESS_TOKEN,
        Param("media_url", "where the picture or sound lies; it is not fetched", "文件地址，不会真的下载"),
        Param("media_type", "1 sound, 2 picture", "1 音频，2 图片", type="integer"),
        Param("version", "2", "固定为 2", type="integer"),
        Param("scene", "1 profile, 2 comment, 3 forum, 4 log", "场景", type="integer"),
        Param("openid", "a user who was in the mini program within two hours", "两小时内访问过的用户"),
    ),
    answer=(*DONE, Field("trace_id", "string", "as a rid; the push of the result has it too")),
    checks=(
        ByPost(gateway=True),
        LiveToken(),
        Permitted(),
        WithinQuota(evidence=Evidence.ASSUMED),
        HasBody(evidence=Evidence.DOCUMENTED),
        Holds(name="media_url", evidence=Evidence.ASSUMED),
        KindOfMedia(evidence=Evidence.ASSUMED),
        SceneOfContent(evidence=Evidence.DOCUMENTED),
        SeenLately(minutes=120, of_other=e.review.OPENID_OF_OTHER_APPID, evidence=Evidence.DOCUMENTED),
    ),
    by_rule=(e.common.SYSTEM_ERROR, e.common.INVALID_ACCESS_TOKEN),
    assumed=(
        "the order of the checks",
        "nothing is risky but what wechat.review says of a text in media_url",
        "the result is pushed when wechat.push is told to, not by itself",
    ),
)
def media_check_async(call: Call) -> dict[str, Any]:
    trace_id = call.world.ids.rid(call.now, call.number)
    call.world.reviews.begin(call.known_app.appid, trace_id, call.text("media_url"), call.now)
    return {**OK, "trace_id": trace_id}
