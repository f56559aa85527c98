"""A certificate of a CA that nobody was told to trust: who talks over it checks none, and the journal says so."""

from __future__ import annotations

import json
import socket
import ssl
import time
from collections.abc import Callable

import pytest

from mockwx import MockWx
from mockwx.control.answer import ControlError
from tests.intercept.conftest import BAD_CODE, WECHAT, Served, read_answer


def show(served: Served, certificate: object) -> object:
    return served.plane.call("PUT", "interception", body={"certificate": certificate}).value


def blind() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def wait_for(seen: Callable[[], object]) -> None:
    until = time.monotonic() + 60
    while not seen():
        assert time.monotonic() < until
        time.sleep(0.02)


@pytest.mark.parametrize("tunnelled", [True, False])
def test_a_client_that_checks_certificates_sends_nothing(served: Served, tunnelled: bool) -> None:
    assert show(served, "untrusted") == {"certificate": "untrusted"}
    wire = served.tunnel() if tunnelled else socket.create_connection(served.address, timeout=60)

    with wire, pytest.raises(ssl.SSLCertVerificationError):
        served.secure(wire)

    wait_for(served.journal)
    (entry,) = served.journal()
    assert (entry["api"], entry["request"]["method"]) == (None, "TLS")
    assert "untrusted CA that it was shown on purpose" in entry["reason"]


def test_a_client_that_checks_none_is_told_in_the_journal(served: Served) -> None:
    show(served, "untrusted")

    with blind().wrap_socket(served.tunnel(), server_hostname=WECHAT) as wire:
        wire.sendall(BAD_CODE)
        assert b'"errcode":40029' in read_answer(wire)

    (entry,) = served.journal()
    assert entry["api"] == "code2session"
    assert entry["request"]["untrusted_certificate"] is True
    assert "[untrusted certificate]" in entry["line"]


def test_a_client_that_checks_none_is_not_told_of_while_the_certificate_is_good(served: Served) -> None:
    with blind().wrap_socket(served.tunnel(), server_hostname=WECHAT) as wire:
        wire.sendall(BAD_CODE)
        read_answer(wire)

    assert "untrusted_certificate" not in served.journal()[0]["request"]


def test_a_connection_from_before_goes_on_and_proves_nothing(served: Served) -> None:
    with served.secure(served.tunnel()) as wire:
        wire.sendall(BAD_CODE)
        read_answer(wire)
        show(served, "untrusted")
        wire.sendall(BAD_CODE)
        read_answer(wire)

    assert ["untrusted_certificate" in entry["request"] for entry in served.journal()] == [False, False]


def test_a_session_of_before_is_not_resumed_past_the_check(served: Served) -> None:
    context = served.trusting(maximum_version=ssl.TLSVersion.TLSv1_2)
    with context.wrap_socket(served.tunnel(), server_hostname=WECHAT) as wire:
        wire.sendall(BAD_CODE)
        read_answer(wire)
        session = wire.session
    show(served, "untrusted")

    with served.tunnel() as again, pytest.raises(ssl.SSLCertVerificationError):
        context.wrap_socket(again, server_hostname=WECHAT, session=session)


def test_all_is_well_again_afterwards(served: Served) -> None:
    show(served, "untrusted")
    assert show(served, "trusted") == {"certificate": "trusted"}
    assert served.plane.call("GET", "interception").value == {"certificate": "trusted"}

    with served.secure(served.tunnel()) as wire:
        wire.sendall(BAD_CODE)
        assert b'"errcode":40029' in read_answer(wire)


@pytest.mark.parametrize("wrong", ["own", None, True])
def test_a_wrong_word_changes_nothing(served: Served, wrong: object) -> None:
    with pytest.raises(ControlError, match="is not trusted or untrusted"):
        show(served, wrong)

    assert served.plane.call("GET", "interception").value == {"certificate": "trusted"}


def test_in_python_it_lasts_as_long_as_the_block(mockwx: MockWx) -> None:
    host, port = mockwx.address

    def ask() -> bytes:
        trusting = ssl.create_default_context(cadata=mockwx.ca)
        with (
            socket.create_connection((host, port), timeout=60) as plain,
            trusting.wrap_socket(plain, server_hostname=WECHAT) as wire,
        ):
            wire.sendall(BAD_CODE)
            return read_answer(wire)

    with mockwx.untrusted_certificate(), pytest.raises(ssl.SSLCertVerificationError):
        ask()
    assert b"40029" in ask()
    assert json.dumps([call.request for call in mockwx.calls("code2session")]).count("untrusted") == 0
