"""Whether WeChat did its work before its answer failed: ``commit`` says so, and a whole answer always means yes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .calls import CALLS, FROZEN, Calling, exchange_of
from .table import WAYS, Way
from .wire import speak

if TYPE_CHECKING:
    from mockwx import MockWx


@pytest.mark.mockwx(FROZEN, fresh_tokens=True)
@pytest.mark.parametrize("commit", [False, True], ids=["undone", "commit"])
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("calling", CALLS, ids=str)
def test_a_try_after_a_fault_meets_what_the_first_one_left(
    mockwx: MockWx, calling: Calling, way: Way, commit: bool
) -> None:
    request = calling.request(mockwx)
    mockwx.rule(calling.api, call=1, commit=commit or None, **way.then)
    assert speak(mockwx, request, silence=way.end == "silence").end == way.end
    assert calling.first(mockwx, request) is not (commit or way.whole)


@pytest.mark.mockwx(FROZEN, fresh_tokens=True)
@pytest.mark.parametrize("calling", CALLS, ids=str)
def test_an_answer_that_is_only_late_is_an_answer(mockwx: MockWx, calling: Calling) -> None:
    request = calling.request(mockwx)
    mockwx.rule(calling.api, call=1, latency="10ms")
    assert calling.is_first(speak(mockwx, request).json)
    assert not calling.first(mockwx, request)


@pytest.mark.mockwx(FROZEN, fresh_tokens=True)
@pytest.mark.parametrize("calling", CALLS, ids=str)
def test_who_gives_up_on_a_late_answer_does_not_undo_it(mockwx: MockWx, calling: Calling) -> None:
    request = calling.request(mockwx)
    mockwx.rule(calling.api, call=1, latency="1h")
    assert speak(mockwx, request, silence=True).end == "silence"
    assert not calling.first(mockwx, request)


def test_a_reset_after_the_work_leaves_a_spent_code_and_a_blind_retry_meets_40163(mockwx: MockWx) -> None:
    code = mockwx.login("alice")
    request = exchange_of(mockwx, code)
    mockwx.rule("code2session", name="lost", call=1, net="reset", commit=True)
    assert (speak(mockwx, request).end, speak(mockwx, request).json["errcode"]) == ("RST", 40163)

    lost, retry = mockwx.calls("code2session")
    assert (lost.errcode, lost.rule, lost.fault) == (None, "lost", "net reset")
    assert (lost.reason, lost.trace) == ("the rule lost says so: net reset", ("lost: fired on call 1",))
    assert (retry.errcode, retry.rule, retry.fault) == (40163, None, None)
    assert retry.trace == ("lost: this is call 2, not 1",)
    first, second = (line for line in mockwx.journal().splitlines() if line.startswith("#"))
    assert "code2session alice net reset (the rule lost says so: net reset" in first
    assert "[rule lost]" in first
    assert "code2session alice 40163" in second


def test_an_answer_that_was_only_sketched_is_wechats_and_leaves_the_code_alive(mockwx: MockWx) -> None:
    alice = mockwx.user("alice")
    request = exchange_of(mockwx, alice.login())
    mockwx.rule("code2session", call=1, body={"drop": ["unionid"]})
    sketched = speak(mockwx, request).json
    assert sketched.keys() == {"session_key", "openid"}
    assert speak(mockwx, request).json["openid"] == sketched["openid"]


def test_a_fault_hides_from_the_caller_that_wechat_would_have_refused(mockwx: MockWx) -> None:
    code = mockwx.login("alice")
    request = exchange_of(mockwx, code)
    speak(mockwx, request)
    mockwx.rule("code2session", name="gone", net="empty", commit=True)
    assert speak(mockwx, request).received == b""
    _, entry = mockwx.calls("code2session")
    assert entry.errcode is None
    assert entry.reason is not None
    assert entry.reason.startswith("the code was spent ")
    assert entry.reason.endswith(" ago; the rule gone says so: net empty")
