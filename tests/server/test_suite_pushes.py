"""Pushes to a WeCom suite over real sockets, opened by wechatpy's crypto for WeCom, unmodified."""

from __future__ import annotations

import xml.sax
from collections.abc import Iterator
from typing import Any

import pytest
import xmltodict
from wechatpy.enterprise.crypto import WeChatCrypto
from wechatpy.enterprise.exceptions import InvalidCorpIdException
from wechatpy.exceptions import InvalidSignatureException

from mockwx import MockWx, MockWxError
from mockwx.core.pushes.forgeries import FORGERIES

from .callback import AES_KEY, TOKEN, Callback, Got, serving

REFUSED = (InvalidSignatureException, InvalidCorpIdException, KeyError)


class SuiteCallback:
    """A provider's callback for instructions: what it was told, and ``success`` to what is WeCom's."""

    def __init__(self, callback: Callback, suite_id: str) -> None:
        self.told: list[dict[str, Any]] = []
        self._crypto = WeChatCrypto(TOKEN, AES_KEY, suite_id)
        callback.read = self.read  # type: ignore[method-assign]
        callback.answer = lambda _, got: "success" if got.message else "refused"

    def read(self, got: Got) -> dict[str, Any]:
        query = got.query
        try:
            body = xmltodict.parse(got.body)["xml"]
            opened = self._crypto.decrypt_message(body, query["msg_signature"], query["timestamp"], query["nonce"])
        except (*REFUSED, xml.parsers.expat.ExpatError):
            return {}
        message = dict(xmltodict.parse(opened)["xml"])
        self.told.append(message)
        return message


@pytest.fixture
def callback() -> Iterator[Callback]:
    with serving() as found:
        yield found


@pytest.fixture
def provider(mockwx: MockWx, callback: Callback) -> SuiteCallback:
    listens = {"url": callback.url, "token": TOKEN, "mode": "safe", "aes_key": AES_KEY}
    apps = {
        "shop": {},
        "corp": {"kind": "wecom"},
        "isv": {"kind": "wecom", "provider_secret": "mockwx-secret-provider"},
        "crm": {"kind": "suite", "provider": "isv", "callback": listens},
    }
    mockwx.load({"apps": apps})
    callback.appid = mockwx.apps["isv"].appid
    return SuiteCallback(callback, mockwx.apps["crm"].appid)


def test_what_happens_to_an_installation_is_pushed_in_the_pages_order(
    mockwx: MockWx, callback: Callback, provider: SuiteCallback
) -> None:
    ticket = mockwx.push("suite_ticket")
    installed = mockwx.install_suite("crm", "corp", state="s1")
    mockwx.change_suite(state="s2")
    reset = mockwx.reset_permanent_code()
    mockwx.uninstall_suite()
    assert all(push.accepted for push in mockwx.pushes())
    suite, corp = mockwx.apps["crm"].appid, mockwx.apps["corp"].appid
    told = [{name: value for name, value in each.items() if name != "TimeStamp"} for each in provider.told]
    assert told == [
        {"SuiteId": suite, "InfoType": "suite_ticket", "SuiteTicket": ticket.ticket},
        {"SuiteId": suite, "AuthCode": installed.auth_code, "InfoType": "create_auth", "State": "s1"},
        {"SuiteId": suite, "InfoType": "change_auth", "AuthCorpId": corp, "State": "s2"},
        {"SuiteId": suite, "AuthCode": reset.auth_code, "InfoType": "reset_permanent_code"},
        {"SuiteId": suite, "InfoType": "cancel_auth", "AuthCorpId": corp},
    ]
    got = callback.got[0]
    assert list(got.query) == ["msg_signature", "timestamp", "nonce"]
    assert got.body.startswith(
        f"<xml><ToUserName><![CDATA[{suite}]]></ToUserName><AgentID><![CDATA[]]></AgentID><Encrypt>"
    )
    assert got.content_type == "text/xml"


def test_a_ticket_is_told_to_nobody_but_who_pushed_it(mockwx: MockWx, provider: SuiteCallback) -> None:
    ticket = str(mockwx.push("suite_ticket").ticket)
    (push,) = mockwx.pushes()
    assert push.ticket is None
    assert ticket not in push.message


def test_the_url_is_verified_with_an_echostr_that_is_sealed_for_the_provider(
    mockwx: MockWx, callback: Callback, provider: SuiteCallback
) -> None:
    assert mockwx.verify_url("crm").accepted


@pytest.mark.parametrize("forge", [forgery for forgery in FORGERIES if forgery != "replay"])
def test_no_forgery_is_believed_and_no_forged_ticket_is_worth_anything(
    mockwx: MockWx, provider: SuiteCallback, forge: str
) -> None:
    pushed = mockwx.push("suite_ticket", forge=forge)
    assert not pushed.accepted
    assert provider.told == []


def test_a_replay_is_the_earlier_push_itself(mockwx: MockWx, callback: Callback, provider: SuiteCallback) -> None:
    mockwx.push("suite_ticket")
    mockwx.push("suite_ticket", forge="replay")
    assert callback.got[0] == callback.got[1]


@pytest.mark.parametrize("answer", ["", "ok"])
def test_only_success_is_an_answer(mockwx: MockWx, callback: Callback, provider: SuiteCallback, answer: str) -> None:
    callback.answer = lambda callback, got: answer
    assert not mockwx.install_suite().pushed.accepted  # type: ignore[union-attr]


def test_a_suite_that_listens_in_the_clear_is_told_what_to_write(mockwx: MockWx, callback: Callback) -> None:
    listens = {"url": callback.url, "token": TOKEN}
    mockwx.load({"apps": {"shop": {}, "corp": {"kind": "wecom"}, "crm": {"kind": "suite", "callback": listens}}})
    for call in (lambda: mockwx.push("suite_ticket"), mockwx.install_suite):
        with pytest.raises(MockWxError, match="must have mode: safe"):
            call()
    assert callback.got == mockwx.pushes() == []


def test_a_suite_that_does_not_listen_is_installed_all_the_same(mockwx: MockWx) -> None:
    mockwx.load({"apps": {"shop": {}, "corp": {"kind": "wecom"}, "crm": {"kind": "suite"}}})
    assert mockwx.install_suite().pushed is None
