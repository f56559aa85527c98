"""Every further published answer is provoked, over a socket, and compared with the published one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from .backend import SHOP, Answer, Backend, Cause
from .causes_more import CAUSES
from .messages_more import MESSAGES
from .published_more import Published, compare, published, same_message
from .shape import rid_second
from .unreached_more import UNREACHED

if TYPE_CHECKING:
    from mockwx.mock import MockWx

TODAY = "2026-07-01"
CASES = [
    (entry, era)
    for entry, cause in CAUSES.items()
    for era in ([cause.as_of] if cause.as_of else published()[entry].eras)
]


def provoke(mockwx: MockWx, entry: Published, cause: Cause, as_of: str | None) -> list[Answer]:
    if entry.second is not None:
        start = datetime.fromtimestamp(entry.second - cause.lead, UTC).isoformat()
    else:
        start = f"{as_of or TODAY}T12:00:00+08:00"
    world = dict(cause.world or SHOP)
    wechat: dict[str, Any] = {"as_of": as_of or "today", **world.pop("wechat", {})}
    mockwx.load({"mockwx": 1, **world, "clock": {"start": start, "mode": "frozen"}, "wechat": wechat})
    done = cause.do(Backend(mockwx))
    return [done] if isinstance(done, Answer) else list(done)


@pytest.mark.parametrize(("entry_id", "as_of"), CASES, ids=[f"{entry}@{day or 'today'}" for entry, day in CASES])
def test_mockwx_answers_as_was_published(mockwx: MockWx, entry_id: str, as_of: str | None) -> None:
    entry, cause = published()[entry_id], CAUSES[entry_id]
    answers = provoke(mockwx, entry, cause, as_of)
    assert answers
    for answer in answers:
        compare(entry, answer)
    if entry.second is not None and "errmsg" in (entry.body or "errmsg"):
        # The world's clock showed the second of the published answer.
        assert rid_second(answers[-1].text) == entry.second


def test_every_published_answer_is_provoked_or_has_a_reason_why_not() -> None:
    assert CAUSES.keys() & UNREACHED.keys() == set()
    servers = {entry.id for entry in published().values() if not entry.is_client}
    assert CAUSES.keys() | (UNREACHED.keys() & servers) == servers


@pytest.mark.parametrize("entry_id", list(MESSAGES))
def test_a_phone_tells_the_mini_program_what_was_published(mockwx: MockWx, entry_id: str) -> None:
    message = MESSAGES[entry_id]
    shop, alice, clock = dict(message.shop), dict(message.alice), {"start": message.at, "mode": "frozen"}
    mockwx.load({"mockwx": 1, "apps": {"shop": shop}, "users": {"alice": alice}, "clock": clock})
    same_message(published()[entry_id], message.do(mockwx))


def test_every_published_message_is_provoked_or_has_a_reason_why_not() -> None:
    phones = {entry.id for entry in published().values() if entry.is_client}
    assert MESSAGES.keys() | (UNREACHED.keys() & phones) == phones
    assert MESSAGES.keys() & UNREACHED.keys() == set()
