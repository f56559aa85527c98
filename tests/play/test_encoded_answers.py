"""Answers in other encodings than UTF-8: they are read as their label says."""

from __future__ import annotations

import pytest

from mockwx.play.answers import BackendAnswer
from mockwx.play.json_paths import NOTHING

SAID = '{"token": "t", "msg": "登录成功，联通"}'


def answer(charset: str, body: bytes) -> BackendAnswer:
    label = f"application/json; charset={charset}" if charset else "application/json"
    return BackendAnswer(200, (("Content-Type", label),), body)


@pytest.mark.parametrize("charset", ["GBK", "gb2312", '"GB18030"', "Big5-HKSCS", "utf-16", "UTF-8", ""])
def test_a_labelled_answer_is_read_by_its_label(charset: str) -> None:
    said = SAID.replace("录", "入").replace("联", "連") if charset == "Big5-HKSCS" else SAID
    made = answer(charset, said.encode(charset.strip('"') or "utf-8"))
    assert made.json["token"] == "t"
    assert made.json["msg"] in made.text
    assert made.json["msg"] in made.shown()


@pytest.mark.parametrize("charset", ["klingon", "rot13", "hex", "undefined", '"', "gbk\x00"])
def test_a_label_that_nobody_knows_is_no_label(charset: str) -> None:
    assert answer(charset, SAID.encode()).json["token"] == "t"


def test_what_is_not_as_its_label_says_is_no_json_and_no_crash() -> None:
    made = answer("gbk", b'{"token": "\xff\xff')
    assert made.json is NOTHING
    assert made.shown().startswith("HTTP 200")


def test_half_an_emoji_in_an_answer_can_be_looked_through() -> None:
    made = answer("", b'{"input": "\\ud83d", "token": "t"}')
    assert '"token": "t"' in made.text.encode().decode()
