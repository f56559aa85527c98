"""Control calls about pushes: what was sent to callbacks, and how the backend answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockwx.control.answer import ControlError
from mockwx.control.known_names import check_app, check_user
from mockwx.control.shape import mapping, text, whole
from mockwx.core.clock import spell_instant
from mockwx.core.journal.journal import CANARY
from mockwx.core.journal.shown import shown_message
from mockwx.core.pushes.events import ALL_EVENTS
from mockwx.core.text.did_you_mean import unknown
from mockwx.core.web.address import CANARIES
from mockwx.verbs.push import canary_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from mockwx.control.answer import JsonObject
    from mockwx.control.call import ControlCall
    from mockwx.core.pushes.deliveries import Attempt, Push
    from mockwx.core.world import World
    from mockwx.store.port import Store


def list_pushes(call: ControlCall) -> JsonObject:
    """Oldest first."""
    filters = mapping(call.query, "event", "user", "app", "since", "limit")
    wanted = {name: text(filters[name], name) for name in ("event", "user", "app") if filters.get(name) is not None}
    since, limit = whole(filters.get("since", 0), "since"), whole(filters.get("limit", 1000), "limit", least=1)

    def look(world: World) -> list[Push]:
        pushes, event = world.pushes.all(), wanted.get("event")
        if event is not None and event not in ALL_EVENTS and all(event != push.event for push in pushes):
            raise ControlError(unknown("event", "事件", event, ALL_EVENTS), "event")
        check_user(world, wanted.get("user"), "user", seen=(push.user for push in pushes))
        check_app(world, wanted.get("app"), "app", seen=(name for push in pushes for name in (push.app, push.appid)))
        return pushes

    pushes = [as_json(push) for push in call.run(look) if push.number > since]
    return {"pushes": [push for push in pushes if _fits(push, wanted)][-limit:]}


def _fits(push: Mapping[str, Any], wanted: Mapping[str, str]) -> bool:
    return all(value == push[name] or (name == "app" and value == push["appid"]) for name, value in wanted.items())


def answered(worlds: Store, world: str, number: int, attempts: Sequence[Attempt], wall: int) -> JsonObject:
    def answer(lent: World) -> JsonObject:
        push = lent.pushes.answered(number, attempts)
        return {} if push is None else outcome(push) | _canary(lent, push)

    return worlds.run(world, answer, wall=wall)


def _canary(world: World, push: Push) -> JsonObject:
    """Whether an external entity was followed so far."""
    if push.forge != "external_entity":
        return {}
    path = f"{CANARIES}{canary_of(push.number)}"
    hits = sum(exchange.api == CANARY and exchange.request.path == path for exchange in world.journal)
    return {"canary_hits": hits}


def as_json(push: Push) -> JsonObject:
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
        "message": shown_message(push.message),
        "sent": push.sent,
        "forge": push.forge,
        **outcome(push),
    }


def outcome(push: Push) -> JsonObject:
    """What came of it."""
    verdict = push.verdict
    attempts = [{"status": attempt.status, "body": attempt.body, "error": attempt.error} for attempt in push.attempts]
    return {
        "accepted": verdict.accepted,
        "reason": verdict.reason,
        "reply": verdict.reply,
        "shows": verdict.shows,
        "attempts": attempts,
    }
