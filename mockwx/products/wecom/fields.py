"""Parameters and fields that WeCom's endpoints share."""

from __future__ import annotations

from mockwx.core import errcodes as e
from mockwx.products.shared.endpoint import Field, Param

AGENT_TOKEN = Param(
    "access_token",
    "of an agent, from gettoken",
    "gettoken 得到的应用凭证，只能放在 query",
    within="query",
)
CODE = Param("code", "what the callback brought", "授权回调带来的 code")
DONE = (Field("errcode", "integer", "0"), Field("errmsg", "string", "ok"))
OK = {"errcode": 0, "errmsg": "ok"}
BY_RULE = (e.wecom.BUSY, e.wecom.AGENT_DISABLED)
