"""Parameters that many endpoints share, described once."""

from __future__ import annotations

from mockwx.core.web.wechat_client import DECISION
from mockwx.products.shared.endpoint import Param

ACCESS_TOKEN = Param(
    "access_token", "from token or stable_token; in the query", "接口调用凭证，只能放在 query", within="query"
)
CODE_GRANT = Param("grant_type", "always the same", "固定值", choices=("authorization_code",))
REFRESH_GRANT = Param("grant_type", "always the same", "固定值", choices=("refresh_token",))
REFRESH_TOKEN = Param("refresh_token", "from the exchange", "兑换 code 时得到的 refresh_token")
JS_CODE = Param("js_code", "what wx.login gave the phone", "wx.login 得到的 code")
OAUTH_CODE = Param("code", "what the redirect brought", "授权回调带来的 code")
REDIRECT_URI = Param("redirect_uri", "where to lead back to, percent-encoded", "授权后跳回的地址，需 URL 编码")
RESPONSE_TYPE = Param(
    "response_type", "always the same; not looked at", "固定值，不检查", choices=("code",), required=False
)
STATE = Param("state", "comes back as it is", "原样带回", required=False)
VISITOR_DECISION = Param(
    DECISION, "what they do", "用户的决定（mockwx 专用）", required=False, choices=("allow", "deny")
)
