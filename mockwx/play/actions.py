"""An action carried out: its requests in turn over real sockets, what each answer means, and what is kept of them."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

import aiohttp
from msgspec import Struct
from msgspec.structs import replace

from mockwx.play.answer_values import kept_value
from mockwx.play.answers import UNCLEAR, BackendAnswer, outcome_of
from mockwx.play.backend import Backend
from mockwx.play.clients import FilledRequest, Gate, UserClient, UserClients, send
from mockwx.play.json_paths import NOTHING
from mockwx.play.variables import Scope
from mockwx.scenario.backend_actions import ActionRequest


class ActionCall(Struct, frozen=True):
    """One user who wants one thing of the backend."""

    name: str
    client: UserClient
    args: Mapping[str, Any]
    """What the step gives, and below it what the phone gave before."""
    url: str | None = None
    """What the step itself says that is opened, in place of path and query."""


class ActionAnswer(Struct, frozen=True):
    """What came of it."""

    answer: BackendAnswer
    """The last one, which tells what became of the action; its ``seconds`` are those of all."""
    outcome: str
    others: tuple[BackendAnswer, ...] = ()
    """The answers before it, and those of actions that were asked for values."""
    saved: Mapping[str, Any] = {}
    http: aiohttp.ClientSession | None = None
    requests: tuple[FilledRequest, ...] = ()
    """All that was sent for it, in order."""

    @property
    def text(self) -> str:
        """All that the client gets to see."""
        return "\n".join(answer.text for answer in (self.answer, *self.others))


async def carry_out(backend: Backend, clients: UserClients, calls: Sequence[ActionCall]) -> list[ActionAnswer]:
    """All at the same time: all are connected before the first request is sent, and again for each that follows.

    :raises UnknownVariable: a request needs what nobody gave; where it is the first one, nothing was sent.
    """
    gates = [Gate(len(calls)) for _ in range(max(len(backend.actions[call.name].requests) for call in calls))]
    times = Counter(call.client.key for call in calls)
    runs = []
    for call in calls:
        # Cookies that one of several answers sets are not those of the others.
        http = call.client.http if times[call.client.key] == 1 else clients.beside(call.client)
        runs.append(_ActionRun(backend, clients, call, http))
    for run in runs:
        run.check()
    await clients.pause()
    results = await asyncio.gather(*(run.go(gates) for run in runs), return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException):
            raise result
    return [result for result in results if isinstance(result, ActionAnswer)]


class _ActionRun:
    def __init__(self, backend: Backend, clients: UserClients, call: ActionCall, http: aiohttp.ClientSession) -> None:
        self._backend = backend
        self._clients = clients
        self._call = call
        self._http = http
        self._saved: dict[str, Any] = {}
        self._sent: list[FilledRequest] = []

    def check(self) -> None:
        """:raises UnknownVariable: its first request cannot be made."""
        self._fill(self._call.name, self._backend.actions[self._call.name].requests[0])

    async def go(self, gates: Sequence[Gate]) -> ActionAnswer:
        *earlier, last = self._backend.actions[self._call.name].requests
        passed: list[BackendAnswer] = []
        behind = list(gates)
        try:
            for nth, request in enumerate((*earlier, last)):
                if nth:
                    await self._clients.pause()
                answer, outcome = await self._ask(self._call.name, request, behind.pop(0))
                # Before the last one nothing has to be said yet; only what is clearly no is the end.
                if request is last or outcome not in ("ok", UNCLEAR):
                    break
                passed.append(answer)
        finally:
            for gate in behind:
                gate.arrive()
        seconds = answer.seconds + sum(other.seconds for other in passed)
        if outcome == "ok":
            passed += [other async for other in self._asked_for_values()]
        whole = replace(answer, seconds=seconds)
        return ActionAnswer(whole, outcome, tuple(passed), self._saved, self._http, tuple(self._sent))

    async def _ask(self, name: str, request: ActionRequest, gate: Gate) -> tuple[BackendAnswer, str]:
        filled = self._fill(name, request)
        self._sent.append(filled)
        answer = await send(self._http, filled, gate)
        outcome = outcome_of(answer, self._backend.outcomes, request.outcomes)
        for kept_as, value in request.save.items():
            if value.action is None and (kept := kept_value(value, answer)) not in (NOTHING, None):
                self._saved[kept_as] = kept
        return answer, outcome

    async def _asked_for_values(self) -> AsyncIterator[BackendAnswer]:
        """What other actions know of whoever has just been answered ``ok``; those ask no others in turn."""
        wanted = [
            (kept_as, value)
            for request in self._backend.actions[self._call.name].requests
            for kept_as, value in request.save.items()
            if value.action is not None
        ]
        answers: dict[str, BackendAnswer] = {}
        for kept_as, value in wanted:
            assert value.action is not None  # noqa: S101  these are the ones
            action = self._backend.actions.get(value.action)
            if action is None or action.before:
                continue
            if value.action not in answers:
                for request in action.requests:
                    await self._clients.pause()
                    answers[value.action], _ = await self._ask(value.action, request, Gate(1))
                    yield answers[value.action]
            if (kept := kept_value(value, answers[value.action])) not in (NOTHING, None):
                self._saved[kept_as] = kept

    def _fill(self, name: str, request: ActionRequest) -> FilledRequest:
        scope = Scope(self._saved, self._call.args, self._call.client.saved)
        lenient = name in self._backend.guessed
        url = self._call.url if request.opens_url else None
        return self._clients.fill(self._call.client, request, scope, url=url, lenient=lenient)
