"""A name that nobody has is refused with the nearest one, wherever calls are counted: else count 0 was always true."""

from __future__ import annotations

import re
from typing import Any

import pytest
import requests

from mockwx import MockWx, MockWxError
from mockwx.core.journal import journal

UNKNOWN = [
    ({"user": "alcie"}, "did you mean 'alice'?"),
    ({"app": "shp"}, "did you mean 'shop'?"),
    ({"app": "wx00000000mockshup"}, "did you mean 'wx00000000mockshop'?"),
    ({"errcode": 40162}, "did you mean 40163 (code_used"),
    ({"errcode": 99999}, "there is no errcode '99999'; "),
    ({"errcode": "code_usd"}, "did you mean 40163 (code_used"),
]


@pytest.mark.parametrize(("wrong", "what"), UNKNOWN)
@pytest.mark.parametrize("count", [0, 1])
def test_verify_refuses_a_name_that_nobody_has(mockwx: MockWx, wrong: dict[str, Any], what: str, count: int) -> None:
    with pytest.raises(MockWxError) as refused:
        mockwx.verify("code2session", count=count, **wrong)
    assert what in str(refused.value)
    assert (refused.value.status, refused.value.where) == (422, f"calls[0].{next(iter(wrong))}")


@pytest.mark.parametrize(("wrong", "what"), UNKNOWN)
def test_the_journal_and_who_waits_for_it_refuse_it_too(mockwx: MockWx, wrong: dict[str, Any], what: str) -> None:
    for asked in (mockwx.calls, mockwx.wait):
        with pytest.raises(MockWxError) as refused:
            asked("code2session", **wrong)
        assert what in str(refused.value)
        assert refused.value.where == next(iter(wrong))


def test_an_errcode_among_several_is_refused_where_it_stands(mockwx: MockWx) -> None:
    with pytest.raises(MockWxError, match=r"calls\[0\].*40162"):
        mockwx.client.difference([{"api": "code2session", "errcode": {"0": 0, "40162": 0}}])


def test_who_came_to_be_or_called_is_known() -> None:
    with MockWx({"people": {"count": 3}}, any_app=True) as mockwx:
        mockwx.login("nobody declared me")
        query = {"appid": "wx1111111111111111", "secret": "s", "js_code": "c", "grant_type": "authorization_code"}
        requests.get(f"{mockwx.url}/sns/jscode2session", params=query, timeout=60)
        mockwx.verify("code2session", count=0, user="nobody declared me")
        mockwx.verify("code2session", count=0, user="u2")
        mockwx.verify("code2session", count=1, app="wx1111111111111111", errcode=40029)
        mockwx.verify("code2session", count=0, errcode=0)
        mockwx.verify("code2session", count=0, errcode=-1)
        with pytest.raises(MockWxError, match="u3"):
            mockwx.verify("code2session", count=0, user="u3")


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        ({"user": "alcie"}, "did you mean 'alice'?"),
        ({"app": "shp"}, "did you mean 'shop'?"),
        ({"event": "user_info_modifed"}, "did you mean 'user_info_modified'?"),
    ],
)
def test_the_list_of_pushes_refuses_it_too(mockwx: MockWx, wrong: dict[str, str], what: str) -> None:
    with pytest.raises(MockWxError, match=re.escape(what)) as refused:
        mockwx.pushes(**wrong)
    assert (refused.value.status, refused.value.where) == (422, next(iter(wrong)))
    assert mockwx.pushes("verify_url", user="alice", app="shop") == []


def test_the_journal_as_text_says_where_entries_were_dropped_for_their_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "MOST_BYTES", 3_000)
    with MockWx() as mockwx:
        for _ in range(4):
            requests.post(f"{mockwx.url}/cgi-bin/stable_token", data=b"x" * 2_000, timeout=60)
        assert re.match(r"\d older entries are gone: .* \| 较早的", mockwx.journal())
        mockwx.reset()
        assert "are gone" not in mockwx.journal()
