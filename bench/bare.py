"""A bare aiohttp application, to compare with: one route, one constant answer, nothing logged."""

from __future__ import annotations

import sys

from aiohttp import web

BODY = (
    b'{"session_key":"9RN2pT0L2S9SXAzmU1Ihpw==","openid":"oMOCKafJL_XD0kVDVnl616z7BZd3",'
    b'"unionid":"oUMOCKF-wbwyYLj0cBCDzX_O01Z3"}'
)
CONTENT_TYPE = "text/plain"


async def answer(request: web.Request) -> web.Response:
    return web.Response(body=BODY, content_type=CONTENT_TYPE)


if __name__ == "__main__":
    app = web.Application()
    app.router.add_get("/sns/jscode2session", answer)
    loop = None
    if "uvloop" in sys.argv[2:]:
        import uvloop

        loop = uvloop.new_event_loop()
    web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), print=None, access_log=None, loop=loop)
