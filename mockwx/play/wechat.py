"""The WeChat side of a play: one world after the other on the mockwx that the backend points at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mockwx.client import ControlClient, JournalEntry

_NOT_THE_WORLD = ("steps", "backend", "expect", "each")


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

    def leaks(self, text: str) -> list[str]:
        """Which of the world's secrets stand in the text, in words."""
        return [_whose(leak) for leak in self._client.leaks(text)]

    def calls(self) -> tuple[JournalEntry, ...]:
        """What the backend has asked WeChat in this world."""
        return tuple(self._client.journal())

    def difference(self, expected: Mapping[str, Any]) -> str | None:
        """Why it is not so that these calls came."""
        return self._client.difference([expected])

    def unused_rules(self) -> Sequence[tuple[str, int]]:
        """Rules that never fired, each with how many calls it saw."""
        return [(rule["name"], rule["seen"]) for rule in self._client.rules() if not rule["hits"]]


def _whose(leak: Mapping[str, Any]) -> str:
    """Such as ``session_key of alice in shop (percent, base64)``."""
    words = [str(leak["what"])]
    words += [f"of {leak['user']}"] if leak["user"] else []
    words += [f"in {leak['app']}"] if leak["app"] else []
    words += [f"({', '.join(leak['decodings'])})"] if leak["decodings"] else []
    return " ".join(words)
