"""Every published answer about web logins is provoked, over a socket, and compared with the published one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from . import causes_web, causes_wecom
from .backend import SHOP, Answer, Backend, Cause
from .published_web import Published, compare, published
from .shape import rid_second
from .unreached_web import UNREACHED

if TYPE_CHECKING:
    from mockwx.mock import MockWx

CAUSES = {**causes_web.CAUSES, **causes_wecom.CAUSES}
TODAY = "2026-07-01"


def provoke(mockwx: MockWx, entry: Published, cause: Cause) -> list[Answer]:
    as_of = cause.as_of or entry.day
    if entry.second is not None:
        start = datetime.fromtimestamp(entry.second - cause.lead, UTC).isoformat()
    else:
        start = f"{as_of or TODAY}T12:00:00+08:00"
    world = dict(cause.world or SHOP)
    wechat: dict[str, Any] = {"as_of": as_of or "today", **world.pop("wechat", {})}
    mockwx.load({"mockwx": 1, **world, "clock": {"start": start, "mode": "frozen"}, "wechat": wechat})
    done = cause.do(Backend(mockwx))
    return [done] if isinstance(done, Answer) else list(done)


@pytest.mark.parametrize("entry_id", list(CAUSES))
def test_mockwx_answers_as_was_published(mockwx: MockWx, entry_id: str) -> None:
    entry, cause = published()[entry_id], CAUSES[entry_id]
    answers = provoke(mockwx, entry, cause)
    assert answers
    for answer in answers:
        assert answer.status == (entry.http_status or 200)
        if entry.content_type is not None:
            assert answer.headers["Content-Type"].startswith(entry.content_type)
        compare(entry, answer.text)
    if entry.second is not None and entry.origin == "observed":
        assert rid_second(answers[-1].text) == entry.second


def test_every_published_answer_is_provoked_or_has_a_reason_why_not() -> None:
    assert CAUSES.keys() & UNREACHED.keys() == set()
    assert CAUSES.keys() | UNREACHED.keys() == published().keys()


def test_a_spelling_that_differs_is_told_apart() -> None:
    entries = published()
    for entry_id, other in (
        ("web-001", '{"errcode":40163,"errmsg":"code been used rid: 62bae58d-5bf58b34-5f8e035e"}'),
        (
            "web-023",
            '{"access_token":"a","refresh_token":"b","expires_in":7200,"openid":"c","scope":"snsapi_userinfo"}',
        ),
        ("web-024", '{"scope":"x","is_snapshotuser":1,"unionid":"u"}'),
        ("web-016", '{"errcode":40002,"errmsg":"invalid grant_type rid: 65aa2cd5-0345a3f6-5c30965c"}'),
        ("web-037", '{"openid":"a"}'),
        ("web-081", '{"errcode":40014,"errmsg":"invalid access_token, hint: [1]","department":[]}'),
        ("web-085", entries["web-085"].body.replace("[1721878493107080687690886]", "[1721878493]")),
    ):
        with pytest.raises(AssertionError):
            compare(entries[entry_id], other)
