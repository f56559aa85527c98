"""Every published answer is provoked, over a socket, and compared with the published one."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from . import causes_code2session, causes_credential, causes_gateway, causes_miniprogram
from .backend import SHOP, Answer, Backend, Cause
from .published import NEWEST_TEXTS_SINCE, Published, published
from .shape import outline, rid_second, shape
from .unreached import UNREACHED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mockwx.mock import MockWx

CAUSES: dict[str, Cause] = {
    **causes_code2session.CAUSES,
    **causes_credential.CAUSES,
    **causes_gateway.CAUSES,
    **causes_miniprogram.CAUSES,
}
TODAY = "2026-07-01"


def eras(entry: Published, cause: Cause) -> list[str | None]:
    """As of which days the answer must be like this; None: as of today."""
    if entry.date is None:
        return [cause.as_of]
    day = entry.date[:10]
    return [day, None] if day >= NEWEST_TEXTS_SINCE else [day]


CASES = [(entry, as_of) for entry, cause in CAUSES.items() for as_of in eras(published()[entry], cause)]


def provoke(mockwx: MockWx, entry: Published, cause: Cause, as_of: str | None) -> Iterator[Answer]:
    if entry.at is not None:
        start = datetime.fromtimestamp(entry.at - cause.lead, UTC).isoformat()
    else:
        start = f"{as_of or TODAY}T12:00:00+08:00"
    scenario: dict[str, Any] = {
        "mockwx": 1,
        **(cause.world or SHOP),
        "clock": {"start": start, "mode": "frozen"},
        "wechat": {"as_of": as_of or "today"},
    }
    mockwx.load(scenario)
    done = cause.do(Backend(mockwx))
    yield from [done] if isinstance(done, Answer) else done


@pytest.mark.parametrize(("entry_id", "as_of"), CASES, ids=[f"{entry}@{day or 'today'}" for entry, day in CASES])
def test_mockwx_answers_as_was_published(mockwx: MockWx, entry_id: str, as_of: str | None) -> None:
    entry, cause = published()[entry_id], CAUSES[entry_id]
    answers = list(provoke(mockwx, entry, cause, as_of))
    assert answers
    for answer in answers:
        assert answer.status == (entry.http_status or 200)
        if entry.content_type is not None:
            assert answer.headers["Content-Type"] == entry.content_type
        compare(entry, cause, answer)
    if entry.at is not None and entry.is_error:
        # The world's clock showed the second of the published answer, so the rid begins with the same group.
        assert rid_second(answers[-1].text) == entry.at


def compare(entry: Published, cause: Cause, answer: Answer) -> None:
    if entry.body is None:
        assert type(answer.json["errcode"]) is int
        assert list(answer.json) == ["errcode", "errmsg"]
        assert answer.json["errcode"] == entry.errcode
        assert shape(answer.json["errmsg"]) == shape(entry.errmsg or "")
    elif entry.fidelity == "documented-sample" and not entry.is_error:
        ours, theirs = flat(outline(answer.json)), flat(outline(json.loads(entry.body)))
        assert ours == [(name, cause.unlike.get(name, kind)) for name, kind in theirs]
    else:
        assert shape(answer.text) == shape(entry.compact)


def flat(outlined: Any) -> list[tuple[str, Any]]:
    """The outline with nested keys in a row, so that single keys can be told apart."""
    row: list[tuple[str, Any]] = []
    for name, kind in outlined:
        if not isinstance(kind, list):
            row.append((name, kind))
        elif all(isinstance(each, tuple) for each in kind):
            row += [(name, "object"), *flat(kind)]
        else:
            row.append((name, "array"))
            row += [part for each in kind if isinstance(each, list) for part in flat(each)]
            row += [(name, each) for each in sorted({each for each in kind if isinstance(each, str)})]
    return row


def test_every_published_answer_is_provoked_or_has_a_reason_why_not() -> None:
    assert CAUSES.keys() & UNREACHED.keys() == set()
    assert CAUSES.keys() | UNREACHED.keys() == published().keys()


def test_only_endpoints_that_mockwx_lacks_and_a_documented_slip_stay_unreached() -> None:
    reasons = sorted(UNREACHED.values())
    assert reasons.count("no endpoint of mockwx yet") == len(reasons) - 1


@pytest.mark.parametrize("entry", [each for each in published().values() if each.date], ids=lambda each: each.id)
def test_a_published_rid_begins_with_the_second_of_its_answer(entry: Published) -> None:
    assert rid_second((entry.body or "") + (entry.errmsg or "")) == entry.at


def test_the_shape_tells_a_comma_a_blank_and_a_word_apart() -> None:
    spellings = (
        "invalid code, rid: 66c69111-4157f271-729ca238",
        "invalid code rid: 66c69111-4157f271-729ca238",
        "invalid code, hints: [ req_id: LEgfftXIRa-BU8_9 ]",
        "invalid code hint: [mGhbWV0sf-LxnVma] rid: 65f3e9f7-77cf1a1c-0dd74a0e",
        "invalid code hint: [KJZfAa0644e575]",
        "invalid code hint: [KJZfAa0644e575!]",
        "invalid code hints: [KgHCBbwgE-IQ4YcA!]",
        '{"session_key":"C4EkrXP/ah2OJriCa67ydA=="}',
        '{"session_key":"C4EkrXP\\/ah2OJriCa67ydA=="}',
    )
    assert len({shape(each) for each in spellings}) == len(spellings)
