"""What WeChat says while the store is away: its own -1 system error, in the dialect of the path."""

from __future__ import annotations

from mockwx.core import errcodes as e
from mockwx.core.ids import Ids
from mockwx.core.journal.journal import Exchange
from mockwx.core.wire import Request, Response
from mockwx.core.world import Settings
from mockwx.products import route_lookup
from mockwx.products.shared.dialect import GATEWAY
from mockwx.products.shared.refusal import Refusal
from mockwx.products.shared.rid_suffix import Trace


def system_error(settings: Settings, request: Request, wall: int, why: str) -> Exchange:
    """In no journal, so its number is 0; ``wall``: real milliseconds, for want of the world's."""
    endpoint = route_lookup.find(request.host, request.path)
    refusal = Refusal(e.common.SYSTEM_ERROR, why)
    trace = Trace(Ids(settings.seed, f"{settings.seed}/{wall}"), wall, 0)
    dialect, api, more = GATEWAY, "", {}
    if endpoint is not None:
        dialect, api, more = endpoint.dialect, endpoint.api, dict(endpoint.on_error)
    answer = dialect.refuse(refusal, api, trace, settings.wechat)
    return Exchange(
        number=0,
        at=wall,
        api=api or None,
        request=request,
        response=Response(
            body=dialect.spell({**answer, **more}, settings.wechat), content_type=dialect.label(settings.wechat)
        ),
        errcode=e.common.SYSTEM_ERROR.code,
        reason=why,
        rid=trace.rid,
    )
