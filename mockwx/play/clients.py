"""Clients: each user's own line to the backend, with cookies and saved values, over real sockets."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from types import SimpleNamespace, TracebackType
from typing import Any

import aiohttp
from msgspec import UNSET, Struct, field
from yarl import URL

from mockwx.play.answers import BackendAnswer
from mockwx.play.backend import Backend
from mockwx.play.opened_urls import path_and_query
from mockwx.play.run_state import RunState
from mockwx.play.variables import Scope, UnknownVariable, plain
from mockwx.scenario.backend_actions import ActionRequest

MAX_BODY = 4 << 20


class KnownAnswer(Struct, frozen=True):
    """An answer of before, with what was saved of it."""

    answer: BackendAnswer
    saved: Mapping[str, Any]


class UserClient(Struct):
    """One user's mini program or browser, as the backend sees it."""

    user: str
    http: aiohttp.ClientSession
    browser: str = ""
    """Which one, where a step names it: a user has any number of them, and none knows another's cookies."""
    address: str = ""
    """Where it seems to be; empty where nobody asks for it."""
    saved: dict[str, Any] = field(default_factory=dict)
    last: dict[str, KnownAnswer] = field(default_factory=dict)
    """The last ``ok`` answer to each action."""

    @property
    def key(self) -> tuple[str, str]:
        return self.user, self.browser

    @property
    def shown(self) -> str:
        return f"{self.user} ({self.browser})" if self.browser else self.user

    def adopt(self, http: aiohttp.ClientSession) -> None:
        """Take over the cookies of one of several requests at the same time."""
        if http is not self.http:
            _copy_cookies(http.cookie_jar, self.http.cookie_jar)


class FilledRequest(Struct, frozen=True):
    method: str
    url: str
    parts: Mapping[str, Any]
    """Headers, query and body as aiohttp takes them."""


class UserClients:
    """Use it in an ``async with``."""

    def __init__(self, backend: Backend, run: RunState) -> None:
        self._backend = backend
        self._run = run
        self._clients: dict[tuple[str, str], UserClient] = {}
        self._extra: list[aiohttp.ClientSession] = []

    async def __aenter__(self) -> UserClients:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for http in (*(client.http for client in self._clients.values()), *self._extra):
            await http.close()

    def of(self, user: str, browser: str = "") -> UserClient:
        client = self._clients.get((user, browser))
        if client is None:
            address = self._run.new_address() if self._backend.address is not None else ""
            client = UserClient(user, self._session(), browser, address)
            self._clients[client.key] = client
        return client

    def beside(self, client: UserClient) -> aiohttp.ClientSession:
        """For one of several requests at the same time: with the user's cookies, and none that the others get."""
        http = self._session()
        self._extra.append(http)
        _copy_cookies(client.http.cookie_jar, http.cookie_jar)
        return http

    async def pause(self) -> None:
        """Until the backend may be asked again."""
        if self._backend.pace:
            await self._run.pause(self._backend.pace)

    def fill(
        self,
        client: UserClient,
        request: ActionRequest,
        scope: Scope,
        *,
        url: str | None = None,
        lenient: bool = False,
    ) -> FilledRequest:
        """``url`` stands in place of path and query; ``lenient``: headers whose value nobody gave are left away.

        :raises UnknownVariable: the request needs what nobody gave.
        """
        headers = _texts({**self._backend.headers, **request.headers}, scope, lenient=lenient)
        if self._backend.address is not None:
            headers = {self._backend.address: client.address, **headers}
        parts: dict[str, Any] = {"headers": headers}
        if request.query is not None and url is None:
            parts["params"] = _texts(request.query, scope)
        if request.body is not UNSET:
            parts["json"] = scope.fill(request.body)
        if request.form is not None:
            parts["data"] = _texts(request.form, scope)
        if url is None:
            target = self._backend.url + plain(scope.fill(request.path))
        else:
            # The backend is asked where it listens, whatever it is called outside.
            target = str(URL(self._backend.url).origin()) + (path_and_query(url) or "/")
        return FilledRequest(request.method, target, parts)

    def _session(self) -> aiohttp.ClientSession:
        # The backend's cookies may be Secure, as in production; here it is reached without TLS.
        jar = aiohttp.CookieJar(unsafe=True, treat_as_secure_origin=URL(self._backend.url).origin())
        return aiohttp.ClientSession(
            # A connection of its own for each request: none is closed by the backend just when it is used again.
            connector=aiohttp.TCPConnector(limit=0, force_close=True),
            cookie_jar=jar,
            timeout=aiohttp.ClientTimeout(total=self._backend.timeout),
            trace_configs=[_at_the_gate()],
            middlewares=[_once],
        )


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


async def send(http: aiohttp.ClientSession, request: FilledRequest, gate: Gate) -> BackendAnswer:
    """Sent once it is connected and the gate is open; always arrives there, also where it cannot connect."""
    visit = _GatedRequest(gate, asyncio.get_running_loop().time)
    timed_out = False
    try:
        # A redirect is an answer like others: following it would hide what the backend said.
        async with http.request(
            request.method, request.url, allow_redirects=False, trace_request_ctx=visit, **request.parts
        ) as response:
            body = b""
            while len(body) < MAX_BODY and (part := await response.content.read(MAX_BODY - len(body))):
                body += part
            return BackendAnswer(response.status, tuple(response.headers.items()), body, seconds=visit.took())
    except TimeoutError:
        error, timed_out = f"nothing within {http.timeout.total:g} s", True
    except aiohttp.ClientResponseError as failure:
        # Its text begins with a status 400, which nobody has answered.
        said, _, _ = failure.message.partition("\n")
        error = f"what came is no HTTP: {said.rstrip(':') or type(failure).__name__}"
    except (aiohttp.ClientError, OSError) as failure:
        error = str(failure) or type(failure).__name__
    finally:
        visit.arrive()
    return BackendAnswer(None, error=error, seconds=visit.took(), timed_out=timed_out)


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


def _copy_cookies(source: aiohttp.abc.AbstractCookieJar, target: aiohttp.abc.AbstractCookieJar) -> None:
    cookies: Iterable[Any] = source
    target.update_cookies([(cookie.key, cookie) for cookie in cookies])


def _texts(values: Mapping[str, Any], scope: Scope, *, lenient: bool = False) -> dict[str, str]:
    """``lenient``: what nobody gave is left away."""
    texts = {}
    for name, value in values.items():
        try:
            filled = scope.fill(value)
        except UnknownVariable:
            if not lenient:
                raise
            continue
        if filled is not None:
            texts[name] = plain(filled)
    return texts
