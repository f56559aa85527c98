"""生成带参数的二维码: a QR code whose scene the account is told by whoever scans it; 扫码关注登录 begins here."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.people.accounts import Kind
from mockwx.core.tokens.quotas import Quota
from mockwx.products.official.checks import (
    PERMANENT,
    TEMPORARY,
    ActionInfo,
    ActionName,
    PermanentLeft,
    scene_of,
)
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import LiveToken, Method, Permitted, Verified, WithinQuota
from mockwx.products.shared.dialect import GATEWAY
from mockwx.products.shared.endpoint import Field, Param, endpoint
from mockwx.products.shared.params import ACCESS_TOKEN

_USUAL, _LONGEST = 60, 2_592_000


@endpoint(
    "POST",
    path="/cgi-bin/qrcode/create",
    dialect=GATEWAY,
    title="生成带参数的二维码 createQRCode",
    docs="https://developers.weixin.qq.com/doc/service/api/qrcode/qrcodes/api_createqrcode",
    evidence=Evidence.OBSERVED,
    reads_body=True,
    params=(
        ACCESS_TOKEN,
        Param(
            "action_name", "temporary or permanent, with a number or a text", "类型", choices=(*TEMPORARY, *PERMANENT)
        ),
        Param("action_info", "scene: {scene_id} or {scene_str}, 1 to 64 characters", "场景值", type="object"),
        Param("expire_seconds", "of a temporary one; 60 by default", "有效秒数", required=False, type="integer"),
    ),
    answer=(
        Field("ticket", "string", "96 characters, begins gQ; percent-encode it for showqrcode"),
        Field("expire_seconds", "integer", "of a temporary one", always=False),
        Field("url", "string", "what the QR code says, for those who draw it themselves"),
    ),
    checks=(
        Method(wanted=("POST",)),
        LiveToken(),
        Permitted((Kind.OFFICIAL,), evidence=Evidence.ASSUMED),
        Verified(evidence=Evidence.ASSUMED),
        WithinQuota(evidence=Evidence.DOCUMENTED),
        ActionName(),
        ActionInfo(),
        PermanentLeft(),
    ),
    by_rule=(e.common.SYSTEM_ERROR, e.common.INVALID_ACCESS_TOKEN, e.common.DATA_FORMAT),
    quotas=(Quota(100_000, "day"),),
    assumed=(
        "the order of the checks",
        "a missing action_info, an empty scene and a scene_id out of range are 40053",
        "more than 2592000 seconds are cut to that, what is no number from 1 on is 60",
        "each call makes another QR code, also for a permanent scene that has one",
    ),
)
def qrcode_create(call: Call) -> dict[str, Any]:
    scene = scene_of(call)
    assert not isinstance(scene, str), "asked behind ActionInfo"  # noqa: S101
    scene_id, scene_str = scene
    seconds = 0 if call.body()["action_name"] in PERMANENT else _life(call.body().get("expire_seconds"))
    qrcode = call.world.scene_qrcodes.make(
        call.known_app.appid, seconds * 1000, call.now, scene_id=scene_id, scene_str=scene_str
    )
    life = {"expire_seconds": seconds} if seconds else {}
    return {"ticket": qrcode.ticket, **life, "url": qrcode.url}


def _life(seconds: object) -> int:
    if isinstance(seconds, str) and seconds.isdecimal():
        seconds = int(seconds[:9])
    if isinstance(seconds, bool) or not isinstance(seconds, int) or seconds < 1:
        return _USUAL
    return min(seconds, _LONGEST)
