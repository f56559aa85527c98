"""Parameters that many endpoints share, described once."""

from __future__ import annotations

from mockwx.products.shared.endpoint import Param

ACCESS_TOKEN = Param(
    "access_token", "from token or stable_token; in the query", "接口调用凭证，只能放在 query", within="query"
)
