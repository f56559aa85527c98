"""文本内容安全识别: is a nickname, or another text of a user, fit to be shown."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.tokens.quotas import Quota
from mockwx.products.review.checks import (
    ByPost,
    Holds,
    NothingRisky,
    SceneOfContent,
    SeenLately,
    is_first_version,
)
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import HasBody, LiveToken, Permitted, WithinQuota
from mockwx.products.shared.dialect import GATEWAY
from mockwx.products.shared.endpoint import Field, Param, endpoint
from mockwx.products.shared.ok import DONE, OK
from mockwx.products.shared.params import ACCESS_TOKEN


@endpoint(
    "POST",
    path="/wxa/msg_sec_check",
    dialect=GATEWAY,
    title="文本内容安全识别 msgSecCheck",
    docs="https://developers.weixin.qq.com/miniprogram/dev/server/API/sec-center/sec-check/api_msgseccheck",
    aka=("msgSecCheck",),
    evidence=Evidence.DOCUMENTED,
    reads_body=True,
    params=(
        ACCESS_TOKEN,
        Param("content", "at most 2500 characters", "待检测文本"),
        Param("version", "2; else it is the first version, which takes the content alone", "固定为 2", type="integer"),
        Param("scene", "1 profile, 2 comment, 3 forum, 4 log", "场景", type="integer"),
        Param("openid", "a user who was in the mini program within two hours", "两小时内访问过的用户"),
        Param("nickname", "judged too", "昵称", required=False),
        Param("title", "judged too", "标题", required=False),
        Param("signature", "judged too; for scene 1", "个性签名", required=False),
    ),
    answer=(
        *DONE,
        Field("trace_id", "string", "as a rid; version 2, as what follows", always=False),
        Field("result", "object", "suggest: risky, pass or review; label: 100 or why", always=False),
        Field("detail", "array", "strategy, errcode, suggest, label, prob", always=False),
    ),
    checks=(
        ByPost(gateway=True),
        LiveToken(),
        Permitted(),
        WithinQuota(evidence=Evidence.DOCUMENTED),
        HasBody(evidence=Evidence.DOCUMENTED),
        Holds(name="content", evidence=Evidence.ASSUMED),
        SceneOfContent(evidence=Evidence.DOCUMENTED),
        SeenLately(minutes=120, of_other=e.review.OPENID_OF_OTHER_APPID, evidence=Evidence.DOCUMENTED),
        NothingRisky(evidence=Evidence.DOCUMENTED),
    ),
    by_rule=(e.common.SYSTEM_ERROR, e.common.INVALID_ACCESS_TOKEN),
    quotas=(Quota(4_000, "min"), Quota(2_000_000, "day")),
    assumed=(
        "the order of the checks",
        "nothing is risky but what wechat.review says",
        "a longer content than 2500 characters is judged too",
        "the two hours count from the last login or checkSession",
    ),
)
def msg_sec_check(call: Call) -> dict[str, Any]:
    if is_first_version(call):
        return dict(OK)
    texts = "\n".join(call.text(name) for name in ("content", "nickname", "title", "signature"))
    finding = call.world.reviews.of(texts)
    result = {"suggest": finding.suggest, "label": finding.label}
    return {
        **OK,
        "trace_id": call.world.ids.rid(call.now, call.number),
        "result": result,
        "detail": [{"strategy": "content_model", "errcode": 0, **result, "prob": 90}],
    }
