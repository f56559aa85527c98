"""Whatever comes in, what comes out is a scenario or a list of problems."""

from __future__ import annotations

import json
from typing import Any

import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mockwx.core.rules.faults import TEMPLATES
from mockwx.scenario.language.fault_models import BodyEntry
from mockwx.scenario.language.file_models import File
from mockwx.scenario.language.schema import schema
from mockwx.scenario.loader import Loaded, ScenarioError, from_mapping, parse
from mockwx.scenario.reading.problems import RuleError
from mockwx.scenario.rule_parsing import parse_rule, rule_as_mapping
from mockwx.verbs import VERBS

KEYS = sorted(
    {key for part in (schema(), *schema()["$defs"].values()) for key in part.get("properties", {})}
    | {"alice", "shop", "token", "phone.login", "http", "net", "body", "do", "p50", "p99", "<<", "on"}
)
WORDS = ["code2session", "token", "alice", "shop", "1..3", "every 5", "5m1s", "100/min", "frozen", "always", "rule"]
WORDS += ["2026-01-01", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "base.yaml", "..", "code_used", "u3"]
scalars = st.one_of(
    st.none(), st.booleans(), st.integers(), st.integers(-1, 5), st.floats(), st.text(), st.sampled_from(WORDS)
)
keys = st.one_of(st.sampled_from(KEYS), st.sampled_from(KEYS), st.text(max_size=5))
values = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(keys, inner, max_size=5)),
    max_leaves=25,
)
whens = st.dictionaries(st.sampled_from(["app", "user", "call", "count_by", "chance", "between"]), scalars).map(
    lambda when: {"api": "token"} | when
)
bodies = st.one_of(
    scalars,
    st.dictionaries(
        st.sampled_from([*BodyEntry.model_fields]),
        st.one_of(
            scalars,
            st.just({"bytes_per_second": 4}),
            st.sampled_from([*TEMPLATES, "text/html", "gbk"]),
            st.lists(st.text(max_size=3), max_size=2),
            st.dictionaries(st.text(max_size=3), scalars, max_size=2),
        ),
        max_size=3,
    ),
)
deeds = st.one_of(
    scalars,
    st.sampled_from([*VERBS]),
    st.dictionaries(
        st.sampled_from([*VERBS]),
        st.one_of(scalars, st.dictionaries(st.sampled_from(["user", "app", "blocked", "mch_id"]), scalars, max_size=2)),
        max_size=2,
    ),
)
outcomes: list[st.SearchStrategy[dict[str, Any]]] = [
    st.fixed_dictionaries({"errcode": scalars}, optional={"errmsg": scalars}),
    st.fixed_dictionaries({"http": st.one_of(scalars, st.integers(200, 599))}, optional={"body": bodies}),
    st.fixed_dictionaries(
        {"net": st.one_of(scalars, st.sampled_from(["hang", "reset", "empty", "refused", "tls"]))},
        optional={"body": bodies},
    ),
    st.fixed_dictionaries({"body": bodies}),
    st.fixed_dictionaries({"do": st.one_of(scalars, st.lists(deeds, max_size=3))}),
]
thens = st.one_of(
    st.dictionaries(st.sampled_from(["errcode", "errmsg", "latency", "commit", "net", "http", "body", "do"]), scalars),
    *(st.tuples(each, st.sampled_from([{}, {"commit": True}])).map(lambda two: two[0] | two[1]) for each in outcomes),
)
rules = st.fixed_dictionaries({"when": st.one_of(whens, values), "then": st.one_of(thens, values)})
files = st.fixed_dictionaries(
    {"mockwx": st.just(1)},
    optional={key: values for key in File.model_fields if key != "mockwx"} | {"rules": st.lists(rules, max_size=4)},
)


def answer(text: str) -> Loaded | ScenarioError:
    found: Loaded | ScenarioError
    try:
        found = parse(text, where="f.yaml")
    except ScenarioError as error:
        found = error
    if isinstance(found, ScenarioError):
        assert found.problems
        for each in found.problems:
            assert len(str(each).splitlines()) == 1
            assert each.line >= 1
            assert each.column >= 1
            assert " | " in each.what
            assert "pydantic" not in each.what
            assert "\x1b" not in str(each)
    return found


@given(st.text())
def test_random_text(text: str) -> None:
    answer(text)


@given(st.text(alphabet="ab01:-,[]{}&*!|>'\"%@`#?<\\.~ \n\t", max_size=60))
def test_text_of_yaml_characters(text: str) -> None:
    answer(text)
    answer("mockwx: 1\nname: " + text)


@settings(max_examples=settings().max_examples * 3 // 2)
@given(st.one_of(files, values))
@example(
    {
        "mockwx": 1,
        "apps": {"\x1b[31mred\x1e": {}},
        "rules": [{"when": {"api": "code2session", "app": "?"}, "then": {"errcode": -1}}],
    }
)
@example({"mockwx": 1, "users": ["\r"]})
@example({"mockwx": 1, "steps": [{"phone.\x1b[31m\u2028": None, "co\rde": "x"}]})
def test_random_structures_in_yaml_and_json(value: Any) -> None:
    answer(yaml.safe_dump(value, allow_unicode=True))
    answer(json.dumps(value))


@settings(max_examples=settings().max_examples * 3 // 2)
@given(st.one_of(files, values))
def test_random_structures_from_python(value: Any) -> None:
    try:
        from_mapping(value)
    except ScenarioError as error:
        assert error.problems  # noqa: PT017  the other end is as good


@settings(max_examples=settings().max_examples * 3)
@given(st.one_of(rules, values))
def test_random_rules_come_back_as_they_were(value: Any) -> None:
    try:
        rule = parse_rule(value)
    except RuleError as error:
        assert error.problems  # noqa: PT017  the other end is as good
    else:
        assert parse_rule(rule_as_mapping(rule)) == rule
