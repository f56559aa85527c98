"""The WeChat side of a play: one world after the other on the mockwx that the backend points at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from mockwx.client import ControlClient, JournalEntry
from mockwx.client.records import UnmetCalls
from mockwx.core.text.bilingual import Text

_NOT_THE_WORLD = ("steps", "backend", "expect", "each")


class AnswerLeak(Struct, frozen=True):
    """A secret of WeChat's in an answer: which one, and of whom."""

    what: str
    user: str
    app: str
    decodings: tuple[str, ...] = ()
    """How it was spelt, such as percent and base64."""

    @property
    def told(self) -> Text:
        of = f" of {self.user}" if self.user else ""
        app = f" in {self.app}" if self.app else ""
        whose = "/".join(name for name in (self.app, self.user) if name)
        spelt = f" ({', '.join(self.decodings)})" if self.decodings else ""
        return Text(f"{self.what}{of}{app}{spelt}", f"{f' {whose} 的' if whose else ''} {self.what}{spelt}")


class WechatSide:
    """What the player asks of mockwx."""

    def __init__(self, client: ControlClient) -> None:
        self._client = client

    @property
    def url(self) -> str:
        return self._client.url

    def begin(self, world: Mapping[str, Any]) -> None:
        """A fresh world. The backend outlives it, so its access_token stays good and time does not turn back."""
        self._client.load({key: value for key, value in world.items() if key not in _NOT_THE_WORLD}, outlived=True)

    def do(self, verb: str, args: Mapping[str, Any]) -> dict[str, Any]:
        """:raises MockWxError: it cannot be done, and why."""
        return self._client.do(verb, **args)

    def leaks(self, text: str) -> list[AnswerLeak]:
        """Which of the world's secrets stand in the text."""
        return [
            AnswerLeak(str(leak["what"]), leak["user"] or "", leak["app"] or "", tuple(leak["decodings"]))
            for leak in self._client.leaks(text)
        ]

    def calls(self) -> tuple[JournalEntry, ...]:
        """What the backend has asked WeChat in this world."""
        return tuple(self._client.journal())

    def unmet_calls(self, expected: Mapping[str, Any]) -> UnmetCalls | None:
        """Of which calls another number came than expected; None where it is so."""
        return self._client.unmet_calls([expected])

    def unused_rules(self) -> Sequence[tuple[str, int]]:
        """Rules that never fired, each with how many calls it saw."""
        return [(rule["name"], rule["seen"]) for rule in self._client.rules() if not rule["hits"]]
