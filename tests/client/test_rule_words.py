"""The words of a rule are the same in Python, and in the clients of other languages below ``clients/``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from mockwx.client.rule_keywords import RuleWords
from mockwx.core.wire import BrokenWire, NoConnection
from mockwx.scenario.language.rule_models import RuleEntry, ThenEntry, WhenEntry

CLIENTS = Path(__file__).parents[2] / "clients"
WHEN = WhenEntry.model_fields.keys() - {"api"}
NETS = {*get_args(BrokenWire), *get_args(NoConnection)}
WHERE_WHEN_STANDS = {
    "python-lite/mockwx_lite.py": r"^WHEN = \((.*)\)$",
    "node/lib/mockwx.cjs": r"^const WHEN = new Set\(\[(.*)\]\);$",
    "go/rules.go": r"^var when = map\[string\]bool\{\n(.*)\n\}$",
    "java/src/main/java/mockwx/MockWx.java": r"Set<String> WHEN = Set.of\((.*)\);$",
}
"""The list of a client by which it tells ``when`` from ``then``."""


def part(file: str, pattern: str) -> str:
    found = re.search(pattern, (CLIENTS / file).read_text(encoding="utf-8"), re.MULTILINE)
    assert found, f"clients/{file}: it has no {pattern} any more"
    return found[1]


def test_the_words_of_a_rule_are_those_of_the_scenario_language() -> None:
    beside = {name for name in RuleEntry.model_fields if name not in ("when", "then")}
    language = beside | WHEN | ThenEntry.model_fields.keys()
    assert RuleWords.__annotations__.keys() ^ language == set(), "mockwx/client/rule_keywords.py: words of RuleWords"


@pytest.mark.parametrize("file", WHERE_WHEN_STANDS)
def test_a_client_knows_which_words_say_when(file: str) -> None:
    words = set(re.findall(r"[a-z_]+", part(file, WHERE_WHEN_STANDS[file]))) - {"true"}
    assert words ^ WHEN == set(), (
        f"clients/{file}: its list of the words that say when lacks them, or has them too many"
    )


def test_a_client_that_declares_the_words_of_a_rule_declares_all() -> None:
    words = re.findall(r"^  (\w+)\?: ", declared_in_typescript(), re.MULTILINE)
    assert set(words) ^ RuleWords.__annotations__.keys() == set(), "clients/node/index.d.ts: words of RuleWords"
    tags = re.findall(r'`json:"(\w+),omitempty"`', (CLIENTS / "go/rules.go").read_text(encoding="utf-8"))
    assert set(tags) ^ RuleWords.__annotations__.keys() == set(), "clients/go/rules.go: words of Rule"


def test_a_client_that_declares_how_the_wire_breaks_declares_all() -> None:
    types = part("node/index.d.ts", r"^  net\?: (.*);$")
    assert set(re.findall(r"'(\w+)'", types)) ^ NETS == set(), "clients/node/index.d.ts: net of RuleWords"
    told = part("go/rules.go", r"^\tNet +string .* // (.*)$")
    assert set(re.findall(r"\w+", told)) - {"or"} ^ NETS == set(), "clients/go/rules.go: what stands beside Net"


def declared_in_typescript() -> str:
    text = (CLIENTS / "node/index.d.ts").read_text(encoding="utf-8")
    return text.partition("export interface RuleWords {")[2].partition("\n}")[0]
