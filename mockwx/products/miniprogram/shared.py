"""Parameters that the apis of mini programs share."""

from __future__ import annotations

from mockwx.products.shared.endpoint import Param
from mockwx.products.shared.params import ACCESS_TOKEN

SIGNED_PARAMS = (
    ACCESS_TOKEN,
    Param("openid", "the user in this app", "用户 openid"),
    Param(
        "signature",
        "HMAC-SHA256 of the empty string with the session_key's text, in hex",
        "以 session_key 文本为密钥对空串做 HMAC-SHA256 的十六进制结果",
    ),
    Param("sig_method", "always the same", "固定值", choices=("hmac_sha256",)),
)
