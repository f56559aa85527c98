"""What was seen: an action's answer, what the backend asked WeChat meanwhile, and whether somebody is logged in now."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from mockwx.audit.lab.person import LabPerson
from mockwx.client import JournalEntry
from mockwx.play.actions import ActionAnswer
from mockwx.play.answers import BackendAnswer
from mockwx.play.clients import FilledRequest
from mockwx.scenario.backend_actions import outcomes_in


class ActionSeen(Struct, frozen=True):
    """One action, or any other request, and all that came of it."""

    action: str
    """Of the backend file; empty: a request of the probe's own."""
    person: LabPerson
    made: ActionAnswer
    calls: tuple[JournalEntry, ...] = ()
    """What the backend asked WeChat meanwhile; where things overlap, only calls about this person."""
    code: Any = None
    """The code that it carried."""

    @property
    def answer(self) -> BackendAnswer:
        return self.made.answer

    @property
    def outcome(self) -> str:
        """ok, refused, unavailable, crashed, unclear; where the file cannot tell them apart, joined by `` or ``."""
        return self.made.outcome

    @property
    def status(self) -> int | None:
        return self.answer.status

    @property
    def json(self) -> Any:
        return self.answer.json

    @property
    def text(self) -> str:
        """All that the client gets to see, headers too."""
        return self.made.text

    @property
    def saved(self) -> dict[str, Any]:
        """What the file keeps of it: session, uid, …"""
        return dict(self.made.saved)

    @property
    def requests(self) -> tuple[FilledRequest, ...]:
        return self.made.requests

    @property
    def ok(self) -> bool:
        return self.outcome == "ok"

    @property
    def crashed(self) -> bool:
        """An answer that is never acceptable, or none at all."""
        return "crashed" in outcomes_in(self.outcome)

    @property
    def hung(self) -> bool:
        """No answer came within the limit."""
        return self.answer.timed_out

    @property
    def seconds(self) -> float:
        return self.answer.seconds

    def succeeded(self, api: str | None = None) -> bool:
        """Whether WeChat answered one of the calls with success, so that the backend could read it."""
        return any(call.errcode == 0 and call.status == 200 and api in (None, call.api) for call in self.calls)


class LoginSeen(ActionSeen, frozen=True):
    """A login, and whether anybody is logged in now: that is never the answer's word alone."""

    session: str = ""
    """What the answer gave to come back with; empty: nothing."""
    me: ActionSeen | None = None
    """What ``me`` answered to it right after; None: there is no ``me``, or nothing to ask it with."""
    uid: Any = None
    """The account, by ``login`` or else by ``me``; None: neither says one."""
    let_in: bool = False
    """``ok``, with a session, and ``me`` (if there is one) accepts it and shows an account that is no guest's."""

    @property
    def exchanged(self) -> bool:
        """Whether WeChat vouched for somebody during this login: it answered a code with success."""
        return any(
            call.errcode == 0 and call.status == 200 and call.user is not None and (call.api or "") not in NO_EXCHANGES
            for call in self.calls
        )

    @property
    def session_tried(self) -> bool:
        return self.me is not None


NO_EXCHANGES = frozenset({"token", "stable_token"})
