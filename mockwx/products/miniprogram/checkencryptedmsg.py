"""检查加密信息: did WeChat seal this phone data in the last three days. The field really is spelt vaild."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.products.miniprogram.checks import HexDigest, KnownSealed
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import HasBody, LiveToken, Method, Permitted, WithinQuota
from mockwx.products.shared.dialect import GATEWAY
from mockwx.products.shared.endpoint import Field, Param, endpoint
from mockwx.products.shared.ok import DONE, OK
from mockwx.products.shared.params import ACCESS_TOKEN


@endpoint(
    "POST",
    path="/wxa/business/checkencryptedmsg",
    dialect=GATEWAY,
    title="检查加密信息 checkEncryptedMsg",
    docs="https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/basic-info/api_checkencryptedmsg",
    aka=("checkEncryptedMsg", "checkEncryptedData"),
    evidence=Evidence.DOCUMENTED,
    reads_body=True,
    params=(
        ACCESS_TOKEN,
        Param("encrypted_msg_hash", "hex sha256 of encryptedData", "encryptedData 的 sha256 十六进制"),
    ),
    answer=(
        *DONE,
        Field("vaild", "boolean", "true; WeChat's spelling"),
        Field("create_time", "integer", "unix seconds of the sealing"),
    ),
    checks=(
        Method(wanted=("POST",)),
        LiveToken(),
        Permitted(),
        WithinQuota(),
        HasBody(evidence=Evidence.DOCUMENTED),
        HexDigest("encrypted_msg_hash", evidence=Evidence.DOCUMENTED),
        KnownSealed("encrypted_msg_hash", evidence=Evidence.DOCUMENTED),
    ),
    by_rule=(e.common.SYSTEM_ERROR, e.common.INVALID_ACCESS_TOKEN),
    assumed=("data that was never sealed, or too long ago, is answered with errcode 1 rather than vaild false",),
)
def checkencryptedmsg(call: Call) -> dict[str, Any]:
    digest = call.text("encrypted_msg_hash")
    at = call.world.sealed.sealed_at(call.known_app.appid, digest, call.now)
    assert at is not None, "a check has found it"  # noqa: S101
    return {**OK, "vaild": True, "create_time": at // 1000}
