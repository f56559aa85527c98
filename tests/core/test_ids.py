from __future__ import annotations

import re
from base64 import b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockwx.core.ids import Ids, appid_for, fraction, secret_for

IDS = Ids("20260101", "20260101/a")
TEXT = st.text(max_size=40)
NTH = st.integers(min_value=1, max_value=10**12)


@given(TEXT, TEXT)
def test_an_openid_has_28_characters_and_begins_with_o(appid: str, user: str) -> None:
    assert re.fullmatch(r"o[A-Za-z0-9_-]{27}", IDS.openid(appid, user))
    assert re.fullmatch(r"o[A-Za-z0-9_-]{27}", IDS.unionid(appid, user))


@given(TEXT, TEXT)
def test_an_openpid_has_28_characters_and_begins_with_g(appid: str, user: str) -> None:
    assert re.fullmatch(r"G[A-Za-z0-9_-]{27}", IDS.openpid(appid, user))


@given(TEXT, TEXT, NTH)
def test_a_login_code_has_32_plain_characters_and_begins_with_0(appid: str, user: str, nth: int) -> None:
    assert re.fullmatch(r"0[A-Za-z0-9]{31}", IDS.login_code(appid, user, nth))


def test_a_hundred_thousand_codes_differ_and_none_says_mock_which_opens_the_back_door_of_a_backend() -> None:
    codes = [IDS.login_code("wx", "alice", nth) for nth in range(100_000)]
    assert len(set(codes)) == 100_000
    assert not [code for code in codes if "mock" in code.lower()]
    # Of so many codes some would say so by chance: no letter m is what keeps them from it.
    assert "m" not in "".join(codes).lower()


@given(TEXT, TEXT, NTH)
def test_a_phone_code_is_64_hex_digits(appid: str, user: str, nth: int) -> None:
    assert re.fullmatch(r"[0-9a-f]{64}", IDS.long_code(appid, user, nth))


@given(TEXT, TEXT, NTH)
def test_a_session_key_is_base64_of_16_bytes(appid: str, user: str, nth: int) -> None:
    key = IDS.session_key(appid, user, nth)
    assert len(key) == 24
    assert len(b64decode(key, validate=True)) == 16


@given(TEXT, NTH)
def test_an_access_token_has_136_characters(appid: str, nth: int) -> None:
    assert re.fullmatch(r"99_MOCK[A-Za-z0-9_-]{129}", IDS.access_token(appid, nth))


def test_an_encrypt_key_is_base64_of_16_bytes_and_its_iv_has_16_characters() -> None:
    key, iv = IDS.encrypt_key("wx", "alice", 1)
    assert len(b64decode(key, validate=True)) == 16
    assert re.fullmatch(r"[!-~]{16}", iv)


@given(st.integers(min_value=0, max_value=4_000_000_000_000), NTH)
def test_a_rid_is_three_groups_of_8_hex_digits_and_the_first_is_the_second(now: int, number: int) -> None:
    rid = IDS.rid(now, number)
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{8}){2}", rid)
    assert int(rid[:8], 16) == now // 1000


def test_a_hint_has_16_characters() -> None:
    assert re.fullmatch(r"[A-Za-z0-9]{9}-[A-Za-z0-9]{6}", IDS.hint(7))


def test_the_same_seed_gives_the_same_people_whatever_the_series() -> None:
    other = Ids(IDS.seed, "20260101/b")
    assert other.openid("wx", "alice") == IDS.openid("wx", "alice")
    assert other.unionid("acme", "alice") == IDS.unionid("acme", "alice")


def test_another_series_gives_other_codes_keys_tokens_and_rids() -> None:
    other = Ids(IDS.seed, "20260101/b")
    for draw in ("login_code", "long_code", "session_key"):
        assert getattr(other, draw)("wx", "alice", 1) != getattr(IDS, draw)("wx", "alice", 1)
    assert other.access_token("wx", 1) != IDS.access_token("wx", 1)
    assert other.rid(0, 1) != IDS.rid(0, 1)
    assert other.hint(1) != IDS.hint(1)


def test_another_seed_gives_other_people() -> None:
    assert Ids("other", "s").openid("wx", "alice") != IDS.openid("wx", "alice")


def test_names_that_run_together_stay_apart() -> None:
    assert IDS.openid("ab", "c") != IDS.openid("a", "bc")


def test_a_user_has_another_openid_in_each_app_and_one_unionid_per_owner() -> None:
    assert IDS.openid("wx1", "alice") != IDS.openid("wx2", "alice")
    assert IDS.unionid("acme", "alice") != IDS.unionid("acme", "bob")


@pytest.mark.parametrize("name", ["shop", "", "店", "a-very-long-name-of-an-app", "Shop 2", "UPPER", "\ud800"])
def test_an_appid_looks_like_one_and_says_that_it_is_none(name: str) -> None:
    assert re.fullmatch(r"wx0*mock[0-9a-z]*", appid_for(name))
    assert len(appid_for(name)) == 18
    assert secret_for(name) == f"mockwx-secret-{name}"


def test_the_design_shows_the_appid_of_shop() -> None:
    assert appid_for("shop") == "wx00000000mockshop"


def test_fractions_are_spread_evenly_from_0_to_1() -> None:
    drawn = [fraction("seed", nth) for nth in range(20_000)]
    assert all(0 <= each < 1 for each in drawn)
    tenths = [sum(low / 10 <= each < (low + 1) / 10 for each in drawn) for low in range(10)]
    assert min(tenths) > 1800
    assert max(tenths) < 2200
