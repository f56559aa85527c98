"""What the journal says of a fault: its name, the rule, the reason, the trace, and no errcode that nobody was told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .calls import exchange_of
from .table import WAYS, Way
from .wire import speak

if TYPE_CHECKING:
    from mockwx import MockWx


@pytest.mark.parametrize("commit", [False, True], ids=["undone", "commit"])
@pytest.mark.parametrize("name", WAYS)
def test_every_fault_is_called_by_its_name(mockwx: MockWx, name: str, commit: bool) -> None:
    way: Way = WAYS[name]
    mockwx.rule("code2session", name="why", commit=commit or None, **way.then)
    speak(mockwx, exchange_of(mockwx, mockwx.login("alice")), silence=way.end == "silence")
    (entry,) = mockwx.calls("code2session")
    assert (entry.api, entry.app, entry.user, entry.rule) == ("code2session", "shop", "alice", "why")
    assert entry.trace == ("why: fired on call 1",)
    if name == "an errcode":
        assert (entry.errcode, entry.fault, entry.reason) == (-1, None, "a rule says so")
        return
    assert entry.fault == way.called
    assert entry.errcode == (0 if way.whole else None)
    assert entry.reason == f"the rule why says so: {way.called}"
    assert f" {'0' if way.whole else way.called} " in mockwx.journal()
    assert "[rule why]" in mockwx.journal()


@pytest.mark.parametrize(("then", "status"), [({"http": 502}, 502), ({"net": "reset"}, 200)])
def test_a_call_without_an_errcode_is_found_by_no_errcode(mockwx: MockWx, then: dict[str, object], status: int) -> None:
    mockwx.rule("code2session", **then)
    speak(mockwx, exchange_of(mockwx, mockwx.login("alice")))
    assert [mockwx.calls(errcode=each) for each in (0, -1)] == [[], []]
    (entry,) = mockwx.calls("code2session")
    assert entry.status == status
    assert ("HTTP 502" in mockwx.journal()) is (status == 502)
    mockwx.verify("code2session", count=1)
    with pytest.raises(AssertionError, match="expected"):
        mockwx.verify("code2session", count=1, errcode=0)


def test_no_secret_of_a_broken_answer_stands_in_the_journal(mockwx: MockWx) -> None:
    """The journal keeps what WeChat would have said, masked, also where it was cut or relabelled."""
    for nth, then in enumerate(({"body": {"truncate": 40}}, {"body": {"charset": "gbk"}}), 1):
        mockwx.rule("code2session", call=nth, **then)
        heard = speak(mockwx, exchange_of(mockwx, mockwx.login("alice")))
        assert heard.body.startswith(b'{"session_key":"')
        key = heard.body[16:36].decode()
        assert key not in str(mockwx.calls())
        assert key not in mockwx.journal()


def test_a_rule_with_a_name_in_chinese_is_told_in_the_header_too(mockwx: MockWx) -> None:
    mockwx.rule("code2session", name="断 开", body={"truncate": 3})
    heard = speak(mockwx, exchange_of(mockwx, mockwx.login("alice")))
    assert heard.headers["X-Mockwx-Trace"] == "1; rule=%E6%96%AD %E5%BC%80"
