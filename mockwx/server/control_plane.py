"""The control plane over HTTP: JSON in, JSON out, errors as {"error", "where"} with 4xx."""

from __future__ import annotations

import asyncio
import hmac
import json
from functools import partial
from typing import TYPE_CHECKING

from aiohttp import hdrs

from mockwx.control.answer import ControlAnswer, ControlError
from mockwx.control.shape import read_json
from mockwx.core.text.bilingual import both
from mockwx.core.web.scene_qrcodes import is_scene
from mockwx.server import cors, journal_wait
from mockwx.server.answer_bytes import Headers
from mockwx.server.outgoing import send_outgoing
from mockwx.server.reply import Reply
from mockwx.server.request_bodies import MOST_BODY_BYTES, MOST_RELAYED_BYTES, MOST_SNAPSHOT_BYTES, read_body
from mockwx.server.store_calls import without_waiting
from mockwx.verbs import VERBS

_LONG = frozenset({"snapshot", "journal", "export", "leaks", "scenario", "worlds"})
LONG_BODY_CHARACTERS = 16 * 1024
"""A body of more may take long to understand."""

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from aiohttp import web

    from mockwx.control.control_routes import ControlPlane
    from mockwx.core.web.address import Address
    from mockwx.server.allowed_hosts import AllowedHosts
    from mockwx.server.journal_stream import Watching


async def answer(
    request: web.BaseRequest,
    address: Address,
    path: str,
    plane: ControlPlane,
    token: str | None,
    allowed: AllowedHosts,
    watching: Watching,
) -> web.StreamResponse:
    """``path`` is what follows ``/_mockwx/``; ``token`` None asks for no authorization, but who is asking."""
    origin = cors.shared_with(request, path)
    takes_long = False
    try:
        if origin is not None and request.method == hdrs.METH_OPTIONS:
            return cors.preflight(origin)
        if token is None:
            _refuse_foreign(request, address, allowed, is_page=origin is not None or cors.is_public(request, path))
        largest = MOST_BODY_BYTES
        if path.strip("/") == "relay":
            largest = MOST_RELAYED_BYTES
        if path.strip("/") == "snapshot":
            # Only for whoever may.
            _authorize(request, token, path)
            largest = MOST_SNAPSHOT_BYTES
        body = await read_body(request, largest)
        _authorize(request, token, path)
        if body is None:
            raise ControlError(
                both(f"the body is larger than {largest} bytes", f"请求体超过 {largest} 字节"), "body", 413
            )
        text = _text(body)
        if token is None and origin is not None and not allowed.is_own(origin, address.authority):
            _refuse_delivery(path, text, origin)
        method = "GET" if request.method == "HEAD" else request.method
        if (request.method, path.strip("/")) == ("GET", "journal/stream"):
            return await watching.stream(request, address.world, address.query.get("cursor"))
        if (method, path.strip("/")) == ("POST", "relay"):
            from mockwx.server.relay import relay

            control_answer = await relay(text, address.world, plane.worlds, plane.relays, watching.completed)
            return reply(control_answer, cors.headers(origin))
        call = partial(plane.call, method, path, world=address.world, query=address.query)
        takes_long = _takes_long(path.strip("/"), text)
        control_answer = await _ask_plane(plane, partial(call, text=text), takes_long=takes_long)
        if path.strip("/") == "journal/wait":
            control_answer = await journal_wait.until_enough(
                control_answer,
                address.query,
                lambda query: _ask_plane(plane, partial(call, query=query)),
                lambda: journal_wait.state_of(plane, address.world),
            )
        if control_answer.outgoing:
            # In a thread: the backend will ask this very server before it answers.
            control_answer = ControlAnswer(await asyncio.to_thread(send_outgoing, control_answer, plane, address.world))
        if method != "GET":
            watching.changed(address.world)
    except ControlError as error:
        control_answer = ControlAnswer(error.as_json(), error.status)
    if takes_long:
        return await asyncio.to_thread(reply, control_answer, cors.headers(origin))
    return reply(control_answer, cors.headers(origin))


def _takes_long(path: str, text: str) -> bool:
    """Whether a call may take so long that no other can wait for it: much is made, read or told at once."""
    return path in _LONG or len(text) > LONG_BODY_CHARACTERS or (path == "phone/login" and '"count"' in text)


def no_such_world(what: str) -> Reply:
    return reply(ControlAnswer({"error": what, "where": "path"}, 404))


def refused_user(what: str, status: int) -> Reply:
    return reply(ControlAnswer({"error": what, "where": "user"}, status))


def reply(control_answer: ControlAnswer, more: Headers = ()) -> Reply:
    body = control_answer.value
    if not isinstance(body, bytes):
        body = json.dumps(body, ensure_ascii=False, indent=1, default=str).encode("utf-8", "replace")
    headers: Headers = ((hdrs.WWW_AUTHENTICATE, "Bearer"),) if control_answer.status == 401 else ()
    return Reply(body, control_answer.content_type, control_answer.status, headers=(*headers, *more))


async def _ask_plane(
    plane: ControlPlane, call: Callable[[], ControlAnswer], *, takes_long: bool = False
) -> ControlAnswer:
    """What takes long, as in a store that is far away, is asked from a thread, so that other calls need not wait."""
    return await (asyncio.to_thread(call) if takes_long else without_waiting(plane.worlds, call))


def _refuse_foreign(request: web.BaseRequest, address: Address, allowed: AllowedHosts, *, is_page: bool) -> None:
    """``is_page``: whose page it is was looked at, and it may ask for this."""
    headers = request.headers
    forwarded = headers.get(hdrs.X_FORWARDED_HOST, "").partition(",")[0].strip()
    origin, fetch_site = (None, None) if is_page else (headers.get(hdrs.ORIGIN), headers.get("Sec-Fetch-Site"))
    why_not = allowed.why_not(address.authority, forwarded=forwarded, origin=origin, fetch_site=fetch_site)
    if why_not is not None:
        raise ControlError(why_not, "Host" if origin is None and fetch_site is None else "Origin", 403)


def _refuse_delivery(path: str, text: str, origin: str) -> None:
    """What a phone delivers is a request from here, whose answer is told: no page of another port reaches further."""
    asked = read_json(text) if path.startswith("phone/") and text else None
    if not isinstance(asked, dict):
        return
    if asked.get("send", True) is not False and _talks_to_backend(path, asked):
        raise ControlError(
            both(
                f"a page of {origin} may not let the phone talk to the backend from here; send: false is allowed",
                f"{origin} 的网页不能让手机从这里访问后端；可以用 send: false",
            ),
            "send",
            403,
        )
    if asked.get("deliver", "none") != "none":
        raise ControlError(
            both(
                f"a page of {origin} may not let the phone open a callback from here; the page can open the url itself",
                f"{origin} 的网页不能让手机从这里打开回调；请由网页自己打开应答中的 url",
            ),
            "deliver",
            403,
        )


def _talks_to_backend(path: str, asked: Mapping[str, Any]) -> bool:
    """Whether a phone's verb sends to the backend, whose answer is told; a website's QR code sends nothing."""
    verb = VERBS.get(path.strip("/").replace("/", ".", 1))
    return verb is not None and verb.outward and (verb.name != "phone.scan" or is_scene(str(asked.get("url", ""))))


def _authorize(request: web.BaseRequest, token: str | None, path: str) -> None:
    if token is None or path.strip("/") in ("health", "ca.pem"):
        return
    scheme, _, credentials = request.headers.get(hdrs.AUTHORIZATION, "").partition(" ")
    if scheme.lower() != "bearer" or not hmac.compare_digest(credentials.encode("utf-8", "replace"), token.encode()):
        raise ControlError(
            both(
                "this server is open to other machines, so control calls need its token: 'Authorization: Bearer TOKEN' "
                "(printed at start)",
                "此服务对其他机器开放，控制接口需要启动时打印的令牌：'Authorization: Bearer TOKEN'",
            ),
            "Authorization",
            401,
        )


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ControlError(both(f"the body is not UTF-8: {error}", f"请求体不是 UTF-8：{error}"), "body", 400) from None
