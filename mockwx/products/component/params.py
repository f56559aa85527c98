"""Parameters that the apis of third-party platforms share."""

from __future__ import annotations

from mockwx.products.shared.endpoint import Param

COMPONENT_APPID = Param("component_appid", "the third-party platform", "第三方平台 appid")
PLATFORM_TOKEN = Param(
    "component_access_token",
    "from api_component_token; in the query, also as access_token",
    "第三方平台接口调用凭证，放在 query，也可写作 access_token",
    within="query",
)
FOR_APP = (
    Param("component_appid", "the third-party platform", "第三方平台 appid"),
    Param("component_access_token", "from api_component_token", "第三方平台接口调用凭证"),
)
