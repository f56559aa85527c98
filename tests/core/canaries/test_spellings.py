"""A secret is found however a backend spells it, with the decodings and the place; what is public is not."""

from __future__ import annotations

import gzip
import json
import time
import zlib
from base64 import b64decode, b64encode, encodebytes, urlsafe_b64encode
from urllib.parse import quote, quote_plus, urlencode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mockwx.core.canaries import Secret, search

KEY = "fG+/x0Zs9+yQ/5m7aWc3Tw=="
ALICE = Secret("session_key", "shop", "alice", KEY)
ANSWER = json.dumps({"openid": "oMOCKalice", "session_key": KEY})
HEADER = '{"alg":"HS256","typ":"JWT"}'
SIGNATURE = "s" * 43


def base64(raw: str | bytes) -> str:
    return b64encode(raw.encode() if isinstance(raw, str) else raw).decode()


def base64url(raw: str | bytes) -> str:
    return urlsafe_b64encode(raw.encode() if isinstance(raw, str) else raw).decode().rstrip("=")


def jwt(payload: str) -> str:
    return f"{base64url(HEADER)}.{base64url(payload)}.{SIGNATURE}"


def escaped(text: str, letters: str) -> str:
    return "".join(f"\\u{ord(letter):04x}" if letter in letters else letter for letter in text)


SPELLINGS: dict[str, tuple[str, tuple[str, ...]]] = {
    "as it is": (ANSWER, ()),
    "Gson": (escaped(ANSWER, "="), ("json",)),
    "Go and .NET": (escaped(ANSWER, "+/="), ("json",)),
    "PHP": (ANSWER.replace("/", "\\/"), ("json",)),
    "JavaScript": (KEY.replace("+", "\\x2b").replace("=", "\\u{3d}"), ("json",)),
    "octal": (KEY.replace("+", "\\053").replace("=", "\\075"), ("json",)),
    "JSON within JSON": (json.dumps({"wx": escaped(ANSWER, "=/")}), ("json", "json")),
    "a form": (urlencode({"key": KEY}), ("percent",)),
    "a cookie": (f"Set-Cookie: session={quote(ANSWER, safe='')}; Path=/", ("percent",)),
    "percent in lower case": (KEY.replace("+", "%2b").replace("/", "%2f").replace("=", "%3d"), ("percent",)),
    "escape()": (KEY.replace("+", "%u002B").replace("=", "%u003d"), ("percent",)),
    "percent twice": (quote(quote_plus(KEY)), ("percent", "percent")),
    "a form read as one twice": (KEY.replace("+", " "), ("blank",)),
    "without padding": (f"key={KEY.rstrip('=')};", ("unpadded",)),
    "hex of the text": (KEY.encode().hex(), ("hex",)),
    "hex of the bytes": (f"key {b64decode(KEY).hex().upper()}", ("hex",)),
    "hex behind a digit": (f"f{ANSWER.encode().hex()}", ("hex",)),
    "HTML": (KEY.replace("=", "&#61;").replace("+", "&#x2B;").replace("/", "&sol;"), ("html",)),
    "HTML by name": (KEY.replace("=", "&equals;").replace("+", "&plus;"), ("html",)),
    "base64url": (f"key={KEY.translate(str.maketrans('+/', '-_')).rstrip('=')}", ("base64url",)),
    "base64": (base64(ANSWER), ("base64",)),
    "base64 of the key alone": (base64(KEY), ("base64",)),
    "base64 behind a word": (f"login/{base64(ANSWER)}", ("base64",)),
    "base64 on lines": (encodebytes(f"{'x' * 30}{ANSWER}{'x' * 90}".encode()).decode(), ("base64",)),
    "a JWT": (json.dumps({"token": jwt(ANSWER)}), ("base64",)),
    "a JWT in a cookie": (f"token={quote('Bearer ' + jwt(ANSWER)).replace('.', '%2E')}", ("base64",)),
    "escapes in a JWT": (jwt(escaped(ANSWER, "=+/")), ("base64", "json")),
    "gzip": (base64(gzip.compress(ANSWER.encode())), ("base64", "gzip")),
    "gzip in hex": (gzip.compress(ANSWER.encode()).hex(), ("hex", "gzip")),
    "a session of Flask": (f".{base64url(zlib.compress(ANSWER.encode() * 9))}.Z0k.{SIGNATURE}", ("base64", "gzip")),
    "a session of Django": (f"{base64url(ANSWER)}:1v0abc:{SIGNATURE}", ("base64",)),
    "base64 twice": (base64(base64(ANSWER)), ("base64", "base64")),
    "three in a row": (quote(f"{quote('=')}{base64(escaped(ANSWER, '='))}", safe=""), ("base64", "json")),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_key_is_found_in_every_spelling_with_what_had_to_be_undone(spelling: str) -> None:
    text, decodings = SPELLINGS[spelling]

    for whole in (text, f"first line\n<b>{text}</b>\n"):
        (leak,) = search([ALICE], whole).leaks

        assert leak.secret == ALICE
        assert leak.decodings == decodings


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_the_place_is_that_of_the_text_as_it_came(spelling: str) -> None:
    text, _ = SPELLINGS[spelling]

    (leak,) = search([ALICE], f"小明 100% \\u0041 &lt;\n  {text}").leaks

    assert leak.line == 2
    # In the middle of an escape there is no other place than its beginning.
    assert 3 <= leak.column <= 3 + len(text)
    if not leak.decodings:
        assert leak.column == 3 + text.index(KEY)


def test_a_place_behind_escapes_is_counted_in_the_text_with_them() -> None:
    text = f'{{"a": "\\u0041\\u0042", "k": "{KEY[:3]}\\/{KEY[4:]}"}}'

    (leak,) = search([ALICE], text).leaks

    assert (leak.line, leak.column) == (1, text.index("fG+") + 1)


def test_the_simplest_spelling_is_told_where_a_secret_stands_in_several() -> None:
    (leak,) = search([ALICE], f"{quote(KEY, safe='')} {base64(ANSWER)}\n{KEY}").leaks

    assert (leak.decodings, leak.line, leak.column) == ((), 2, 1)


def test_the_keys_of_two_people_are_two_leaks() -> None:
    bob = Secret("session_key", "shop", "bob", "T0NURVRTT0ZCT0JTS0VZIQ==")

    leaks = search([ALICE, bob], f"{quote(KEY, safe='')}\n{base64(bob.value)}").leaks

    assert {(leak.secret.user, leak.line) for leak in leaks} == {("alice", 1), ("bob", 2)}


@pytest.mark.parametrize("many", [1, 3_000])
def test_among_thousands_of_secrets_one_is_found_as_among_few(many: int) -> None:
    others = [Secret("access_token", "shop", None, f"99_MOCK{'x' * 100}{nth:08}") for nth in range(many)]

    for text in (KEY, quote(KEY, safe=""), jwt(ANSWER)):
        assert [leak.secret for leak in search([*others, ALICE], f"{others[0].value[:-1]} {text}").leaks] == [ALICE]


HARMLESS = (
    "",
    KEY[:-6],
    "***",
    "fG+/x0***",
    f"{KEY[:10]} {KEY[10:]}",
    KEY.lower(),
    KEY[::-1],
    json.dumps({"openid": "oMOCKGfIzKl1Y2_HnA5mOEtCTq8x", "unionid": "oUMOCKr5bD3c1o5nYSy3rTDGVdRz"}),
    jwt(json.dumps({"sub": "oMOCKGfIzKl1Y2_HnA5mOEtCTq8x"})),
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
)


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_no_secret_is_none(text: str) -> None:
    assert search([ALICE], text).leaks == ()


@given(st.text(max_size=200))
@example("\\u")
@example("\\u{110000}")
@example("\\ud83d\\ude00 %ud83d %ff%fe &#1114112; &#xD800; &nope;")
@example("H4sIAAAAAAAAAAAAAAAAAAAA 1f8b0800000000000000000")
@example("A" * 25)
def test_no_text_breaks_the_search_and_none_without_the_key_holds_it(text: str) -> None:
    found = search([ALICE], text)

    assert (found.leaks, found.complete) == ((), True)


HOSTILE = {
    "escapes of escapes": "%252525252541",
    "backslashes": "\\",
    "escapes of JSON": "\\u003d",
    "letters": "A",
    "runs that are just too short": "A" * 23 + " ",
    "lines": "A" * 64 + "\n",
    "ampersands": "&aaaaaaaaaa",
    "all at once": "\\u003d%3d&#61;QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo 414243444546474849 ",
    "ends of tokens": "99_MOCKxxxxxxxxx",
}


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("many", [1, 300])
def test_the_work_grows_as_the_text_does(hostile: str, many: int) -> None:
    secrets = [Secret("access_token", "shop", None, f"99_MOCK{'x' * 100}{nth:08}") for nth in range(many)]

    def work(size: int) -> float:
        text = hostile * (size // len(hostile))
        began = time.thread_time()
        search(secrets, text)
        return time.thread_time() - began

    work(1_000)
    small = min(work(4_000) for _ in range(2))
    # Eight times the text: eight times the work if it is linear, sixty-four times if it is not.
    assert work(32_000) < 32 * max(small, 0.001)


def test_a_text_of_escapes_within_escapes_is_left_at_a_bound_which_is_told() -> None:
    text = HOSTILE["all at once"] * 1_500

    found = search([ALICE], f"{text}{KEY}")

    assert not found.complete
    assert [leak.secret for leak in found.leaks] == [ALICE]


def test_a_bomb_is_read_only_so_far() -> None:
    bomb = base64(gzip.compress(b"{}" * 5_000_000))

    assert search([ALICE], f"{bomb} {KEY}").leaks[0].decodings == ()
