from __future__ import annotations

import pytest

from mockwx.core.text.did_you_mean import unknown
from mockwx.core.text.output_escaping import is_fit, printable


@pytest.mark.parametrize(
    "text", ["", "小明 🐼", "👩‍👩‍👧", "naïve", "全角　空格", "עברית", "a: b", "fe80::1", "# heading"]
)
def test_what_people_write_stays_as_it_is(text: str) -> None:
    assert printable(text) == text
    assert is_fit(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"),
        ("\x1e", "\\x1e"),
        ("a\r\nb\tc\x00", "a\\x0d\\x0ab\\x09c\\x00"),
        ("\x7f\x85\x9b31m", "\\x7f\\x85\\x9b31m"),
        ("\u202egpj.exe", "\\u202egpj.exe"),
        ("\u2066a\u2069\u200f", "\\u2066a\\u2069\\u200f"),
        ("a\u2028b\u2029c", "a\\u2028b\\u2029c"),
        ("\ud83d", "\\ud83d"),
    ],
)
def test_what_steers_a_terminal_or_breaks_a_line_is_spelt_out(text: str, shown: str) -> None:
    assert printable(text) == shown
    assert not is_fit(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("::error::broken", "\\x3a:error::broken"),
        ("  ::add-mask::x", "  \\x3a:add-mask::x"),
        ("a ##[error]b", "a \\x23#[error]b"),
        ("a ##vso[task.setvariable]b", "a \\x23#vso[task.setvariable]b"),
    ],
)
def test_what_commands_a_runner_is_broken_up(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_names_in_a_list_of_known_ones_stay_on_their_line() -> None:
    said = unknown("app", "应用", "shop", ["\x1e", "\x1b[31mred", "\u202egood"])
    assert said.isprintable()
    assert "\\x1e, \\x1b[31mred, \\u202egood" in said
