"""A backend that is gone during a play: what the play still shows, which is no consequence of it."""

from __future__ import annotations

from msgspec.structs import replace

from mockwx.core.text.bilingual import Text
from mockwx.play.flaws import HANGS_UP, Flaw, FlawKind
from mockwx.play.results import Difference, PlayResult

SHOWN_BEFORE = frozenset({FlawKind.LEAK, FlawKind.SHOWS, FlawKind.PAGE, FlawKind.PARSE_ERROR, FlawKind.LETS_IN})
"""Flaws of answers that did come."""
LAST_LINES = 20


def ended_in(result: PlayResult, why: str) -> PlayResult:
    """:param why: the reason on its first line, and what the backend said last."""
    reason, *said = why.splitlines()
    steps = tuple(
        replace(
            step,
            differences=tuple(difference for difference in step.differences if difference.flaw.kind in SHOWN_BEFORE),
        )
        for step in result.steps
    )
    ended = Difference(
        Text("a backend that goes on", "后端继续运行"),
        Text.of(reason),
        Flaw(FlawKind.ENDS),
        tuple(map(Text.alike, said[-LAST_LINES:])),
    )
    return replace(result, verdict="failed", reason=None, steps=steps, differences=(ended,))


def was_gone_before(result: PlayResult) -> bool:
    """Whether it was asked and nothing it did came to WeChat: then an earlier play may have ended it, a little late."""
    return not result.calls and any(step.answers for step in result.steps)


def hung_up(result: PlayResult) -> bool:
    """Whether it gave no answer once: then its process may be about to end."""
    return any(difference.flaw.what == HANGS_UP for difference in result.every_difference)
