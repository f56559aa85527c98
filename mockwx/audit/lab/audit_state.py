"""AuditState: the backend, WeChat and all that is known of both, which the probes of one audit share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from msgspec import Struct

from mockwx.audit.chaos_matrix import Cell
from mockwx.audit.finding import FoundSecret
from mockwx.audit.lab.cell_seen import CellSeen
from mockwx.audit.lab.login_way import LoginWay
from mockwx.audit.lab.seen import ActionSeen
from mockwx.audit.needs import Need
from mockwx.audit.options import AuditOptions
from mockwx.client import AppCredentials, ControlClient, JournalEntry
from mockwx.core.ids import draw
from mockwx.core.text.bilingual import Text
from mockwx.play.backend import Backend, BackendSettings
from mockwx.play.run_state import RunState
from mockwx.play.wechat_side import WechatSide
from mockwx.scenario.scenario import DEFAULT_SEED

LIMIT = 8.0
"""Seconds within which a backend must have answered, whatever WeChat does: the mini program gives up then, too."""
MOST_TEXT = 64 << 10


_JWT = re.compile(r"eyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*")


class AuditBudgetSpent(Exception):
    """A probe has sent as many requests as it said that it would send at most."""


class Learnt(Struct):
    """What the first logins showed of the backend."""

    session: bool = False
    """A good login gives something to come back with."""
    me: bool = False
    """``me`` accepts who has just logged in."""
    me_tells: bool = False
    """And it does not accept somebody who has not."""
    outcomes: bool = True
    """A refused login is told from a good one by what the file (or HTTP's status) says."""
    uid: bool = False
    """The same person twice is the same uid, and two people are two."""
    jwt: bool = False
    """The session is a JWT."""
    apis: tuple[str, ...] = ()
    """That WeChat was asked for during the good logins, phone numbers and so on."""
    seconds: float = 0.0
    """Of a good login once all is warm; the slowest of three."""
    server: str = ""
    """As its ``Server`` header says."""


class SecretSeen(Struct, frozen=True):
    """A secret in an answer that no client should see."""

    secret: FoundSecret
    seen: ActionSeen


class ProcessEnd(Struct, frozen=True):
    """The backend's process was gone after a check."""

    check: str
    """The id of the check that was tried."""
    reason: Text
    last_words: str
    """The end of what it had written, as it was; it may hold secrets."""


class AuditedProcess(Protocol):
    """The process of a backend that the audit starts."""

    async def why_gone(self) -> str | None:
        """None while it can be reached."""

    async def restart(self) -> None:
        """As at first."""

    async def restart_without(self, variables: Sequence[str]) -> bool:
        """Without these variables in its environment; False: it does not come up so."""


class AuditState:
    """One world of WeChat's at a time; the backend outlives them all."""

    limit = LIMIT

    def __init__(
        self,
        client: ControlClient,
        settings: BackendSettings,
        backend: Backend,
        options: AuditOptions,
        log: Path | None = None,
    ) -> None:
        self.client = client
        self.settings = settings
        self.backend = backend
        self.options = options
        self.log = log
        """What the backend writes; None: nobody says where."""
        self.run: RunState = settings.run
        self.learnt = Learnt()
        self.gives: set[Need] = set()
        """What else the file and the command line give: two apps, a callback, a command, TLS, …"""
        self.wechat = WechatSide(client)
        self.way = LoginWay()
        """How people log in; of a mini program, until it is found out."""
        self.apps: dict[str, AppCredentials] = {}
        """Those of the world, by name."""
        self.requests = 0
        self.requests_left: int | None = None
        """Of the probe that is at work; None: nobody counts."""
        self.secrets_seen: list[SecretSeen] = []
        """In all answers so far, each as it was met first."""
        self.answers: list[ActionSeen] = []
        """All so far."""
        self.modes: dict[str, str] = {}
        """Variables of its environment that tell in which mode it runs."""
        self.process: AuditedProcess | None = None
        """Of a backend that is started here."""
        self.cells: list[Cell] = []
        """Of the chaos matrix, as they came out first."""
        self.matrix: list[CellSeen] = []
        """The same in this world; empty: it was not tried yet."""
        self.hanging: list[CellSeen] = []
        """Those of them that hang."""
        self.wrong_cells: set[tuple[str, str, bool]] | None = None
        """Api, fault and after of those that were wrong in the first world; None: this is the first one."""
        self.stuck_cells = 0
        """Cells in this world that took as long as if WeChat had hung."""
        self.one_at_a_time = False
        """One login that hangs stops all others, so that nothing may hang beside another."""
        self.remarks: list[Text] = []
        """About the audit as a whole, found out before the first check."""
        self.unrecovered: ActionSeen | None = None
        """The good login that fails ever since something was tried."""
        self.unrecovered_since = ""
        """The id of the check that was tried then."""
        self.ends: list[ProcessEnd] = []
        """Each time that the backend's process ended and had to be started again."""
        self._unread: list[ActionSeen] = []
        self._names = 0
        self._worlds = 0
        self._last_number = 0

    def app(self, name: str) -> AppCredentials | None:
        """By name or appid."""
        return self.apps.get(name) or next((app for app in self.apps.values() if app.appid == name), None)

    async def started_again(self, check: str) -> bool:
        """Whether the backend's process had ended, while this check was tried; it is noted, and runs again then."""
        if self.process is None or (gone := await self.process.why_gone()) is None:
            return False
        reason, _, last_words = gone.partition("\n")
        self.ends.append(ProcessEnd(check, Text.of(reason), last_words))
        await self.process.restart()
        return True

    def begin_world(self) -> None:
        """A fresh world: no rules, empty journal, nobody whom the backend has met."""
        if self._worlds:
            self.look_for_secrets()
            wrong = [seen_cell.cell for seen_cell in self.matrix if seen_cell.cell.severity is not None]
            self.wrong_cells = {(cell.api, cell.fault, cell.after) for cell in wrong}
            self.matrix, self.hanging, self.stuck_cells = [], [], 0
        self._worlds += 1
        self.wechat.begin(self._fresh_world())
        self._push_tickets()
        self._last_number = 0

    def _push_tickets(self) -> None:
        """As WeChat does every ten minutes: without one a platform's tenants cannot log in."""
        for name, said in self.settings.apps.items():
            if said and said.get("kind") == "component" and said.get("callback"):
                self.client.do("wechat.push", event="component_verify_ticket", app=name)

    def begin_now(self) -> None:
        """A fresh world at today's time, to which the former one had not kept; access_tokens that live stay good."""
        self.look_for_secrets()
        self.client.load(self._fresh_world(), outlived="tokens")
        self._push_tickets()
        self._last_number = 0

    def _fresh_world(self) -> dict[str, Any]:
        # The people are new to the backend in every audit; what the probes choose comes from the seed alone.
        return self.settings.into({"mockwx": 1, "seed": f"{DEFAULT_SEED} {self.run.new_play()}"})

    def last_number(self) -> int:
        """Of the journal's last entry; 0: there is none."""
        entries = self.client.journal(since=self._last_number, limit=1)
        self._last_number = entries[-1].number if entries else self._last_number
        return self._last_number

    def whole_journal(self) -> list[JournalEntry]:
        """Every call of this world that is kept."""
        return self.client.journal()

    def new_name(self, what: str) -> str:
        """A name for a person, no other of this audit has it."""
        self._names += 1
        return f"{what}-{self._names}"

    def draw(self, *parts: object, size: int = 16) -> bytes:
        """By chance, the same for the same seed and ``parts``."""
        return draw(self.options.seed, *parts, size=size)

    def count_request(self, many: int = 1) -> None:
        """:raises AuditBudgetSpent: the probe has sent as many as it said; this one is not sent."""
        if self.requests_left is not None:
            if many > self.requests_left:
                raise AuditBudgetSpent
            self.requests_left -= many
        self.requests += many

    @contextmanager
    def announced_apart(self) -> Iterator[None]:
        """For what many checks share, so that it is no single one's to announce."""
        left, self.requests_left = self.requests_left, None
        try:
            yield
        finally:
            self.requests_left = left

    def remember(self, seen: Iterable[ActionSeen]) -> None:
        for answer in seen:
            self.answers.append(answer)
            self._unread.append(answer)

    def look_for_secrets(self) -> None:
        """In all answers since the last look. Mostly there are none; so all are looked through at once first."""
        unread, self._unread = self._unread, []
        if not unread or not self.client.leaks("\n".join(answer.text[:MOST_TEXT] for answer in unread)):
            return
        known = {(earlier.secret.what, earlier.secret.where, earlier.secret.decodings) for earlier in self.secrets_seen}
        for seen in unread:
            for secret in self.secrets_in(seen):
                if (secret.what, secret.where, secret.decodings) not in known:
                    known.add((secret.what, secret.where, secret.decodings))
                    self.secrets_seen.append(SecretSeen(secret, seen))

    def secrets_in(self, seen: ActionSeen) -> list[FoundSecret]:
        """That the answer gives away; what the client itself has sent is an echo and no leak."""
        leaks = self.client.leaks(seen.text[:MOST_TEXT])
        if not leaks:
            return []
        sent = "\n".join(f"{request.url} {request.parts}" for request in seen.requests)
        echoed = {(leak["what"], leak["app"], leak["user"]) for leak in self.client.leaks(sent)}
        headers = [name for name, _ in seen.answer.headers] if seen.status is not None else []
        lines = seen.text[:MOST_TEXT].split("\n")
        secrets = [
            FoundSecret(
                leak["what"],
                " / ".join(name for name in (leak["app"], leak["user"]) if name),
                f"header {headers[leak['line'] - 1]}" if leak["line"] <= len(headers) else "body",
                (*_jwt(lines, leak["line"], leak["column"]), *leak["decodings"]),
                leak["user"] or "",
            )
            for leak in leaks
            if (leak["what"], leak["app"], leak["user"]) not in echoed
        ]
        return list(dict.fromkeys(secrets))


def _jwt(lines: list[str], line: int, column: int) -> Iterator[str]:
    """``jwt``, where that place is within one."""
    text = lines[line - 1] if line <= len(lines) else ""
    if any(match.start() < column <= match.end() for match in _JWT.finditer(text)):
        yield "jwt"
