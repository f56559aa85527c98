"""The WeChat side of a play: one world after the other on the mockwx that the backend points at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from mockwx.control.answer import ControlError
from mockwx.mock import MockWx, MockWxError

_NOT_THE_WORLD = ("steps", "backend", "expect", "each")


class Call(Struct, frozen=True):
    """One call that the backend made to WeChat, for people."""

    line: str
    trace: tuple[str, ...]
    """For each rule that looked at it, why it fired or did not."""


class Wechat:
    """What the player asks of mockwx, in process or over HTTP."""

    def __init__(self, mockwx: MockWx) -> None:
        self._mockwx = mockwx

    @property
    def url(self) -> str:
        return self._mockwx.url

    def begin(self, world: Mapping[str, Any]) -> None:
        """A fresh world. The backend outlives it, so its access_token stays good and time does not turn back."""
        shown = {key: value for key, value in world.items() if key not in _NOT_THE_WORLD}
        self._mockwx._call("PUT", "scenario", shown, query={"outlived": "true"})

    def do(self, verb: str, args: Mapping[str, Any]) -> dict[str, Any]:
        """:raises MockWxError: it cannot be done, and why."""
        return dict(self._mockwx._call("POST", verb.replace(".", "/", 1), dict(args)))

    def leaks(self, text: str) -> list[str]:
        """Which of the world's secrets stand in the text, in words."""
        if not text:
            return []
        found = self._mockwx._call("POST", "leaks", {"text": text})["leaks"]
        return [_whose(each) for each in found]

    def calls(self) -> tuple[Call, ...]:
        return tuple(
            Call(each["line"], tuple(each["trace"])) for each in self._mockwx._call("GET", "journal")["entries"]
        )

    def difference(self, expected: Mapping[str, Any]) -> str | None:
        """Why it is not so that these calls came."""
        try:
            self._mockwx._line_open().call("POST", "verify", {}, {"calls": [dict(expected)]})
        except ControlError as error:
            if error.status == 409:
                return error.what
            raise MockWxError(str(error)) from None
        return None

    def unused_rules(self) -> Sequence[tuple[str, int]]:
        """Rules that never fired, each with how many calls it saw."""
        return [(each["name"], each["seen"]) for each in self._mockwx.rules if not each["hits"]]


def _whose(leak: Mapping[str, Any]) -> str:
    words = [str(leak["what"])]
    words += [f"of {leak['user']}"] if leak["user"] else []
    words += [f"in {leak['app']}"] if leak["app"] else []
    return " ".join(words)
