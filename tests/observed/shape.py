"""The shape of an answer: its exact text with everything that varies from call to call replaced by a mark."""

from __future__ import annotations

import re
from typing import Any

_TOKEN = r"[A-Za-z0-9._-]{10,17}"
_VARYING = (
    (re.compile(r"[0-9a-fx]{8}-[0-9a-fx]{8}-[0-9a-fx]{8}"), "<rid>"),
    (re.compile(rf"hint: \[{_TOKEN}(!?)\]"), r"hint: [<token>\1]"),
    (re.compile(rf"hints: \[{_TOKEN}(!?)\]"), r"hints: [<token>\1]"),
    (re.compile(r"hint: \[\d{25}\]"), "hint: [<25>]"),
    (re.compile(r"hint: \[\d{10}_\d{1,3}_[0-9a-f]{32}\]"), "hint: [<32>]"),
    (re.compile(rf"req_id: {_TOKEN} \]"), "req_id: <token> ]"),
    (re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b"), "<ip>"),
    (re.compile(r'"access_token":"\d+_[A-Za-z0-9_-]{80,}"'), '"access_token":"<token>"'),
    (re.compile(r'"openid":"o[A-Za-z0-9_-]{27}"'), '"openid":"<28>"'),
    (re.compile(r'"unionid":"o[A-Za-z0-9_-]{27}"'), '"unionid":"<28>"'),
    (re.compile(r'"session_key":"((?:[A-Za-z0-9+=]|\\/)+)"'), lambda found: f'"session_key":"{_key(found[1])}"'),
)
_RID = re.compile(r"rid: ([0-9a-f]{8})-")
_WECOM_HINT = re.compile(r"hint: \[(\d{10})(?:\d{15}|_)")


def _key(text: str) -> str:
    """Its length on the wire without the escapes, and whether a slash in it is escaped."""
    return f"<{len(text.replace(chr(92), ''))}{' escaped slash' if chr(92) in text else ''}>"


def shape(text: str) -> str:
    for pattern, mark in _VARYING:
        text = pattern.sub(mark, text)
    return text


def rid_second(text: str) -> int | None:
    """The unix second that the first group of the rid spells, or the first ten digits of WeCom's hint."""
    if found := _RID.search(text):
        return int(found[1], 16)
    hint = _WECOM_HINT.search(text)
    return int(hint[1]) if hint else None


def outline(value: Any, literal: tuple[str, ...] = ("errmsg", "errcode", "vaild")) -> Any:
    """Keys in their order with the type of each value; the values of ``literal`` keys as they are."""
    if isinstance(value, dict):
        return [(name, each if name in literal else outline(each, literal)) for name, each in value.items()]
    if isinstance(value, list):
        return [outline(each, literal) for each in value]
    return type(value).__name__
