"""What must not get through from WeChat's side to a backend's caller, and what only looks alike."""

from __future__ import annotations

from html import escape

import pytest

from mockwx.core.rules.faults import TEMPLATES, page_for
from mockwx.play.raw_errors import parse_error, shows_page

WORDS = {
    "Node": "Unexpected token '<', \"<html><!--\"... is not valid JSON",
    "Node 16": "Unexpected token < in JSON at position 0",
    "Python": "Expecting value: line 1 column 1 (char 0)",
    "Jackson": "Unexpected character ('<' (code 60)): expected a valid value (JSON String, Number, …)",
    "Gson": "Expected BEGIN_OBJECT but was STRING at line 1 column 1 path $",
    "fastjson": "syntax error, expect {, actual error, pos 1",
    "Go": "invalid character '<' looking for beginning of value",
    "Go, cut": "unexpected end of JSON input",
    "PHP": '{"message":"Syntax error"}',
    "Ruby": "unexpected token at '<html>'",
    "serde": "expected value at line 1 column 1",
    ".NET": "'<' is an invalid start of a value. Path: $ | LineNumber: 0",
}


@pytest.mark.parametrize("language", WORDS)
def test_the_words_of_a_json_parser_are_found_also_within_html(language: str) -> None:
    assert parse_error(f"login failed: {WORDS[language]}") is not None
    assert parse_error(f"<p>login failed: {escape(WORDS[language])}</p>") is not None


@pytest.mark.parametrize(
    "text",
    [
        "<!doctype html>\n<html lang=en>\n<title>503 Service Unavailable</title>\n<h1>Service Unavailable</h1>",
        "<html><body><h1>Whitelabel Error Page</h1></body></html>",
        "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<hr><center>nginx</center>",
        '{"error": "invalid token, log in again"}',
        '{"error": "unexpected answer, try again later"}',
        '{"error": "the token has expired"}',
        '{"error": "expecting a code of wx.login"}',
        '{"error": "JSON body expected"}',
    ],
)
def test_a_backends_own_page_and_its_own_words_are_neither(text: str) -> None:
    assert parse_error(text) is None
    assert not shows_page(text)


@pytest.mark.parametrize("page", [page for _, page in TEMPLATES.values() if page] + [page_for(418)])
def test_every_page_in_wechats_place_is_known_by_its_beginning(page: str) -> None:
    assert shows_page(page[:80])
    assert shows_page(escape(page))
