"""A bare aiohttp application, to compare with: one route, one constant answer."""

from __future__ import annotations

import sys

from aiohttp import web

BODY = b'{"session_key":"9RN2pT0L2S9SXAzmU1Ihpw==","openid":"oMOCKQJEylZeh3xvvPwyPwNp2Ab5"}'


async def answer(request: web.Request) -> web.Response:
    return web.Response(body=BODY, content_type="text/plain")


if __name__ == "__main__":
    app = web.Application()
    app.router.add_get("/sns/jscode2session", answer)
    web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), print=None, access_log=None)
