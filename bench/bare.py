"""A bare aiohttp application, to compare with: a constant answer for each api that is measured, nothing logged."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable

from aiohttp import web

LOGIN = "/sns/jscode2session"
TOKEN = "/cgi-bin/token"
PHONE = "/wxa/business/getuserphonenumber"
BODY = (
    b'{"session_key":"9RN2pT0L2S9SXAzmU1Ihpw==","openid":"oMOCKafJL_XD0kVDVnl616z7BZd3",'
    b'"unionid":"oUMOCKF-wbwyYLj0cBCDzX_O01Z3"}'
)
CONTENT_TYPE = "text/plain"
_TOKEN = (
    b'{"access_token":"99_mock8Hq0YJ2vYy9mY0mO3XxqQ1m2tq8t8cF8C2i7f0G3o1n6pPq4rS5tU6vW7xY8zA9bC0dE1fG2hI3jK4lM5nO6",'
    b'"expires_in":7200}'
)
_PHONE = (
    b'{"errcode":0,"errmsg":"ok","phone_info":{"phoneNumber":"13800000001","purePhoneNumber":"13800000001",'
    b'"countryCode":"86","watermark":{"timestamp":1767225600,"appid":"wx00000000mockshop"}}}'
)
_JSON = "application/json; encoding=utf-8"


def constant(body: bytes, content_type: str) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def answer(request: web.Request) -> web.Response:
        if request.can_read_body:
            await request.read()
        return web.Response(body=body, content_type=content_type)

    return answer


if __name__ == "__main__":
    app = web.Application()
    app.router.add_get(LOGIN, constant(BODY, CONTENT_TYPE))
    app.router.add_get(TOKEN, constant(_TOKEN, _JSON))
    app.router.add_post(PHONE, constant(_PHONE, _JSON))
    loop = None
    if "uvloop" in sys.argv[2:]:
        import uvloop

        loop = uvloop.new_event_loop()
    web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), print=None, access_log=None, loop=loop)
