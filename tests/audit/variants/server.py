"""All variants in one process, each below its name: POST /v/any-code/login. GET /v names them.

PORT, and WECHAT_BASE_URL in which ``{variant}`` stands for the name, are in the environment. A request to
``/v/NAME/_new`` makes that backend anew, with no account and no session.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import flaws
from aiohttp import web
from flaw import VARIANTS
from good import Good

try:
    import uvloop
except ImportError:
    uvloop = None
MAX_BODY = 64 << 10


def create_app(base_url: str) -> web.Application:
    backends: dict[str, Good] = {}

    async def handle(request: web.Request) -> web.StreamResponse:
        name, path = request.match_info["prefix"].removeprefix("v/"), request.match_info["path"]
        if name not in VARIANTS:
            raise web.HTTPNotFound
        if path == "/_new" and name in backends:
            await backends.pop(name).wechat.close()
        if name not in backends:
            backends[name] = VARIANTS[name](base_url.replace("{variant}", name))
        if path == "/_new":
            return web.json_response({})
        return await backends[name].handle(request, path)

    async def close(_: web.Application) -> None:
        for backend in backends.values():
            await backend.wechat.close()

    async def names(_: web.Request) -> web.Response:
        return web.json_response(sorted(VARIANTS))

    app = web.Application(client_max_size=MAX_BODY)
    app.router.add_get("/v", names)
    app.router.add_route("*", "/{prefix:v/[a-z0-9-]+}{path:/.*}", handle)
    app.on_cleanup.append(close)
    return app


if __name__ == "__main__":
    flaws.load()
    web.run_app(
        create_app(os.environ["WECHAT_BASE_URL"]),
        loop=uvloop.new_event_loop() if uvloop else None,
        host="127.0.0.1",
        port=int(os.environ["PORT"]),
        print=None,
        access_log=None,
        handle_signals=True,
    )
