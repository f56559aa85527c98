"""Control calls about the journal: look, forget, verify."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mockwx import verify as verifying
from mockwx.control.answer import Answer, Asked, ControlError
from mockwx.control.shape import api, mapping, text, whole
from mockwx.core import canaries, errcodes
from mockwx.core.journal.entries import Chosen, entry
from mockwx.core.text.bilingual import both
from mockwx.core.text.durations import parse_duration
from mockwx.core.text.spans import Span, parse_span

if TYPE_CHECKING:
    from mockwx.core.journal.journal import Exchange


def chosen(given: Mapping[str, Any], where: str = "") -> Chosen:
    """Which exchanges are meant, from a query or from JSON."""
    errcode = given.get("errcode")
    if isinstance(errcode, str) and (named := errcodes.lookup(errcode)) is not None:
        errcode = named.code
    return Chosen(
        api=api(given["api"], f"{where}api") if given.get("api") is not None else None,
        user=text(given["user"], f"{where}user") if given.get("user") is not None else None,
        app=text(given["app"], f"{where}app") if given.get("app") is not None else None,
        errcode=whole(errcode, f"{where}errcode", least=-1) if errcode is not None else None,
        since=whole(given.get("since", 0), f"{where}since"),
    )


def _exchanges(asked: Asked) -> list[Exchange]:
    return asked.run(lambda world: list(world.journal))


def entries(asked: Asked) -> Any:
    given = mapping(asked.query, "api", "user", "app", "errcode", "since", "limit")
    limit = whole(given.get("limit", 1000), "limit", least=1)
    found = chosen(given).among(_exchanges(asked))
    return {"entries": [entry(each) for each in found[-limit:]]}


def waiting(asked: Asked) -> Any:
    """The entries that are waited for, so far; ``enough`` says whether there are as many as wanted.

    Waiting itself is for whoever has a real clock: the HTTP server and the Python API ask again until the
    ``timeout`` has passed.
    """
    given = mapping(asked.query, "api", "user", "app", "errcode", "since", "count", "timeout")
    count = whole(given.get("count", 1), "count", least=1)
    try:
        timeout = parse_duration(given.get("timeout", "10s"))
    except ValueError as error:
        raise ControlError(str(error), "timeout") from None
    found = chosen(given).among(_exchanges(asked))
    return {"enough": len(found) >= count, "entries": [entry(each) for each in found], "timeout_ms": timeout}


def clear(asked: Asked) -> Any:
    asked.run(lambda world: world.journal.clear())
    return {"cleared": True}


def verify(asked: Asked) -> Any:
    """200, or 409 with the difference."""
    calls = mapping(asked.body, "calls").get("calls")
    if not isinstance(calls, list):
        raise ControlError(both('write {"calls": [{"api": ...}]}', '请写 {"calls": [{"api": ...}]}'), "calls")
    expectations = [expected(each, f"calls[{nth}].") for nth, each in enumerate(calls)]
    happened = _exchanges(asked)
    differences = [each.difference(happened) for each in expectations]
    wrong = [each for each in differences if each is not None]
    if wrong:
        return Answer({"error": "\n".join(wrong), "where": "calls", "differences": wrong}, 409)
    return {"ok": True}


def leaks(asked: Asked) -> Any:
    """Which of the world's secrets stand in a text that came from elsewhere: an answer of the backend, a log."""
    given = text(mapping(asked.body, "text").get("text"), "text")
    return {"leaks": asked.run(lambda world: canaries.leaks(world, given))}


def expected(given: Any, where: str) -> verifying.Expected:
    """``count`` is a number or a span; ``errcode`` is one, or says how many calls were answered with each."""
    call = mapping(given, "api", "user", "app", "errcode", "count", "since")
    errcodes: tuple[tuple[int, Span], ...] = ()
    if isinstance(call.get("errcode"), Mapping):
        counted = call.pop("errcode")
        # Without a count of its own such a call is counted by its errcodes alone.
        span = Span()
        errcodes = tuple((_errcode(each, where), _span(many, f"{where}errcode.")) for each, many in counted.items())
    else:
        span = Span(1)
    if call.get("count") is not None:
        span = _span(call["count"], f"{where}count")
    return verifying.Expected(chosen(call, where), span.least, span.most, errcodes)


def _errcode(given: Any, where: str) -> int:
    return chosen({"errcode": given}, where).errcode or 0


def _span(given: Any, where: str) -> Span:
    try:
        return parse_span(given)
    except ValueError as error:
        raise ControlError(str(error), where.rstrip(".")) from None
