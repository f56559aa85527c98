"""What must not get from WeChat's side through to a backend's caller: pages in WeChat's place, errors of parsers."""

from __future__ import annotations

import re
from html import unescape

from mockwx.core.rules.faults import PAGE_MARK

_PARSE_ERRORS = (
    # Node, browsers
    r"Unexpected token (?s:.{0,80}?)(?:in JSON at position|is not valid JSON)",
    r"Unexpected end of JSON input",
    r"Unterminated string in JSON",
    # Python
    r"Expecting (?:value|property name|'[:,]' delimiter).{0,40}: line \d+ column \d+",
    r"Unterminated string starting at: line \d+",
    r"JSONDecodeError",
    # Java: Jackson, Gson, fastjson
    r"Unexpected character \('.{1,3}' \(code \d+",
    r"Unrecognized token '[^']*': was expecting",
    r"Unexpected end-of-input",
    r"(?:JsonParseException|JsonSyntaxException|MalformedJsonException|JsonEOFException|JSONException)\b",
    r"Expected BEGIN_(?:OBJECT|ARRAY) but was",
    r"malformed JSON at line \d+",
    r"syntax error, (?:expect|pos) ",
    # Go
    r"invalid character '.{1,6}' (?:looking for|after|in (?:literal|string)|at beginning)",
    r"unexpected end of JSON input",
    r"json: cannot unmarshal",
    # PHP
    r"\"Syntax error\"",
    r"Syntax error, malformed JSON",
    r"json_decode\(\)",
    # Ruby
    r"JSON::ParserError",
    r"unexpected (?:token|character)(?:: | at )'[^']",
    # Rust: serde
    r"expected value at line \d+ column \d+",
    r"EOF while parsing (?:a |an )?\w+ at line \d+",
    r"missing field `\w+` at line \d+",
    # .NET
    r"is an invalid start of a value\. (?:Path|LineNumber)",
    r"Unexpected character encountered while parsing value",
)
_PARSE_ERROR = re.compile("|".join(_PARSE_ERRORS))


def shows_page(text: str) -> bool:
    """Whether the page that a gateway or a Wi-Fi answered in WeChat's place is in it, whole or in part."""
    return PAGE_MARK in text


def parse_error(text: str) -> str | None:
    """The words of a JSON parser in an answer, if there are any."""
    match = _PARSE_ERROR.search(text) or _PARSE_ERROR.search(unescape(text))
    return None if match is None else match[0]
