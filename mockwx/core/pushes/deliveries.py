"""Deliveries: what WeChat has pushed to callbacks, how backends answered, and whether WeChat is content with that."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from mockwx.core.people.callback import Callback
from mockwx.core.pushes.forgeries import Forgery
from mockwx.core.pushes.replies import OUT_OF_SERVICE, Conversation, read_reply
from mockwx.core.pushes.requests import PushRequest, opened_reply
from mockwx.core.tables.counts import Counts
from mockwx.core.tables.table import OpenTable

MOST_TRIES = 3
"""Times in all that a push is sent while nobody answers it with HTTP 200. The general rule of pushes ("重试三次") is
read so; whether it holds for every event is assumed."""
PATIENCE = 5_000
"""Milliseconds of real time for one answer."""
PUSHES_KEPT = 1_000
"""So many pushes of a world are kept, the youngest."""


class Attempt(Struct, frozen=True):
    """One try: what the backend answered, or why it did not."""

    status: int | None = None
    body: str = ""
    error: str | None = None

    @property
    def failed(self) -> bool:
        """Whether WeChat tries again."""
        return self.error is not None or self.status != 200


class Verdict(Struct, frozen=True):
    accepted: bool
    reason: str | None = None
    """Why not, in one sentence."""
    reply: str | None = None
    """What a sealed reply, or one to a follower, says, opened."""
    shows: str | None = None
    """What a follower reads after it; None: nothing."""


class Push(Struct, frozen=True):
    number: int
    at: int
    """The world's milliseconds."""
    event: str
    app: str
    appid: str
    callback: Callback
    request: PushRequest
    message: str
    """What the backend reads in it, opened."""
    wants: tuple[str, ...]
    """The answers that WeChat understands, each the whole body."""
    user: str | None = None
    sent: bool = True
    """False: lost on its way, by request."""
    attempts: tuple[Attempt, ...] = ()
    forge: Forgery | None = None
    """WeChat would never send it."""

    conversation: Conversation | None = None
    """Where a follower talks to the account, who reads the answer."""

    @property
    def verdict(self) -> Verdict:
        if not self.attempts:
            return Verdict(False, "it is on its way" if self.sent else "it was lost on its way")
        last = self.attempts[-1]
        if last.error is not None:
            return self._no(f"no answer: {last.error}")
        if last.status != 200:
            return self._no(f"HTTP {last.status}")
        if last.body in self.wants:
            return Verdict(True)
        answers = " or ".join(wanted or "nothing" for wanted in self.wants)
        return self._of_reply(last.body, f"the answer must be {answers}, and was {last.body[:60]!r}")

    def _of_reply(self, body: str, reason: str) -> Verdict:
        conversation = self.conversation
        try:
            if conversation is not None and conversation.may_answer:
                reply = read_reply(self.callback, body, self.appid, conversation)
                return Verdict(True, reply=reply.text, shows=reply.shows)
            if conversation is None and self.callback.mode != "plain" and self.request.method == "POST":
                return Verdict(True, reply=opened_reply(self.callback, body, self.appid))
        except ValueError as error:
            return self._no(f"{reason}; {error}")
        return self._no(reason)

    def _no(self, reason: str) -> Verdict:
        reads = self.conversation is not None and self.conversation.may_answer
        return Verdict(False, reason, shows=OUT_OF_SERVICE if reads else None)


class Pushes:
    def __init__(self, open_table: OpenTable, counts: Counts) -> None:
        self._pushes = open_table("pushes", Push)
        self._counts = counts

    def next_number(self) -> int:
        """A number that no other push of this world has; 1 is the first."""
        return self._counts.next("push")

    def add(self, push: Push) -> Push:
        self._pushes.put(str(push.number), push)
        self._pushes.drop(str(push.number - PUSHES_KEPT))
        return push

    def answered(self, number: int, attempts: Iterable[Attempt]) -> Push | None:
        """None: the world has begun anew since it was sent."""
        push = self._pushes.get(str(number))
        return self.add(replace(push, attempts=tuple(attempts))) if push is not None else None

    def all(self) -> list[Push]:
        """Oldest first."""
        return sorted((push for _, push in self._pushes.items()), key=lambda push: push.number)
