"""Parameters and answers that the credential endpoints share."""

from __future__ import annotations

from mockwx.products.shared.endpoint import Field, Param

APP_PARAMS = (
    Param("grant_type", "always the same", "固定值", choices=("client_credential",)),
    Param("appid", "the app", "账号唯一凭证 AppID"),
    Param("secret", "its AppSecret", "账号唯一凭证密钥 AppSecret"),
)
TOKEN_ANSWER = (
    Field("access_token", "string", "136 characters; keep room for 512"),
    Field("expires_in", "integer", "seconds that are left"),
)
DONE_ANSWER = (Field("errcode", "integer", "0"), Field("errmsg", "string", "ok"))
IP_LIST_ANSWER = (Field("ip_list", "array", "addresses and networks; no errcode beside it"),)
