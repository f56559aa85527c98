"""Control calls about pushes: what was sent to callbacks, and how the backend answered."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mockwx.control.answer import Asked
from mockwx.control.shape import mapping, text, whole
from mockwx.core.clock import spell_instant
from mockwx.core.journal.masks import masked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mockwx.core.pushes.deliveries import Attempt, Push
    from mockwx.store.port import Store

_TICKET = re.compile(r"(<ComponentVerifyTicket><!\[CDATA\[)([^\]]+)")


def list_pushes(asked: Asked) -> Any:
    """Oldest first."""
    given = mapping(asked.query, "event", "user", "app", "since", "limit")
    wanted = {name: text(given[name], name) for name in ("event", "user", "app") if given.get(name) is not None}
    since, limit = whole(given.get("since", 0), "since"), whole(given.get("limit", 1000), "limit", least=1)
    found = [as_json(each) for each in asked.run(lambda world: world.pushes.all()) if each.number > since]
    return {"pushes": [each for each in found if _fits(each, wanted)][-limit:]}


def _fits(push: Mapping[str, Any], wanted: Mapping[str, str]) -> bool:
    return all(value == push[name] or (name == "app" and value == push["appid"]) for name, value in wanted.items())


def answered(worlds: Store, world: str, number: int, attempts: Sequence[Attempt], wall: int) -> dict[str, Any]:
    push = worlds.run(world, lambda each: each.pushes.answered(number, attempts), wall=wall)
    return {} if push is None else outcome(push)


def as_json(push: Push) -> dict[str, Any]:
    """With the secrets of its message masked; the one who asked for the push was told it whole."""
    return {
        "number": push.number,
        "at": spell_instant(push.at),
        "event": push.event,
        "app": push.app,
        "appid": push.appid,
        "user": push.user,
        "method": push.request.method,
        "url": push.request.url,
        "message": _TICKET.sub(lambda found: found[1] + masked(found[2]), push.message),
        "sent": push.sent,
        **outcome(push),
    }


def outcome(push: Push) -> dict[str, Any]:
    """What came of it."""
    verdict = push.verdict
    tried = [{"status": each.status, "body": each.body, "error": each.error} for each in push.attempts]
    return {"accepted": verdict.accepted, "reason": verdict.reason, "reply": verdict.reply, "attempts": tried}
