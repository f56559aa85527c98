from __future__ import annotations

import json
from urllib.parse import quote, urlencode

import pytest

from mockwx.core.journal.entries import entry
from mockwx.core.journal.journal import Exchange
from mockwx.core.journal.masks import SECRET_NAMES, masked, masked_query
from mockwx.core.wire import Request, Response

VALUE = "U4vnXjCnFB1JoJe96THkjw=="
"""A session_key; its end must never be seen."""
TELLTALE = "96THkjw"


def shown(request: Request, answer: bytes = b"{}") -> str:
    exchange = Exchange(1, 0, None, request, Response(answer, "text/plain"))
    return json.dumps(entry(exchange), ensure_ascii=False)


def asked(body: bytes = b"", query: dict[str, str] | None = None) -> Request:
    return Request("POST", None, "/x", query or {}, body)


@pytest.mark.parametrize("name", sorted(SECRET_NAMES))
@pytest.mark.parametrize("spell", [str, str.upper, str.title], ids=["lower", "upper", "title"])
def test_no_secret_of_a_query_survives(name: str, spell: type[str]) -> None:
    request = asked(query={spell(name): VALUE, "openid": "oMOCK"})
    assert TELLTALE not in shown(request)
    assert masked_query(request.query)["openid"] == "oMOCK"


@pytest.mark.parametrize("name", sorted(SECRET_NAMES))
@pytest.mark.parametrize(
    "body",
    [
        '{"NAME":"VALUE"}',
        '{ "NAME" : "VALUE" , "x": 1}',
        '{\n  "NAME":\n\t"VALUE"}',
        '{"deep": [{"NAME": "VALUE"}]}',
        '{"NAME":"VALUE"',
        '{"NAME":"VALUE',
        '{"NAME":VALUE}',
        "{'NAME':'VALUE'}",
        "NAME=VALUE&x=1",
        "x=1&NAME=VALUE",
        "NAME: VALUE",
        '"{\\"NAME\\":\\"VALUE\\"}"',
        '{"NAME":["VALUE"]}',
        '{"NAME":{"k":"VALUE"}}',
        '{"NAME":"a b VALUE"}',
        '{"NAME":"a,VALUE"}',
        '{"NAME":"a\\"VALUE"}',
    ],
)
def test_no_secret_of_a_body_survives_broken_or_not(name: str, body: str) -> None:
    text = body.replace("NAME", name).replace("VALUE", VALUE)
    assert TELLTALE not in shown(asked(text.encode()))
    assert TELLTALE not in shown(asked(), text.encode())


@pytest.mark.parametrize("name", sorted(SECRET_NAMES))
def test_no_secret_of_a_form_survives(name: str) -> None:
    assert TELLTALE not in shown(asked(urlencode({"a": "1", name: VALUE}).encode()))
    assert TELLTALE not in shown(asked(f"{name}={quote(VALUE)}".encode()))


def test_bytes_that_are_no_text_do_not_carry_a_secret_through() -> None:
    assert TELLTALE not in shown(asked(b"\xff\xfe" + f'{{"secret":"{VALUE}"}}'.encode()))


def test_a_secret_at_the_cut_of_a_long_body_does_not_survive() -> None:
    for before in range(4060, 4100):
        body = b"x" * before + f'"secret":"{VALUE}{VALUE}"'.encode()
        assert TELLTALE not in shown(asked(body))


def test_an_answer_that_is_nested_beyond_measure_is_still_shown() -> None:
    assert shown(asked(), b"[" * 100_000)


def test_short_values_vanish_whole_and_long_ones_keep_six_characters() -> None:
    assert masked("short") == "***"
    assert masked("123456789012") == "***"
    assert masked("99_MOCKabcdef") == "99_MOC***"


def test_what_is_no_secret_stays_readable() -> None:
    text = shown(asked(b'{"openid":"oMOCK","errmsg":"invalid code, rid: 1-2-3"}'))
    assert "oMOCK" in text
    assert "invalid code, rid: 1-2-3" in text
