"""Full-width punctuation, as a Chinese input method writes it, where YAML wants its own: named, with the mend."""

from __future__ import annotations

import re

from mockwx.core.text.bilingual import both

_QUOTES = {"“": "”", "‘": "’", "「": "」", "『": "』", "＂": "＂", "＇": "＇"}
_QUOTED_TEXT = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\n]|'')*'|(?:^|\s)#[^\n]*")
"""Texts in YAML's own quotes and comments, in which any character may stand."""
_MARKS = re.compile(
    r"""
      ^\s*(?:-\s+)?[\w.$-]+(?P<colon>：)                  # key：value
    | [{,，]\s*[\w.$-]+(?P<flow_colon>：)                 # {key：value
    | (?P<comma>，)\s*[\w.$/“”‘’「」-]+\s*[:：]            # …，key: value
    | (?P<brace>[｛｝])
    | (?P<bracket>[［］])
    | ^\s*(?P<hash>＃)
    | (?P<blank>\u3000)
    """,
    re.VERBOSE | re.MULTILINE,
)
_WRITE = {
    "colon": (": and a blank", "半角冒号加空格（: ）", "colon", "冒号"),
    "flow_colon": (": and a blank", "半角冒号加空格（: ）", "colon", "冒号"),
    "comma": (", and a blank", "半角逗号加空格（, ）", "comma", "逗号"),
    "brace": ("{ or }", "半角花括号 { 或 }", "brace", "花括号"),
    "bracket": ("[ or ]", "半角方括号 [ 或 ]", "bracket", "方括号"),
    "hash": ("#", "半角井号 #", "number sign", "井号"),
    "blank": ("a plain blank", "半角空格", "blank", "空格"),
}


def full_width_mark(text: str, first: int, last: int) -> tuple[int, str] | None:
    """The first one in these lines (from 0) that stands where YAML's own should: its index, and what to do."""
    bare = _QUOTED_TEXT.sub(lambda quoted: " " * len(quoted[0]), text)
    for match in _MARKS.finditer(bare):
        name = str(match.lastgroup)
        index = match.end(name) - 1
        line = bare.count("\n", 0, index)
        if first <= line <= last:
            en, zh, what, was = _WRITE[name]
            mark = "U+3000" if name == "blank" else bare[index]
            return index, both(
                f"this {what} is a full-width one ({mark}); write {en}",
                f"这是全角{was}（{mark}）；请写{zh}",
            )
    return None


def full_width_text(text: str) -> str | None:
    """What to do about a plain text in quotes of full width, which are part of it for YAML, or a variable's ＄."""
    if re.fullmatch(r"＄[A-Za-z_][\w.]*", text):
        return both(f"this is a full-width ＄; write ${text[1:]}", f"这是全角 ＄；请写 ${text[1:]}")
    if len(text) < 2 or _QUOTES.get(text[0]) != text[-1]:
        return None
    inner = text[1:-1].replace('"', "'")
    return both(
        f'{text[0]} {text[-1]} are full-width quotes, which YAML takes for a part of the text; write "{inner}", '
        f"or '{text}' where they belong to it",
        f'{text[0]} {text[-1]} 是全角引号，YAML 会把它当作文本的一部分；请写半角引号 "{inner}"，'
        f"若引号本身属于文本，请写 '{text}'",
    )


def full_width_key(key: str) -> str | None:
    """What to do about a plain key with a comma or a colon of full width in it, or a dash before it."""
    if re.match(r"[－—–]\s", key):
        return both(
            f"this dash is not YAML's ({key[0]}); write - and a blank",
            f"这个短横线不是半角的（{key[0]}）；请写半角短横线加空格（- ）",
        )
    mark = next((letter for letter in key if letter in "，："), None)
    if mark is None:
        return None
    plain = {"，": ",", "：": ":"}[mark]
    return both(
        f"this key holds a full-width {mark}; write {plain} and a blank, or quote the key",
        f"这个键里有全角的 {mark}；请写半角 {plain} 加空格，或给键加引号",
    )
