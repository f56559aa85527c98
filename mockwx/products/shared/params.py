"""Parameters that many endpoints share, described once."""

from __future__ import annotations

from mockwx.products.shared.endpoint import Param

ACCESS_TOKEN = Param(
    "access_token", "from token or stable_token; in the query", "接口调用凭证，只能放在 query", within="query"
)
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
