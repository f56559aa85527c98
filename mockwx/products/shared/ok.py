"""What many endpoints answer with when there is nothing to tell but that it is done."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from mockwx.products.shared.endpoint import Field

DONE = (Field("errcode", "integer", "0"), Field("errmsg", "string", "ok"))
OK: Mapping[str, object] = MappingProxyType({"errcode": 0, "errmsg": "ok"})
