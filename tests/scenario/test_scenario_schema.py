"""The JSON Schema that editors use, made from the models."""

from __future__ import annotations

import json
import re
from contextlib import nullcontext
from typing import Any, get_args

import pytest
import yaml

from mockwx.core.errcodes import ALL, BY_NAME
from mockwx.core.rules.faults import TEMPLATES
from mockwx.core.wire import BrokenWire, NoConnection
from mockwx.products.endpoint_lookup import BY_API
from mockwx.scenario import ready_scenarios
from mockwx.scenario.language.schema import schema
from mockwx.scenario.loader import ScenarioError, parse
from mockwx.scenario.reading import yaml12
from mockwx.verbs import VERBS

SCHEMA = schema()


def problems(value: Any, part: dict[str, Any], path: str = "") -> list[str]:
    """A small validator for the keywords that the schema uses; unknown keywords fail the test below."""
    if "$ref" in part:
        return problems(value, SCHEMA["$defs"][part["$ref"].rsplit("/", 1)[1]], path)
    found: list[str] = []
    if "anyOf" in part:
        tries = [problems(value, each, path) for each in part["anyOf"]]
        found += [] if any(not each for each in tries) else tries[0]
    if "oneOf" in part and sum(not problems(value, each, path) for each in part["oneOf"]) != 1:
        found.append(f"{path}: oneOf")
    if "not" in part and not problems(value, part["not"], path):
        found.append(f"{path}: not")
    types = part.get("type", [])
    if types and not any(_is(value, each) for each in ([types] if isinstance(types, str) else types)):
        found.append(f"{path}: {value!r} is no {types}")
    if ("enum" in part and value not in part["enum"]) or ("const" in part and value != part["const"]):
        found.append(f"{path}: {value!r}")
    if _is(value, "number") and not part.get("minimum", value) <= value <= part.get("maximum", value):
        found.append(f"{path}: {value!r} is out of range")
    if isinstance(value, list) and len(value) < part.get("minItems", 0):
        found.append(f"{path}: {value!r} is too short")
    if isinstance(value, str) and "pattern" in part and not re.search(part["pattern"], value):
        found.append(f"{path}: {value!r} does not match")
    if isinstance(value, dict):
        found += [f"{path}: {key} is missing" for key in part.get("required", []) if key not in value]
        for key, each in value.items():
            key = str(key)
            if key in part.get("properties", {}):
                found += problems(each, part["properties"][key], f"{path}/{key}")
            elif patterns := [p for name, p in part.get("patternProperties", {}).items() if re.search(name, key)]:
                found += problems(each, patterns[0], f"{path}/{key}")
            elif part.get("additionalProperties") is False:
                found.append(f"{path}/{key} is not known")
            elif isinstance(part.get("additionalProperties"), dict):
                found += problems(each, part["additionalProperties"], f"{path}/{key}")
    if isinstance(value, list) and "items" in part:
        for nth, each in enumerate(value):
            found += problems(each, part["items"], f"{path}/{nth}")
    return found


def _is(value: Any, name: str) -> bool:
    kinds = {"string": str, "object": dict, "array": list, "boolean": bool, "null": type(None)}
    if name in ("integer", "number"):
        return isinstance(value, int if name == "integer" else int | float) and not isinstance(value, bool)
    return isinstance(value, kinds[name])


def test_it_is_json_schema_of_2020() -> None:
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert "$id" not in SCHEMA
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA
    assert schema() == SCHEMA


@pytest.mark.parametrize("name", ready_scenarios.builtin_names())
def test_every_ready_scenario_fits_the_schema(name: str) -> None:
    value = yaml.safe_load(ready_scenarios.find(name).read_text(encoding="utf-8"))
    assert problems(value, SCHEMA) == []


@pytest.mark.parametrize(
    "text",
    [
        "mockwx: 2",
        "nam: x",
        "mockwx: 1\nrules: [{when: {api: token}, then: {}}]",
        "mockwx: 1\nrules: [{when: {api: token}, then: {errcode: no_such_thing}}]",
        "mockwx: 1\nrules: [{when: {}, then: {errcode: -1}}]",
        "mockwx: 1\nusers: {alice: {phone: 138}}",
        "mockwx: 1\nclock: {mode: frozn}",
        "mockwx: 1\nlimits: {token: {per: user}}",
        "mockwx: 1\nsteps: [{fone.login: {}}]",
    ],
)
def test_what_does_not_load_does_not_fit_either(text: str) -> None:
    assert problems(yaml.safe_load(text), SCHEMA)


def test_a_user_may_be_nothing_and_limits_one_or_many() -> None:
    text = "mockwx: 1\nusers: {alice: }\napps: {shop: }\nlimits: {token: {rate: 1/s}, stable_token: [{rate: 1/s}]}"
    assert problems(yaml.safe_load(text), SCHEMA) == []


def test_every_key_has_a_text_in_both_languages() -> None:
    for part in (SCHEMA, *SCHEMA["$defs"].values()):
        for key, described in part.get("properties", {}).items():
            assert re.search(r" \| .*[\u4e00-\u9fff]", described.get("description", "")), key


def test_editors_complete_apis_and_errcodes_and_every_outcome() -> None:
    when, then = SCHEMA["$defs"]["WhenEntry"], SCHEMA["$defs"]["ThenEntry"]
    assert when["properties"]["api"]["anyOf"][0]["enum"] == list(BY_API)
    errcodes = then["properties"]["errcode"]["anyOf"]
    assert [each["const"] for each in errcodes if "const" in each] == [each.code for each in ALL]
    assert [each["enum"] for each in errcodes if "enum" in each] == [list(BY_NAME)]
    assert set(then["properties"]) == {"errcode", "errmsg", "http", "net", "body", "do", "latency", "hold", "commit"}
    assert then["properties"]["net"]["enum"] == [*get_args(BrokenWire), *get_args(NoConnection)]
    assert SCHEMA["$defs"]["BodyEntry"]["properties"]["template"]["anyOf"][0]["enum"] == list(TEMPLATES)
    assert then["properties"]["do"]["items"]["anyOf"][0]["enum"] == [
        name for name, verb in VERBS.items() if name.startswith("wechat.") and not verb.outward
    ]


@pytest.mark.parametrize("net", [*get_args(BrokenWire), *get_args(NoConnection)])
def test_editors_tell_what_each_word_of_net_means(net: str) -> None:
    told = SCHEMA["$defs"]["ThenEntry"]["properties"]["net"]["description"]
    assert told.count(f"({net})") == 1, f"mockwx/scenario/language/rule_models.py: say of {net} in English, as (net)"
    assert told.count(f"（{net}）") == 1, (
        f"mockwx/scenario/language/rule_models.py: say of {net} in Chinese, as （net）"
    )


THENS = [
    "errcode: 45011",
    "errcode: code_used, errmsg: x, commit: true",
    "http: 502",
    "http: 502, body: busy",
    "http: 502, body: {raw: x, content_type: text/plain}",
    "net: reset, commit: true, latency: 1s",
    "net: hang, body: {truncate: 10}",
    "body: {truncate: 40, chunked: true}",
    "body: {slow: {bytes_per_second: 4}}",
    "body: {template: nginx-502}",
    "body: {drop: [openid], add: {k: {v: 1}}}",
    "do: [wechat.rotate_session_key, {wechat.pay: {mch_id: x}}, {wechat.block_user: alice}]",
    "latency: {p50: 1s, p99: 2s}",
    "hold: 2",
    "hold: {calls: 3, limit: 5s}, errcode: -1, latency: 10ms",
]
NO_THENS = [
    "",
    "errcode: 45011, http: 502",
    "http: 502, net: reset",
    "errcode: 45011, body: {truncate: 40}",
    "do: [wechat.pay], net: reset",
    "errmsg: x",
    "http: 600",
    "net: rst",
    "body:",
    "body: {slow: 4}",
    "body: {truncate: -1}",
    "body: {template: nginx}",
    "body: {truncat: 4}",
    "do: []",
    "do: [wechat.rotate]",
]


@pytest.mark.parametrize("then", [*THENS, *NO_THENS])
def test_an_outcome_fits_the_schema_exactly_where_it_loads(then: str) -> None:
    text = f"mockwx: 1\nrules: [{{when: {{api: code2session}}, then: {{{then}}}}}]"
    assert bool(problems(yaml12.read(text, "f").value, SCHEMA)) is (then in NO_THENS)
    with pytest.raises(ScenarioError) if then in NO_THENS else nullcontext():
        parse(text)
