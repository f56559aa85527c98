"""Scenarios send what the file says: a sealed phone number, or a sealed profile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mockwx.play.results import PlayResult

from .conftest import SAYS, wrong
from .good_backend import Backend

One = Callable[..., PlayResult]
OPENS = {
    "request": "POST /open",
    "json": {"encryptedData": "$encryptedData", "iv": "$iv"},
}
SEALED = """
    steps:
      - phone.login: {user: alice, as: code}
      - backend.login: {code: $code}
      - phone.getPhoneNumber: {user: alice, as: hers}
      - backend.decrypt: {encryptedData: $hers.encryptedData, iv: $hers.iv}
        expect: {outcome: ok}
    """


def said(name: str, action: Any = OPENS) -> dict[str, Any]:
    return {"actions": {**SAYS["actions"], name: action}}


@pytest.mark.parametrize(
    ("name", "verb"),
    [("decrypt", "phone.getPhoneNumber"), ("phone_sealed", "phone.getPhoneNumber"), ("profile", "phone.getUserInfo")],
)
def test_decrypt_is_whichever_the_file_says(one: One, backend: Backend, name: str, verb: str) -> None:
    backend.routes["POST /open"] = lambda _: (200, {})
    result = one(SEALED, said=said(name))
    assert wrong(result) == []
    assert [step.verb for step in result.steps[2:]] == [verb, f"backend.{name}"]
    assert backend.seen[-1]["json"]["encryptedData"]


def test_who_opens_a_profile_gets_what_signs_it_as_well(one: One, backend: Backend) -> None:
    backend.routes["POST /open"] = lambda _: (200, {})
    action = {**OPENS, "json": {"raw": "$rawData", "signature": "$signature", "data": "$encryptedData"}}
    assert wrong(one(SEALED, said=said("profile", action))) == []
    sent = backend.seen[-1]["json"]
    assert '"nickName"' in sent["raw"]
    assert len(sent["signature"]) == 40


def test_a_file_with_decrypt_means_the_phone_number_by_it(one: One, backend: Backend) -> None:
    backend.routes["POST /open"] = lambda _: (200, {})
    result = one(SEALED.replace("backend.decrypt", "backend.phone_sealed"), said=said("decrypt"))
    assert (wrong(result), result.steps[3].verb) == ([], "backend.decrypt")


def test_a_backend_that_opens_nothing_is_skipped(one: One) -> None:
    assert str(one(SEALED).reason).startswith("there is no action of this backend 'decrypt'")
