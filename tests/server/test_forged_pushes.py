"""Forged pushes: each is wrong in one way, and a backend that checks everything believes none of them."""

from __future__ import annotations

import json
import urllib.request
import xml.sax
import xml.sax.handler
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from wechatpy.exceptions import InvalidAppIdException, InvalidSignatureException
from wechatpy.utils import check_signature

from mockwx import MockWx, MockWxError
from mockwx.core.pushes.envelopes import unseal
from mockwx.core.pushes.forgeries import FORGERIES, OTHER_RECEIVER

from .callback import AES_KEY, TOKEN, Callback, Got, serving

SAFE = {"mode": "safe", "aes_key": AES_KEY}
REVOKE = "user_authorization_revoke"
OF_SAFE_MODE = ("no_msg_signature", "plain", "other_receiver")


@pytest.fixture
def callback() -> Iterator[Callback]:
    with serving() as found:
        yield found


@pytest.fixture(params=["plain", "safe"])
def mode(request: pytest.FixtureRequest) -> dict[str, str]:
    return SAFE if request.param == "safe" else {}


def load(mockwx: MockWx, callback: Callback, kind: str = "official", **how: Any) -> MockWx:
    club = {"kind": kind, "callback": {"url": callback.url, "token": TOKEN, **how}}
    mockwx.load({"apps": {"shop": {}, "club": club}})
    callback.appid = mockwx.apps["club"].appid
    return mockwx


def careful(callback: Callback) -> None:
    """It answers refused to what wechatpy does not take."""
    read = callback.read

    def read_or_refuse(got: Got) -> dict[str, Any]:
        try:
            return read(got)
        except (InvalidSignatureException, InvalidAppIdException, KeyError):
            return {}

    callback.read = read_or_refuse  # type: ignore[method-assign]
    callback.answer = lambda _, got: "success" if got.message else "refused"


def test_a_backend_that_goes_by_the_request_is_downgraded_and_refuses_all_others_but_a_replay(
    mockwx: MockWx, callback: Callback
) -> None:
    load(mockwx, callback, **SAFE)
    careful(callback)
    assert mockwx.push(REVOKE, "alice").accepted
    took = {forge: mockwx.push(REVOKE, "alice", forge=forge) for forge in FORGERIES if forge != "external_entity"}

    # The replay is WeChat's own push: only a memory of nonces knows it again. And where encrypt_type is what tells the
    # mode, as here, a plain body is asked for no msg_signature.
    assert [forge for forge, pushed in took.items() if pushed.accepted] == ["plain", "replay"]
    assert [len(pushed.attempts) for pushed in took.values()] == [1] * len(took)
    assert [pushed.forge for pushed in mockwx.pushes()] == [None, *took]


def bare(callback: Callback) -> None:
    """It answers success to everything, as a backend that asks nothing."""
    callback.read = lambda got: {}  # type: ignore[method-assign]


def test_a_backend_that_asks_nothing_accepts_all(mockwx: MockWx, callback: Callback) -> None:
    load(mockwx, callback, **SAFE)
    bare(callback)
    mockwx.push(REVOKE, "alice")

    assert all(mockwx.push(REVOKE, "alice", forge=forge).accepted for forge in FORGERIES)


def received(mockwx: MockWx, callback: Callback, forge: Any, **how: Any) -> Got:
    load(mockwx, callback, **how)
    bare(callback)
    mockwx.push(REVOKE, "alice", forge=forge)
    return callback.got[-1]


def test_without_a_signature_there_is_none_of_either_kind(
    mockwx: MockWx, callback: Callback, mode: dict[str, str]
) -> None:
    query = received(mockwx, callback, "no_signature", **mode).query

    assert not {"signature", "msg_signature"} & query.keys()
    assert {"timestamp", "nonce"} <= query.keys()


def test_without_a_signature_of_the_body_that_of_the_url_is_good(mockwx: MockWx, callback: Callback) -> None:
    got = received(mockwx, callback, "no_msg_signature", **SAFE)

    check_signature(TOKEN, got.query["signature"], got.query["timestamp"], got.query["nonce"])
    assert "msg_signature" not in got.query
    assert "<Encrypt>" in got.body


def test_a_wrong_signature_is_one_in_form(mockwx: MockWx, callback: Callback, mode: dict[str, str]) -> None:
    query = received(mockwx, callback, "wrong_signature", **mode).query

    with pytest.raises(InvalidSignatureException):
        check_signature(TOKEN, query["signature"], query["timestamp"], query["nonce"])
    assert all(len(query[name]) == 40 for name in ("signature", "msg_signature") if name in query)
    assert ("msg_signature" in query) == bool(mode)


def test_the_empty_token_signs_as_a_backend_without_a_token_would(
    mockwx: MockWx, callback: Callback, mode: dict[str, str]
) -> None:
    query = received(mockwx, callback, "empty_token", **mode).query

    check_signature("", query["signature"], query["timestamp"], query["nonce"])


def test_a_plain_body_comes_with_a_signature_that_does_not_cover_it(mockwx: MockWx, callback: Callback) -> None:
    got = received(mockwx, callback, "plain", **SAFE)

    check_signature(TOKEN, got.query["signature"], got.query["timestamp"], got.query["nonce"])
    assert "msg_signature" not in got.query
    assert "Encrypt" not in got.body
    assert f"<Event><![CDATA[{REVOKE}]]></Event>" in got.body


def test_for_another_receiver_everything_else_is_right(mockwx: MockWx, callback: Callback) -> None:
    got = received(mockwx, callback, "other_receiver", **SAFE)

    sealed = got.body.partition("<Encrypt><![CDATA[")[2].partition("]]>")[0]
    assert REVOKE in unseal(sealed, AES_KEY, OTHER_RECEIVER)
    assert callback.appid != OTHER_RECEIVER


def test_a_replay_is_the_earlier_push_to_the_byte(mockwx: MockWx, callback: Callback) -> None:
    load(mockwx, callback, **SAFE)
    mockwx.push(REVOKE, "bob")
    mockwx.push(REVOKE, "alice")
    mockwx.advance("1d")

    assert mockwx.push(REVOKE, "bob", forge="replay").accepted

    first, _, again = callback.got
    assert (again.query, again.body) == (first.query, first.body)


def test_nothing_happens_inside_wechat(mockwx: MockWx, callback: Callback) -> None:
    load(mockwx, callback)
    before = mockwx.client.call("GET", "users/alice")

    mockwx.push("user_info_modified", "alice", forge="no_signature")

    assert mockwx.client.call("GET", "users/alice") == before


def test_a_forged_ticket_is_none_of_wechats(mockwx: MockWx, callback: Callback) -> None:
    load(mockwx, callback, "component", **SAFE)
    bare(callback)
    ticket = mockwx.push("component_verify_ticket", forge="no_signature").ticket
    assert ticket is not None
    assert ticket.startswith("ticket@@@")
    app = mockwx.apps["club"]
    body = {"component_appid": app.appid, "component_appsecret": app.secret, "component_verify_ticket": ticket}
    url = f"{mockwx.url}/cgi-bin/component/api_component_token"
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        assert json.loads(answer.read())["errcode"] == 61006


class Text(xml.sax.handler.ContentHandler):
    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def startElement(self, name: str, attrs: Any) -> None:
        self.names.append(name)


def parsed(body: str, *, follows: bool) -> list[str]:
    parser, text = xml.sax.make_parser(), Text()
    parser.setFeature(xml.sax.handler.feature_external_ges, follows)
    parser.setContentHandler(text)
    parser.parse(StringIO(body))
    return text.names


@pytest.mark.parametrize("follows", [True, False])
def test_an_external_entity_is_a_hit_where_a_parser_follows_it(
    mockwx: MockWx, callback: Callback, mode: dict[str, str], follows: bool
) -> None:
    load(mockwx, callback, **mode)
    bare(callback)

    def answer(_: Callback, got: Got) -> str:
        assert "ToUserName" in parsed(got.body, follows=follows)
        return "success"

    callback.answer = answer
    pushed = mockwx.push(REVOKE, "alice", forge="external_entity")

    assert pushed.canary == f"push-{pushed.number}"
    assert bool(pushed.canary_hits) is follows
    assert len(mockwx.calls("canary")) == pushed.canary_hits
    query = callback.got[0].query
    check_signature(TOKEN, query["signature"], query["timestamp"], query["nonce"])


@pytest.mark.parametrize("forge", OF_SAFE_MODE)
def test_what_is_about_sealing_wants_safe_mode(mockwx: MockWx, callback: Callback, forge: Any) -> None:
    load(mockwx, callback)

    with pytest.raises(MockWxError, match="mode: safe"):
        mockwx.push(REVOKE, "alice", forge=forge)

    assert (callback.got, mockwx.pushes()) == ([], [])


def test_an_entity_wants_xml(mockwx: MockWx, callback: Callback) -> None:
    load(mockwx, callback, format="json")

    with pytest.raises(MockWxError, match="format: xml"):
        mockwx.push(REVOKE, "alice", forge="external_entity")


def test_a_replay_wants_something_to_replay(mockwx: MockWx, callback: Callback) -> None:
    load(mockwx, callback)
    mockwx.push(REVOKE, "bob")

    with pytest.raises(MockWxError, match="could be replayed"):
        mockwx.push(REVOKE, "alice", forge="replay")


def test_a_forgery_too_goes_to_hosts_that_are_allowed_only(mockwx: MockWx, callback: Callback) -> None:
    callback.url = "http://backend.example/wechat"
    load(mockwx, callback)

    with pytest.raises(MockWxError, match="is not this machine"):
        mockwx.push(REVOKE, "alice", forge="no_signature")
