"""The words of a rule in Python, side by side: ``rule("code2session", call=1, errcode=-1)``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Literal, TypedDict

from mockwx.client.durations import spelled
from mockwx.client.errors import MockWxError
from mockwx.core.text.did_you_mean import unknown
from mockwx.core.wire import BrokenWire, NoConnection


class RuleWords(TypedDict, total=False):
    """What a rule may say beside its api, in the words of the scenario language; None is as good as nothing."""

    name: str | None
    """Shown in the journal and in ``X-Mockwx-Trace``; the api and a number by default."""
    times: int | None
    """Fires at most so often."""

    app: str | None
    """Only calls of this app, by name or appid."""
    user: str | None
    """Only calls about this user."""
    call: int | str | Sequence[int] | None
    """Which calls, counted from 1: ``2``, ``"1..3"``, ``"4.."``, ``[1, 3]``, ``"every 5"``."""
    count_by: Literal["rule", "user", "app", "code"] | None
    """What calls are counted for: all together by default."""
    chance: float | None
    """0 to 1: how often it happens, drawn from the world's seed."""
    between: Sequence[str | timedelta] | None
    """Only between these two times since the world's start: ``("10s", "1m")``."""

    errcode: int | str | None
    """WeChat refuses with this errcode, a number or a name."""
    errmsg: str | None
    """With ``errcode``: another text than WeChat's own."""
    http: int | None
    """An HTTP status instead of an answer."""
    net: Literal[BrokenWire, NoConnection] | None
    """The wire breaks (hang, reset, empty), or no connection comes to be (refused, tls)."""
    body: str | Mapping[str, Any] | None
    """How the body is bent: ``{"truncate": 40}``, ``{"drop": ["openid"]}``, …; with ``http`` also a text."""
    do: Sequence[str | Mapping[str, Any]] | None
    """Verbs that happen inside WeChat just before this answer: ``["wechat.rotate_session_key"]``."""
    latency: str | int | timedelta | Mapping[str, str] | None
    """The answer is late, in real time: ``"800ms"``, milliseconds, or ``{"p50": "800ms", "p99": "4s"}``."""
    hold: int | Mapping[str, Any] | None
    """The answer waits until so many calls are there, in real time: ``2``, or ``{"calls": 2, "limit": "3s"}``."""
    commit: bool | None
    """WeChat did its work (the code is spent), then the answer failed."""


def as_rule(api: str, words: Mapping[str, Any]) -> dict[str, Any]:
    """The rule as a scenario file holds it, with ``when`` and ``then``.

    :raises MockWxError: there is no such word.
    """
    from mockwx.scenario.rule_parsing import unfold

    for word in words:
        if word not in RuleWords.__annotations__:
            raise MockWxError(unknown("word of a rule", "规则关键字", word, RuleWords.__annotations__), where=word)
    said = dict(words)
    if isinstance(said.get("latency"), int | timedelta):
        said["latency"] = spelled(said["latency"])
    if said.get("between") is not None:
        said["between"] = [spelled(time) if isinstance(time, timedelta) else time for time in said["between"]]
    return unfold({"api": api, **said})
