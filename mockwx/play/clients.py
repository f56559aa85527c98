"""Clients: each user's own line to the backend, with cookies and saved values, over real sockets."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from types import SimpleNamespace, TracebackType
from typing import Any

import aiohttp
from msgspec import UNSET, Struct, field
from yarl import URL

from mockwx.play.answers import BackendAnswer
from mockwx.play.backend import Backend
from mockwx.play.json_paths import NOTHING, look
from mockwx.play.variables import Scope, UnknownVariable, plain
from mockwx.scenario.plays import Action

MAX_BODY = 4 << 20


class UserClient(Struct):
    """One user's mini program, as the backend sees it."""

    http: aiohttp.ClientSession
    saved: dict[str, Any] = field(default_factory=dict)
    last: dict[str, BackendAnswer] = field(default_factory=dict)
    """The last ``ok`` answer to each action."""


class BackendRequest(Struct, frozen=True):
    method: str
    url: str
    given: Mapping[str, Any]
    """Headers, query and body as aiohttp takes them."""


class UserClients:
    """Use it in an ``async with``."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._clients: dict[str, UserClient] = {}

    async def __aenter__(self) -> UserClients:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for client in self._clients.values():
            await client.http.close()

    def of(self, user: str) -> UserClient:
        client = self._clients.get(user)
        if client is None:
            # The backend's cookies may be Secure, as in production; here it is reached without TLS.
            jar = aiohttp.CookieJar(unsafe=True, treat_as_secure_origin=URL(self._backend.url).origin())
            http = aiohttp.ClientSession(
                # A connection of its own for each request: none is closed by the backend just when it is used again.
                connector=aiohttp.TCPConnector(limit=0, force_close=True),
                cookie_jar=jar,
                timeout=aiohttp.ClientTimeout(total=self._backend.timeout),
                trace_configs=[_at_the_gate()],
                middlewares=[_once],
            )
            client = self._clients[user] = UserClient(http)
        return client

    def request(self, name: str, action: Action, scope: Scope) -> BackendRequest:
        """:raises UnknownVariable: the action needs what nobody gave."""
        headers = {**self._backend.headers, **action.headers}
        given: dict[str, Any] = {"headers": _texts(headers, scope, lenient=name in self._backend.guessed)}
        if action.query is not None:
            given["params"] = _texts(action.query, scope)
        if action.body is not UNSET:
            given["json"] = scope.fill(action.body)
        if action.form is not None:
            given["data"] = _texts(action.form, scope)
        return BackendRequest(action.method, self._backend.url + plain(scope.fill(action.path)), given)

    async def ask(self, client: UserClient, request: BackendRequest, times: int) -> list[BackendAnswer]:
        """``times`` the same request; all are connected before the first one is sent, so that all are in flight."""
        gate = Gate(times)
        return list(await asyncio.gather(*(_ask(client.http, request, gate) for _ in range(times))))


def save(client: UserClient, action: Action, answer: BackendAnswer) -> dict[str, Any]:
    """Keep what the action saves, for this user; what the answer does not hold stays as it was."""
    found = {name: value for name, path in action.save.items() if (value := look(path, answer.json)) is not NOTHING}
    client.saved.update(found)
    return found


class Gate:
    """Opens when all have arrived."""

    def __init__(self, expected: int) -> None:
        self._missing = expected
        self._open = asyncio.Event()

    def arrive(self) -> None:
        self._missing -= 1
        if self._missing <= 0:
            self._open.set()

    async def pass_through(self) -> None:
        await self._open.wait()


class _GatedRequest:
    """One request on its way through a gate; whoever cannot connect must not keep the others waiting."""

    def __init__(self, gate: Gate, now: Callable[[], float]) -> None:
        self._gate = gate
        self._arrived = False
        self._now = now
        self.began = now()

    def arrive(self) -> None:
        if not self._arrived:
            self._arrived = True
            self._gate.arrive()

    async def connected(self) -> None:
        self.arrive()
        await self._gate.pass_through()
        self.began = self._now()

    def took(self) -> float:
        """Seconds since it was sent, or since it tried to connect."""
        return self._now() - self.began


def _at_the_gate() -> aiohttp.TraceConfig:
    async def connected(_session: Any, context: SimpleNamespace, _params: Any) -> None:
        await context.trace_request_ctx.connected()

    trace = aiohttp.TraceConfig()
    trace.on_connection_create_end.append(connected)
    return trace


async def _once(request: aiohttp.ClientRequest, ask: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
    """Without aiohttp's own second try of a GET, which would hide that the backend hung up."""
    try:
        return await ask(request)
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as failure:
        raise aiohttp.ClientError(str(failure) or type(failure).__name__) from None


async def _ask(http: aiohttp.ClientSession, request: BackendRequest, gate: Gate) -> BackendAnswer:
    visit = _GatedRequest(gate, asyncio.get_running_loop().time)
    try:
        # A redirect is an answer like others: following it would hide what the backend said.
        async with http.request(
            request.method, request.url, allow_redirects=False, trace_request_ctx=visit, **request.given
        ) as response:
            body = b""
            while len(body) < MAX_BODY and (part := await response.content.read(MAX_BODY - len(body))):
                body += part
            return BackendAnswer(response.status, tuple(response.headers.items()), body, seconds=visit.took())
    except TimeoutError:
        error = f"nothing within {http.timeout.total:g} s"
    except (aiohttp.ClientError, OSError) as failure:
        error = str(failure) or type(failure).__name__
    finally:
        visit.arrive()
    return BackendAnswer(None, error=error, seconds=visit.took())


def _texts(values: Mapping[str, Any], scope: Scope, *, lenient: bool = False) -> dict[str, str]:
    """``lenient``: what nobody gave is left away."""
    found = {}
    for name, value in values.items():
        try:
            filled = scope.fill(value)
        except UnknownVariable:
            if not lenient:
                raise
            continue
        if filled is not None:
            found[name] = plain(filled)
    return found
