"""What a phone seals wrongly on purpose: one part is wrong and everything else right."""

from __future__ import annotations

import json
from base64 import b64decode
from hashlib import sha256
from typing import Any

import pytest

from mockwx import MockWx
from mockwx.core.people.sealing import unseal
from mockwx.core.people.signatures import raw_data_signature

from .phones import CAFE, DAY, TODAY, Phones

OWN_KEY = "MDEyMzQ1Njc4OWFiY2RlZg=="
VERBS = ("phone.getUserInfo", "phone.getUserProfile", "phone.getPhoneNumber")


@pytest.fixture
def phones() -> Phones:
    phones = Phones(TODAY, CAFE)
    phones.do("phone.login", user="alice")
    return phones


def key_of(phones: Phones) -> str:
    session = phones.world.sessions.find(phones.app.appid, "alice")
    assert session is not None
    return session.session_key


def sealed(phones: Phones, verb: str, **seal: Any) -> dict[str, Any]:
    desc = {"desc": "x"} if verb == "phone.getUserProfile" else {}
    return phones.do(verb, user="alice", **desc, **({"seal": seal} if seal else {}))


def opened(answer: dict[str, Any], key: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(unseal(answer["encryptedData"], key, answer["iv"]))
    return found


@pytest.mark.parametrize("verb", VERBS)
def test_the_watermark_names_another_app_and_all_else_is_as_ever(phones: Phones, verb: str) -> None:
    right = opened(sealed(phones, verb), key_of(phones))
    wrong = opened(sealed(phones, verb, appid=CAFE.appid), key_of(phones))

    assert wrong["watermark"].pop("appid") == CAFE.appid
    assert right["watermark"].pop("appid") == phones.app.appid
    assert wrong == right


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize(("timestamp", "later"), [("-1d", -DAY), ("+5m", 300_000), (1_500_000_000, None)], ids=str)
def test_the_watermark_is_of_another_time(phones: Phones, verb: str, timestamp: object, later: int | None) -> None:
    wrong = opened(sealed(phones, verb, timestamp=timestamp), key_of(phones))

    assert wrong["watermark"]["timestamp"] == (timestamp if later is None else (phones.at + later) // 1000)


@pytest.mark.parametrize("verb", VERBS)
def test_another_key_is_none_that_the_backend_can_have(phones: Phones, verb: str) -> None:
    answer = sealed(phones, verb, key="other")

    with pytest.raises(ValueError, match=r"."):
        opened(answer, key_of(phones))


@pytest.mark.parametrize("verb", VERBS)
def test_a_key_of_ones_own_seals_and_signs(phones: Phones, verb: str) -> None:
    answer = sealed(phones, verb, key=OWN_KEY, add={"purePhoneNumber": "13900000000"})

    assert opened(answer, OWN_KEY)["purePhoneNumber"] == "13900000000"
    if "signature" in answer:
        assert answer["signature"] == raw_data_signature(answer["rawData"], OWN_KEY)


@pytest.mark.parametrize("flip", ["iv", "data"])
def test_one_bit_is_another(phones: Phones, flip: str) -> None:
    twin = Phones(TODAY, CAFE)
    twin.do("phone.login", user="alice")
    right, wrong = sealed(twin, "phone.getUserInfo"), sealed(phones, "phone.getUserInfo", flip=flip)

    part, other = ("iv", "encryptedData") if flip == "iv" else ("encryptedData", "iv")
    assert wrong[other] == right[other]
    bits = int.from_bytes(b64decode(wrong[part])) ^ int.from_bytes(b64decode(right[part]))
    assert bits.bit_count() == 1


def test_a_bit_of_the_iv_changes_the_openid_and_nothing_tells(phones: Phones) -> None:
    wrong = opened(sealed(phones, "phone.getUserInfo", flip="iv"), key_of(phones))
    right = opened(sealed(phones, "phone.getUserInfo"), key_of(phones))

    assert wrong.pop("openId") != right.pop("openId")
    assert wrong == right


def test_a_seal_may_lack_its_watermark(phones: Phones) -> None:
    assert "watermark" not in opened(sealed(phones, "phone.getPhoneNumber", drop=["watermark"]), key_of(phones))


def test_wechat_knows_nothing_of_what_it_has_not_sealed(phones: Phones) -> None:
    appid = phones.app.appid
    for seal, is_known in (({}, True), ({"appid": CAFE.appid}, False)):
        data = sealed(phones, "phone.getPhoneNumber", **seal)["encryptedData"]
        digest = sha256(data.encode()).hexdigest()
        assert (phones.world.sealed.sealed_at(appid, digest, phones.at) is not None) is is_known


@pytest.mark.parametrize("holds", ["+", "/", "+/", "neither"])
def test_a_login_brings_a_key_that_holds_what_gets_lost(phones: Phones, holds: str) -> None:
    for user in ("alice", *(f"u{nth}" for nth in range(6))):
        phones.do("phone.login", user=user, key_holds=holds)
        session = phones.world.sessions.find(phones.app.appid, user)
        assert session is not None
        key = session.session_key
        assert all(letter in key for letter in holds) if holds != "neither" else not {"+", "/"} & set(key)
        # It is the login's own key, so nothing else is odd about it.
        assert phones.do("phone.checkSession", user=user) == {"errMsg": "checkSession:ok"}
        phones.do("phone.login", user=user, key_holds=holds)
        assert phones.world.sessions.find(phones.app.appid, user) == session


def test_python_says_it_in_the_same_words(mockwx: MockWx) -> None:
    alice = mockwx.user("alice")
    alice.login(key_holds="+/")

    for answer in (
        alice.get_phone_number(seal={"appid": "wx00000000mockcafe"}),
        alice.get_user_info(seal={"flip": "iv"}),
        alice.get_user_profile(seal={"timestamp": "-4d", "key": "other"}),
    ):
        assert {"encryptedData", "iv"} <= answer.keys()
