"""Control calls about the journal: look, forget, verify."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from msgspec import to_builtins

from mockwx import verify as verifying
from mockwx.control.answer import ControlAnswer, ControlError, JsonObject
from mockwx.control.known_names import check_app, check_user
from mockwx.control.shape import api, is_whole, mapping, text, whole
from mockwx.core import errcodes
from mockwx.core.journal.entries import JournalFilter, entry
from mockwx.core.journal.journal import why_dropped
from mockwx.core.text.bilingual import both
from mockwx.core.text.durations import parse_duration
from mockwx.core.text.spans import Span, parse_span

if TYPE_CHECKING:
    from mockwx.control.call import ControlCall
    from mockwx.core.canaries import Leak
    from mockwx.core.journal.journal import Exchange
    from mockwx.core.world import World


def chosen(filters: Mapping[str, Any], where: str = "") -> JournalFilter:
    """Which exchanges are meant, from a query or from JSON."""
    errcode = filters.get("errcode")
    if isinstance(errcode, str) and not is_whole(errcode):
        named = errcodes.lookup(errcode)
        if named is None:
            raise _no_such_errcode(errcode, f"{where}errcode")
        errcode = named.code
    return JournalFilter(
        api=api(filters["api"], f"{where}api") if filters.get("api") is not None else None,
        user=text(filters["user"], f"{where}user") if filters.get("user") is not None else None,
        app=text(filters["app"], f"{where}app") if filters.get("app") is not None else None,
        errcode=whole(errcode, f"{where}errcode", least=-1) if errcode is not None else None,
        since=whole(filters.get("since", 0), f"{where}since"),
    )


def _exchanges(
    call: ControlCall, *filters: tuple[str, JournalFilter], since: int = 0
) -> tuple[list[Exchange], JsonObject]:
    """All after ``since`` that are kept, and ``note``, a sentence about those that were dropped for their size.

    Of the filters, each with its place, every name must mean something in this world.
    """

    def look(world: World) -> tuple[list[Exchange], JsonObject]:
        exchanges, note = world.journal.after(since), why_dropped(world.journal)
        for where, wanted in filters:
            _refuse_unknown(wanted, world, where)
        return exchanges, {} if note is None else {"note": note}

    return call.run(look)


def _refuse_unknown(wanted: JournalFilter, world: World, where: str) -> None:
    """A name that nobody has is a slip of the pen: no call would ever be counted, so that ``count: 0`` was always true.

    :raises ControlError: with the nearest name.
    """
    exchanges, errcode = world.journal, wanted.errcode
    check_user(world, wanted.user, f"{where}user", seen=(exchange.user for exchange in exchanges))
    seen = (name for exchange in exchanges for name in (exchange.app, exchange.appid))
    check_app(world, wanted.app, f"{where}app", seen=seen)
    if errcode and errcodes.lookup(errcode) is None and all(errcode != exchange.errcode for exchange in exchanges):
        raise _no_such_errcode(errcode, f"{where}errcode")


def _no_such_errcode(wrong: object, where: str) -> ControlError:
    # Loaded on first use: it knows the whole language of scenarios.
    from mockwx.scenario.language.names import errcode_of

    try:
        errcode_of(wrong)
    except ValueError as error:
        return ControlError(str(error), where)
    raise AssertionError(wrong)


def entries(call: ControlCall) -> JsonObject:
    filters = mapping(call.query, "api", "user", "app", "errcode", "since", "limit")
    limit = whole(filters.get("limit", 1000), "limit", least=1)
    wanted = chosen(filters)
    kept, note = _exchanges(call, ("", wanted), since=wanted.since)
    exchanges = wanted.among(kept)
    return {"entries": [entry(exchange) for exchange in exchanges[-limit:]], **note}


def waiting(call: ControlCall) -> JsonObject:
    """The entries that are waited for, so far; ``enough`` says whether there are as many as wanted.

    Waiting itself is for whoever has a real clock: the HTTP server and the Python API ask again until the
    ``timeout`` has passed.
    """
    filters = mapping(call.query, "api", "user", "app", "errcode", "since", "count", "timeout")
    count = whole(filters.get("count", 1), "count", least=1)
    try:
        timeout = parse_duration(filters.get("timeout", "10s"))
    except ValueError as error:
        raise ControlError(str(error), "timeout") from None
    wanted = chosen(filters)
    kept, note = _exchanges(call, ("", wanted), since=wanted.since)
    exchanges = wanted.among(kept)
    return {
        "enough": len(exchanges) >= count,
        "entries": [entry(exchange) for exchange in exchanges],
        "timeout_ms": timeout,
        **note,
    }


def clear(call: ControlCall) -> JsonObject:
    call.run(lambda world: world.journal.clear())
    return {"cleared": True}


def verify(call: ControlCall) -> JsonObject | ControlAnswer:
    """200, or 409 with the differences as text, and in ``counts`` as :class:`mockwx.verify.WrongCount`."""
    calls = mapping(call.body, "calls").get("calls")
    if not isinstance(calls, list):
        raise ControlError(both('write {"calls": [{"api": ...}]}', '请写 {"calls": [{"api": ...}]}'), "calls")
    expectations = [expected(wanted, f"calls[{index}].") for index, wanted in enumerate(calls)]
    filters = [(f"calls[{index}].", part) for index, wanted in enumerate(expectations) for part in wanted.filters]
    exchanges, note = _exchanges(call, *filters)
    unmet = [counts for wanted in expectations if (counts := wanted.wrong_counts(exchanges))]
    if not unmet:
        return {"ok": True}
    differences = ["\n".join(map(str, counts)) for counts in unmet] + list(note.values())
    wrong: JsonObject = {"error": "\n".join(differences), "where": "calls", "differences": differences}
    return ControlAnswer({**wrong, "counts": to_builtins([count for counts in unmet for count in counts]), **note}, 409)


def leaks(call: ControlCall) -> JsonObject:
    """Which of the world's secrets stand, however spelt, in a text from elsewhere: an answer of the backend, a log."""
    foreign = text(mapping(call.body, "text").get("text"), "text")
    # Loaded on first use: only who looks for leaks needs its expressions.
    from mockwx.core import canaries

    # The world is lent for a look at its secrets only: a long text takes a while.
    searched = canaries.search(call.run(canaries.secrets_of), foreign)
    return {"leaks": [_leak(leak) for leak in searched.leaks], "complete": searched.complete}


def _leak(leak: Leak) -> JsonObject:
    """Whose it is, how it was spelt and where; never the secret itself."""
    secret = leak.secret
    return {
        "what": secret.what,
        "app": secret.app,
        "user": secret.user,
        "decodings": list(leak.decodings),
        "line": leak.line,
        "column": leak.column,
    }


def expected(value: object, where: str) -> verifying.Expected:
    """``count`` is a number or a span; ``errcode`` is one, or says how many calls were answered with each."""
    wanted = mapping(value, "api", "user", "app", "errcode", "count", "since")
    counts: tuple[tuple[int, Span], ...] = ()
    if isinstance(wanted.get("errcode"), Mapping):
        counted = wanted.pop("errcode")
        # Without a count of its own such a call is counted by its errcodes alone.
        span = Span()
        counts = tuple((_errcode(code, where), _span(count, f"{where}errcode.")) for code, count in counted.items())
    else:
        span = Span(1)
    if wanted.get("count") is not None:
        span = _span(wanted["count"], f"{where}count")
    return verifying.Expected(chosen(wanted, where), span.least, span.most, counts)


def _errcode(code: object, where: str) -> int:
    return chosen({"errcode": code}, where).errcode or 0


def _span(value: object, where: str) -> Span:
    try:
        return parse_span(value)
    except ValueError as error:
        raise ControlError(str(error), where.rstrip(".")) from None
