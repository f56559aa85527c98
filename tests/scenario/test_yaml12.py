"""YAML without surprises, and where each value stands."""

from __future__ import annotations

import json

import pytest

from mockwx.scenario.reading import yaml12


def lines(text: str) -> list[str]:
    return [str(each).split(" | ")[0] for each in yaml12.read(text, "f.yaml").problems]


def value(text: str) -> object:
    document = yaml12.read(text, "f.yaml")
    assert document.problems == ()
    return document.value


@pytest.mark.parametrize(
    "text",
    [
        "on",
        "off",
        "yes",
        "no",
        "y",
        "n",
        "True",
        "TRUE",
        "Null",
        "NULL",
        "~",
        "12:30",
        "1:30:00",
        "0123",
        "0o17",
        "0x10",
        "0b1",
        "+5",
        "1_000",
        ".5",
        "5.",
        ".inf",
        ".nan",
        "2026-01-01",
        "1..3",
        "4..",
        "..3",
        "=",
    ],
)
def test_what_yaml_1_1_would_bend_stays_text(text: str) -> None:
    assert value(f"key: {text}\n") == {"key": text}


@pytest.mark.parametrize("key", ["on", "yes", "no", "y", "2026-01-01", "0123", "12:30"])
def test_keys_stay_text_too(key: str) -> None:
    assert value(f"{key}: x") == {key: "x"}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("true", True),
        ("false", False),
        ("null", None),
        ("", None),
        ("0", 0),
        ("-1", -1),
        ("45011", 45011),
        ("1.5", 1.5),
        ("-0.25", -0.25),
        ("1e3", 1000.0),
        ('"1"', "1"),
        ("'true'", "true"),
        ("'it''s'", "it's"),
    ],
)
def test_the_values_of_json_are_read_as_json_means_them(text: str, meant: object) -> None:
    found = value(f"key: {text}")
    assert found == {"key": meant}
    assert type(found["key"]) is type(meant)


def test_a_duplicate_key_is_refused_where_it_stands() -> None:
    assert lines("a: 1\nb:\n  c: 1\n  c: 2\na: 3\n") == [
        "f.yaml:4:3: b.c: the key 'c' stands here twice, first on line 3",
        "f.yaml:5:1: a: the key 'a' stands here twice, first on line 1",
    ]


def test_yes_and_on_are_different_keys() -> None:
    assert value("yes: 1\non: 2") == {"yes": 1, "on": 2}


def test_a_number_as_key_is_refused_except_under_errcode() -> None:
    assert value("errcode: {45011: 3, 0: 1, -1: 2}") == {"errcode": {45011: 3, 0: 1, -1: 2}}
    assert lines("users: {1: x}") == ['f.yaml:1:9: users: a key must be text: write "1" in quotes']
    assert lines("true: x") == ['f.yaml:1:1: a key must be text: write "true" in quotes']
    assert lines("errcode: {45011: 3, '45011': 4}") == [
        "f.yaml:1:21: errcode.45011: the key '45011' stands here twice, first on line 1"
    ]


def test_a_key_that_is_a_list_is_refused() -> None:
    assert lines("? [a]\n: 1") == ["f.yaml:1:3: a key must be a plain text"]


def test_tags_are_refused_where_they_stand() -> None:
    assert lines("a: !!python/object:os.system x\nb: !x 1\n") == [
        (
            "f.yaml:1:4: a: tags have no meaning in a scenario: remove 'tag:yaml.org,2002:python/object:os.system', "
            "or quote the text"
        ),
        "f.yaml:2:4: b: tags have no meaning in a scenario: remove '!x', or quote the text",
    ]


def test_merge_keys_are_refused_with_what_to_do_instead() -> None:
    (line,) = lines("a: &a {x: 1}\nb: {<<: *a}\n")
    assert line == "f.yaml:2:5: b: merge keys (<<) are not read; write the keys out, or share them with use:"


def test_aliases_are_read_and_lead_to_where_the_value_stands() -> None:
    document = yaml12.read("a: &a {x: 1}\nb: *a\n", "f.yaml")
    assert document.value == {"a": {"x": 1}, "b": {"x": 1}}
    place = document.place.at(("b", "x"))
    assert (place.line, place.column) == (1, 11)
    assert document.place.at(("b",)).key == (2, 1)


def test_aliases_may_not_stand_for_more_than_memory_holds() -> None:
    text = "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
    for name, former in zip("bcdefghi", "abcdefgh", strict=True):
        text += f"{name}: &{name} [{', '.join([f'*{former}'] * 10)}]\n"
    (line,) = lines(text)
    assert line.endswith("aliases stand for more than 10000 values in all")


def test_aliases_may_not_hide_depth() -> None:
    text = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 60))
    (line,) = lines(text)
    assert line.endswith("this is nested more than 50 deep")


@pytest.mark.parametrize("text", ["a: *b", "a: &a [*a]"])
def test_an_alias_that_stands_for_nothing_is_refused(text: str) -> None:
    (line,) = lines(text)
    assert "stands for nothing above it" in line


def test_depth_is_bounded() -> None:
    assert value("[" * 50 + "]" * 50) is not None
    assert lines("[" * 100_000) == ["f.yaml:1:52: [0][0][0]: this is nested more than 50 deep"]


def test_size_is_bounded() -> None:
    assert lines("#" * (yaml12.MAX_SIZE + 1)) == ["f.yaml:1:1: the text is longer than 1048576 characters"]


@pytest.mark.parametrize("text", ["1e999", "-1e999", "12345678901234567890", "9" * 5000])
def test_a_number_that_is_too_large_is_refused(text: str) -> None:
    assert lines(f"a: {text}") == ["f.yaml:1:4: a: this number is too large; if it is a text, put it in quotes"]


def test_a_second_document_is_refused() -> None:
    assert lines("a: 1\n---\nb: 1") == ["f.yaml:2:1: a file holds one scenario; remove what follows ---"]


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("a:\n\tb: 1", "2:1", "a tab stands where YAML wants spaces"),
        ("a: b: c", "1:5", "a colon is not expected here"),
        ("a:\n  b: 1\n   c: 2", "3:5", "a colon is not expected here"),
        ("a: 'x\nb: 1\n", "1:4", "this quote is never closed"),
        ("a: [1, 2\n", "1:4", "this bracket is never closed"),
        ("a: [1\nb: 2\n", "2:2", "a comma or the closing bracket is missing"),
        ("a: -", "1:4", "a dash begins a list item"),
        ("a: @x", "1:4", "a text may not begin with this character"),
        ("a: `x`", "1:4", "a text may not begin with this character"),
        ("a: %x", "1:4", "a text may not begin with this character"),
        ("a: * b", "1:5", "& and * have a special meaning"),
        ('a: "\\d"', "1:6", "a backslash means something special"),
        ("a: x\u0007", "1:5", "there is an invisible control character"),
        ("a: 1\n b: 2\n", "2:3", "a colon is not expected here"),
        ("  a: 1\nb: 2\n", "2:1", "this line is not indented like its neighbours"),
        ("a: 1\nb\nc: 2\n", "3:1", "this line has no colon"),
        ("a: !e!x 1", "1:4", "tags (!name) have no meaning"),
        ('a: "\\UFFFFFFFF"', "1:7", "this is not YAML"),
        ("%YAML 1." + "9" * 5000 + "\n---\na: 1", "1:9", "this is not YAML"),
        ("%YAML 3.0\n---\na: 1", "1:1", "this is not YAML: found incompatible YAML document"),
        ('a: "\\ud83d"', "1:4", "a: half a character is escaped here"),
    ],
)
def test_a_syntax_error_says_where_and_what_to_do(text: str, where: str, what: str) -> None:
    (line,) = lines(text)
    assert line.startswith(f"f.yaml:{where}: {what}")


def test_what_stands_before_a_syntax_error_is_told_too() -> None:
    assert len(lines("a: 1\na: 2\nb: 'x")) == 2


@pytest.mark.parametrize("indent", [None, 2, "\t"])
@pytest.mark.parametrize("ascii_only", [True, False])
def test_every_json_document_is_read_as_json_means_it(indent: int | str | None, ascii_only: bool) -> None:
    meant = {"a": [1, 2.5, True, None, "x/y", "小明 😀", 'q"\\\n\t'], "b": {"c": {}, "d": [], "on": "yes"}, "": ""}
    assert value(json.dumps(meant, indent=indent, ensure_ascii=ascii_only)) == meant


def test_a_byte_order_mark_is_no_part_of_the_first_key() -> None:
    document = yaml12.read("\ufeffa: 1\n", "f.yaml")
    assert document.value == {"a": 1}
    assert document.place.at(("a",)).column == 4


def test_windows_line_ends_count_once() -> None:
    assert yaml12.read("a: 1\r\nb: 2\r\n", "f").place.at(("b",)).line == 2


def test_the_place_of_what_is_missing_is_what_is_around_it() -> None:
    place = yaml12.read("a:\n  b: [x, {c: 1}]\n", "f").place
    assert [(each.line, each.column) for each in (place.at(("a", "b", 1, "zzz")), place.at(("q",)))] == [
        (2, 10),
        (1, 1),
    ]
    assert (place.at(("a", "b", 1, "c")).line, place.at(("a", "b", 1, "c")).column) == (2, 14)
