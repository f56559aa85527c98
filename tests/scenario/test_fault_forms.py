"""The wire faults of ``then``: what each form means, that it comes back as it was, and what is said of wrong forms."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

import pytest

from mockwx.core.errcodes import lookup
from mockwx.core.rules import faults
from mockwx.core.rules.rules import Latency
from mockwx.core.wire import BrokenWire, NoConnection, Response
from mockwx.scenario.language.fault_kinds import BODY_EXAMPLES, BODY_WAYS, FAULT_KINDS
from mockwx.scenario.language.fault_models import BodyEntry
from mockwx.scenario.language.names import Names
from mockwx.scenario.language.rule_models import ThenEntry
from mockwx.scenario.loader import ScenarioError, parse
from mockwx.scenario.reading.problems import RuleError
from mockwx.scenario.rule_parsing import parse_rule, rule_as_mapping, rule_from
from mockwx.verbs import VERBS
from tests.faults.table import WAYS

ROOT = Path(__file__).resolve().parents[2]
PAGE_502 = faults.TEMPLATES["nginx-502"][1]
PORTAL = faults.TEMPLATES["captive-portal"][1]
BUSY = lookup(-1)
assert BUSY is not None
KEYS_OF_BODY = ", ".join(BodyEntry.model_fields)
NETS = ", ".join((*get_args(BrokenWire), *get_args(NoConnection)))
VERBS_OF_RULES = ", ".join(name for name, verb in VERBS.items() if name.startswith("wechat.") and not verb.outward)

FORMS: list[tuple[dict[str, Any], faults.Fault]] = [
    ({"errcode": -1}, faults.Refuse(BUSY)),
    ({"errcode": -1, "errmsg": "busy"}, faults.Refuse(BUSY, "busy")),
    ({"http": 502}, faults.Http(502, PAGE_502)),
    ({"http": 500}, faults.Http(500, faults.page_for(500))),
    (
        {"http": 418, "body": {"raw": "no", "content_type": "text/plain"}},
        faults.Http(418, "no", "text/plain"),
    ),
    ({"http": 502, "body": {"raw": "", "content_type": "text/html"}}, faults.Http(502, "")),
    ({"net": "hang"}, faults.Net("hang")),
    ({"net": "refused"}, faults.Unreachable("refused")),
    ({"net": "tls"}, faults.Unreachable("tls")),
    ({"net": "reset"}, faults.Net("reset")),
    ({"net": "empty"}, faults.Net("empty")),
    ({"net": "reset", "body": {"truncate": 40}}, faults.Net("reset", 40)),
    ({"net": "hang", "body": {"truncate": 0}}, faults.Net("hang", 0)),
    ({"body": {"truncate": 40}}, faults.Truncate(40)),
    ({"body": {"truncate": 0}}, faults.Truncate(0)),
    ({"body": {"truncate": 40, "chunked": True}}, faults.Truncate(40, chunked=True)),
    ({"body": {"slow": {"bytes_per_second": 4}}}, faults.Slow(4)),
    ({"body": {"raw": "小明\n"}}, faults.Raw("小明\n")),
    ({"body": {"raw": ""}}, faults.Raw("")),
    ({"body": {"raw": "<x/>", "content_type": "text/xml"}}, faults.Raw("<x/>", "text/xml")),
    ({"body": {"template": "captive-portal"}}, faults.Raw(PORTAL, "text/html", "captive-portal")),
    ({"body": {"template": "empty"}}, faults.Raw("", "text/html", "empty")),
    ({"body": {"drop": ["openid", "unionid"]}}, faults.Fields(("openid", "unionid"))),
    ({"body": {"add": {"k": {"v": [1, None]}}}}, faults.Fields((), {"k": {"v": [1, None]}})),
    ({"body": {"drop": ["openid"], "add": {"k": "v"}}}, faults.Fields(("openid",), {"k": "v"})),
    ({"body": {"content_type": "text/html; charset=utf-8"}}, faults.Label("text/html; charset=utf-8")),
    ({"body": {"charset": "gbk"}}, faults.Label(None, "gbk")),
    ({"body": {"content_type": "text/html", "charset": "gbk"}}, faults.Label("text/html", "gbk")),
    ({"do": ["wechat.rotate_session_key"]}, faults.Do((("wechat.rotate_session_key", {}),))),
    (
        {"do": [{"wechat.block_user": {"user": "alice", "blocked": False}}, "wechat.pay"]},
        faults.Do((("wechat.block_user", {"user": "alice", "blocked": False}), ("wechat.pay", {}))),
    ),
]
OTHER_SPELLINGS: list[tuple[dict[str, Any], faults.Fault]] = [
    ({"http": 502, "body": PAGE_502}, faults.Http(502, PAGE_502)),
    ({"http": 502, "body": "busy"}, faults.Http(502, "busy")),
    ({"http": 502, "body": ""}, faults.Http(502, "")),
    ({"http": 502, "body": {"raw": "busy"}}, faults.Http(502, "busy")),
    ({"http": 200, "body": {"template": "nginx-502"}}, faults.Http(200, PAGE_502)),
    ({"http": 511, "body": {"template": "captive-portal"}}, faults.Http(511, PORTAL)),
    ({"body": {"template": "nginx-502"}}, faults.Http(502, PAGE_502)),
    ({"body": {"truncate": 40, "chunked": False}}, faults.Truncate(40)),
    ({"body": {"truncate": 40, "drop": [], "add": {}, "raw": None}}, faults.Truncate(40)),
    ({"body": {"drop": ("openid",)}}, faults.Fields(("openid",))),
    ({"do": [{"wechat.rotate_session_key": None}]}, faults.Do((("wechat.rotate_session_key", {}),))),
    (
        {"do": [{"wechat.rotate_session_key": "alice"}]},
        faults.Do((("wechat.rotate_session_key", {"user": "alice"}),)),
    ),
]


def rule_with(then: dict[str, Any]) -> dict[str, Any]:
    return {"name": "r", "when": {"api": "token"}, "then": then}


def wrong(then: object, names: Names | None = None) -> list[tuple[str, str, str | None]]:
    with pytest.raises(RuleError) as raised:
        parse_rule({"when": {"api": "token"}, "then": then}, names or Names())
    return [(each.pointer, each.what.split(" | ")[0], each.suggestion) for each in raised.value.problems]


@pytest.mark.parametrize(("then", "fault"), [*FORMS, *OTHER_SPELLINGS], ids=str)
def test_each_form_is_its_fault(then: dict[str, Any], fault: faults.Fault) -> None:
    assert parse_rule(rule_with(then)).fault == fault


@pytest.mark.parametrize("then", [then for then, _ in FORMS], ids=str)
@pytest.mark.parametrize("beside", [{}, {"latency": "1s", "commit": True}], ids=["alone", "with latency and commit"])
def test_each_form_comes_back_as_it_was(then: dict[str, Any], beside: dict[str, Any]) -> None:
    if then.get("net") in ("refused", "tls"):
        beside = {}  # where there is no connection, there is nothing that is late or done
    rule = parse_rule(rule_with(then | beside))
    assert rule_as_mapping(rule) == rule_with(then | beside)
    assert (rule.commit, rule.latency) == ((True, Latency(1000, 1000)) if beside else (False, None))


@pytest.mark.parametrize("then", [then for then, _ in OTHER_SPELLINGS], ids=str)
def test_other_spellings_come_back_as_the_same_rule(then: dict[str, Any]) -> None:
    rule = parse_rule(rule_with(then))
    assert parse_rule(json.loads(json.dumps(rule_as_mapping(rule)))) == rule


@pytest.mark.parametrize("then", [then for then, _ in FORMS], ids=str)
def test_the_short_form_of_python_and_yaml_say_the_same(then: dict[str, Any]) -> None:
    rule = parse_rule(rule_with(then))
    assert rule_from({"api": "token", "name": "r"} | then) == rule
    text = f"mockwx: 1\nrules: [{{name: r, when: {{api: token}}, then: {json.dumps(then, ensure_ascii=False)}}}]"
    (read,) = parse(text).scenario.rules
    assert read == rule


def test_every_fault_of_the_engine_has_a_form() -> None:
    without_form = set(faults.Fault.__args__) - {type(fault) for _, fault in FORMS}
    assert without_form == set(), (
        "tests/scenario/test_fault_forms.py: add to FORMS what a rule says, and the fault that it is. The key is "
        "declared in ThenEntry of mockwx/scenario/language/rule_models.py, or BodyEntry of fault_models.py, and both "
        "ways in fault_kinds.py beside it"
    )


def test_every_fault_is_a_member_of_the_union() -> None:
    classes = {kind for kind in vars(faults).values() if isinstance(kind, type) and hasattr(kind, "replaces")}
    assert classes - set(faults.Fault.__args__) == set(), "mockwx/core/rules/faults.py: add it to Fault = … | …"


@pytest.mark.parametrize("fault", [fault for _, fault in FORMS], ids=str)
def test_a_fault_is_whole_exactly_where_the_answer_is_wechats_own(fault: faults.Fault) -> None:
    answer = {"openid": "oMOCK", "session_key": "k", "expires_in": 7200}
    response = Response(json.dumps(answer).encode(), "text/plain")
    if isinstance(fault, faults.Refuse):
        is_wechats_own = False
    elif isinstance(fault, faults.Fields):
        is_wechats_own = fault.bend_answer(answer) == answer
    else:
        fault.bend(response)
        # How it is labelled, and how fast it comes, changes nothing in what was said.
        arrived = (response.body, response.status, response.net, response.cut)
        is_wechats_own = arrived == (json.dumps(answer).encode(), 200, None, None)
    assert fault.whole == is_wechats_own, (
        f"mockwx/core/rules/faults.py: {type(fault).__name__} bends the answer so that it "
        f"{'is still' if is_wechats_own else 'is no longer'} WeChat's own: write whole: ClassVar[bool] = "
        f"{is_wechats_own}"
    )


@pytest.mark.parametrize("fault", [fault for _, fault in FORMS], ids=str)
def test_a_fault_replaces_exactly_what_it_makes_the_same_of_any_answer(fault: faults.Fault) -> None:
    """One that bends the answer needs it; one that replaces it leaves WeChat's work undone."""
    replaces = isinstance(fault, faults.Refuse) or arrives(fault, {"openid": "a"}) == arrives(fault, {"openid": "b"})
    assert fault.replaces == replaces, (
        f"mockwx/core/rules/faults.py: what {type(fault).__name__} makes of an answer "
        f"{'is the same for all' if replaces else 'depends on it'}: write replaces: ClassVar[bool] = {replaces}"
    )


def arrives(fault: faults.Fault, answer: dict[str, Any]) -> object:
    """What a client gets of an answer, as far as its wire holds."""
    if isinstance(fault, faults.Fields):
        return fault.bend_answer({**answer, "of": answer["openid"]})
    response = Response(json.dumps(answer).encode(), "text/plain")
    fault.bend(response)
    if response.net is not None and response.cut is None:
        return response.net
    return response.status, response.body, response.content_type, response.net, response.cut


def test_every_fault_is_tried_on_a_real_wire() -> None:
    # The two where no connection comes to be are tried in tests/faults/test_no_connection.py.
    tried = {type(parse_rule(rule_with(way.then)).fault) for way in WAYS.values()}
    untried = set(faults.Fault.__args__) - tried - {faults.Unreachable}
    assert untried == set(), "tests/faults/table.py: add a Way to WAYS, with what the journal calls it"


def test_every_key_of_then_is_a_kind_of_fault_or_goes_beside_one() -> None:
    kinds = {kind.key for kind in FAULT_KINDS}
    beside = {key for kind in FAULT_KINDS for key in kind.beside} | {"latency", "hold", "commit"}
    assert kinds | beside == set(ThenEntry.model_fields), (
        "mockwx/scenario/language: a key of ThenEntry (rule_models.py) is a FaultKind of FAULT_KINDS (fault_kinds.py), "
        "or stands beside one"
    )


def test_every_key_of_a_body_belongs_to_one_way_of_bending_it() -> None:
    keys = [key for way in BODY_WAYS for key in way.keys]
    assert sorted(keys) == sorted(BodyEntry.model_fields), (
        "mockwx/scenario/language: each key of BodyEntry (fault_models.py) is in one way of BODY_WAYS (fault_kinds.py)"
    )
    without_form = set(keys) - {key for then, _ in FORMS for key in _body_keys(then)}
    assert without_form == set(), "tests/scenario/test_fault_forms.py: add a form with the key to FORMS"


def test_every_example_of_a_way_is_a_rule() -> None:
    for example in BODY_EXAMPLES:
        text = f"mockwx: 1\nrules: [{{when: {{api: token}}, then: {{body: {example}}}}}]"
        assert len(parse(text).scenario.rules) == 1


@pytest.mark.parametrize("page", ["scenarios.md", "scenarios.zh-CN.md"])
def test_the_page_about_scenarios_tells_every_fault_in_its_table(page: str) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    rows = "\n".join(line for line in text.splitlines() if line.startswith("| `"))
    untold = [
        f"net: {wire}" for wire in (*get_args(BrokenWire), *get_args(NoConnection)) if f"`net: {wire}`" not in rows
    ]
    untold += [kind.key for kind in FAULT_KINDS if f"`{kind.key}: " not in rows]
    untold += [key for key in BodyEntry.model_fields if f"{key}: " not in rows and f"`{key}`" not in rows]
    assert untold == [], f"docs/{page}: add a row to the table of faults for each of {untold}"


def test_every_way_in_which_the_wire_breaks_is_tried_on_a_real_one() -> None:
    tried = {way.then["net"] for way in WAYS.values() if "net" in way.then}
    assert tried == set(get_args(BrokenWire)), "tests/faults/table.py: add a Way with net: to WAYS"


def _body_keys(then: dict[str, Any]) -> list[str]:
    body = then.get("body")
    return list(body) if isinstance(body, dict) else []


def test_a_fault_is_told_in_a_few_words() -> None:
    for _, fault in [*FORMS, *OTHER_SPELLINGS]:
        words = str(fault)
        assert words == " ".join(words.split())
        assert 4 < len(words) < 80


@pytest.mark.parametrize(
    ("then", "pointer", "what", "suggestion"),
    [
        # http
        ({"http": 199}, "/then/http", "at least 200, not the number 199", None),
        ({"http": 600}, "/then/http", "at most 599, not the number 600", None),
        (
            {"http": "502"},
            "/then/http",
            "a number is wanted (no quotes, unit or leading zero), not the text '502'",
            None,
        ),
        ({"http": None}, "/then/http", None, None),
        (
            {"http": 502, "body": {"truncate": 40}},
            "/then/body",
            "http takes a text, {raw: ...} or {template: nginx-502} as its body",
            None,
        ),
        ({"http": 502, "body": {"content_type": "text/html"}}, "/then/body", None, None),
        ({"http": 502, "body": {"raw": "x", "drop": ["y"]}}, "/then/body/drop", None, None),
        (
            {"http": 502, "body": None},
            "/then/body",
            f"a map is wanted ({KEYS_OF_BODY}), not null (nothing)",
            None,
        ),
        # net
        (
            {"net": "rst"},
            "/then/net",
            f"'rst' is not one of {NETS}; did you mean 'reset'?",
            "reset",
        ),
        ({"net": True}, "/then/net", f"write one of {NETS}, not true", None),
        ({"net": None}, "/then/net", f"write one of {NETS}, not null (nothing)", None),
        (
            {"net": "reset", "body": "x"},
            "/then/body",
            "net takes body: {truncate: n} only: so many bytes go out before the wire breaks",
            None,
        ),
        ({"net": "reset", "body": {"truncate": 4, "chunked": True}}, "/then/body", None, None),
        # body
        ({"body": None}, "/then/body", f"a map is wanted ({KEYS_OF_BODY}), not null (nothing)", None),
        ({"body": 40}, "/then/body", f"a map is wanted ({KEYS_OF_BODY}), not the number 40", None),
        ({"body": "x"}, "/then/body", 'a body without http is a map: {raw: "..."}, {truncate: 40}', None),
        ({"body": {}}, "/then/body", "body is empty; write for example {truncate: 40}", None),
        ({"body": {"truncate": None}}, "/then/body", "body is empty; write for example {truncate: 40}", None),
        ({"body": {"drop": []}}, "/then/body", "body is empty; write for example {truncate: 40}", None),
        (
            {"body": {"truncat": 40}},
            "/then/body/truncat",
            "there is no key 'truncat'; did you mean 'truncate'?",
            "truncate",
        ),
        (
            {"body": {"bytes_per_second": 40}},
            "/then/body/bytes_per_second",
            "bytes_per_second belongs under slow:",
            "slow.bytes_per_second",
        ),
        ({"body": {"truncate": -1}}, "/then/body/truncate", "at least 0, not the number -1", None),
        ({"body": {"truncate": "40"}}, "/then/body/truncate", None, None),
        ({"body": {"truncate": 10_000_001}}, "/then/body/truncate", None, None),
        ({"body": {"chunked": True}}, "/then/body/chunked", "chunked goes with truncate only", None),
        (
            {"body": {"truncate": 4, "slow": {"bytes_per_second": 4}}},
            "/then/body/slow",
            "body is bent in several ways: truncate and slow; keep one",
            None,
        ),
        (
            {"body": {"raw": "x", "charset": "gbk"}},
            "/then/body/charset",
            "body is bent in several ways: raw and charset; keep one",
            None,
        ),
        (
            {"body": {"template": "empty", "content_type": "text/html"}},
            "/then/body/content_type",
            "body is bent in several ways: template and content_type; keep one",
            None,
        ),
        ({"body": {"slow": 4}}, "/then/body/slow", "a map is wanted (bytes_per_second), not the number 4", None),
        (
            {"body": {"slow": {}}},
            "/then/body/slow",
            "bytes_per_second is missing; write for example bytes_per_second: 4",
            None,
        ),
        ({"body": {"slow": {"bytes_per_second": 0}}}, "/then/body/slow/bytes_per_second", None, None),
        ({"body": {"raw": 3}}, "/then/body/raw", 'text is wanted, not the number 3; quote it: "3"', None),
        (
            {"body": {"template": "nginx-52"}},
            "/then/body/template",
            "there is no template 'nginx-52'; did you mean 'nginx-502'?",
            "nginx-502",
        ),
        (
            {"body": {"template": "apache"}},
            "/then/body/template",
            "there is no template 'apache'; known: " + ", ".join(faults.TEMPLATES),
            None,
        ),
        ({"body": {"drop": "openid"}}, "/then/body/drop", None, None),
        ({"body": {"drop": [3]}}, "/then/body/drop/0", None, None),
        ({"body": {"add": ["k"]}}, "/then/body/add", "a map is wanted (key: value), not a list", None),
        (
            {"body": {"content_type": "html"}},
            "/then/body/content_type",
            "write a content type, such as text/plain or application/json",
            None,
        ),
        (
            {"body": {"charset": "g b\r\n"}},
            "/then/body/charset",
            "a charset is 1 to 30 letters, digits, _ or -, such as gbk",
            None,
        ),
        # do
        ({"do": []}, "/then/do", "this may not be empty", None),
        ({"do": ["wechat.pay"] * 21}, "/then/do", "this is longer than 20", None),
        (
            {"do": "wechat.pay"},
            "/then/do",
            "a list is wanted, not the text 'wechat.pay'; begin each item with a dash",
            None,
        ),
        (
            {"do": ["wechat.rotate_sesion_key"]},
            "/then/do/0",
            "there is no 'wechat.rotate_sesion_key'; did you mean 'wechat.rotate_session_key'?",
            "wechat.rotate_session_key",
        ),
        (
            {"do": ["block_user"]},
            "/then/do/0",
            "there is no 'block_user'; did you mean 'wechat.block_user'?",
            "wechat.block_user",
        ),
        (
            {"do": ["wechat.rotate"]},
            "/then/do/0",
            f"'wechat.rotate' is not one of {VERBS_OF_RULES}",
            None,
        ),
        (
            {"do": ["wechat.pay", "phone.login"]},
            "/then/do/1",
            f"'phone.login' is not one of {VERBS_OF_RULES}",
            None,
        ),
        ({"do": [3]}, "/then/do/0", None, None),
        ({"do": [{}]}, "/then/do/0", None, None),
        ({"do": [{"wechat.pay": 5}]}, "/then/do/0", "write wechat.pay or {wechat.pay: {...}}", None),
        (
            {"do": [{"wechat.pay": {"mchid": "1"}}]},
            "/then/do/0/wechat.pay/mchid",
            "wechat.pay takes no 'mchid'; did you mean 'mch_id'?",
            None,
        ),
        (
            {"do": [{"wechat.block_user": {"blocked": "yes"}}]},
            "/then/do/0/wechat.block_user/blocked",
            "'yes' is not true or false",
            None,
        ),
        ({"do": [{"wechat.pay": {"app": "shp"}}]}, "/then/do/0", "there is no app 'shp'; did you mean 'shop'?", "shop"),
        # beside
        ({"net": "reset", "commit": "yes"}, "/then/commit", None, None),
        ({"net": "reset", "latency": "2h"}, "/then/latency", "'2h' is too long; at most 1h", None),
        ({"hold": 1}, "/then/hold", None, None),
        ({"hold": True}, "/then/hold", None, None),
        ({"hold": "2"}, "/then/hold", None, None),
        ({"hold": {"limit": "5s"}}, "/then/hold", None, None),
        ({"hold": {"calls": 2, "limit": "2m"}}, "/then/hold/limit", "a limit is longer than 0 and at most 1m", None),
        (
            {"hold": {"calls": 2, "limt": "1s"}},
            "/then/hold/limt",
            "there is no key 'limt'; did you mean 'limit'?",
            "limit",
        ),
        ({"do": ["wechat.pay"], "errmsg": "x"}, "/then/errmsg", "errmsg goes with errcode only", None),
    ],
    ids=str,
)
def test_a_wrong_form_is_told_where_it_stands(
    then: object, pointer: str, what: str | None, suggestion: str | None
) -> None:
    (at, said, guess), *_ = wrong(then, Names(("shop",), {}, ("alice",)))
    assert (at, guess) == (pointer, suggestion)
    if what is not None:
        assert said == what


def test_two_mistakes_in_one_body_are_both_told() -> None:
    assert wrong({"body": {"slow": {"byte_per_second": 4}}}) == [
        ("/then/body/slow", "bytes_per_second is missing; write for example bytes_per_second: 4", None),
        (
            "/then/body/slow/byte_per_second",
            "there is no key 'byte_per_second'; did you mean 'bytes_per_second'?",
            "bytes_per_second",
        ),
    ]


def test_in_a_file_the_line_and_column_are_those_of_the_mistake() -> None:
    text = """mockwx: 1
rules:
  - when: {api: token}
    then:
      body:
        slow: {byte_per_second: 4}
  - when: {api: stable_token}
    then: {net: reset, body: {truncate: 4, chunked: true}}
  - when: {api: code2session}
    then:
      do:
        - wechat.block_user: {blockd: true}
"""
    with pytest.raises(ScenarioError) as raised:
        parse(text, where="f.yaml")
    assert [str(each).split(" | ")[0] for each in raised.value.problems] == [
        "f.yaml:6:15: rules[0].then.body.slow: bytes_per_second is missing; write for example bytes_per_second: 4",
        (
            "f.yaml:6:16: rules[0].then.body.slow.byte_per_second: there is no key 'byte_per_second'; "
            "did you mean 'bytes_per_second'?"
        ),
        (
            "f.yaml:8:30: rules[1].then.body: net takes body: {truncate: n} only: "
            "so many bytes go out before the wire breaks"
        ),
        (
            "f.yaml:12:39: rules[2].then.do[0]['wechat.block_user'].blockd: wechat.block_user takes no 'blockd'; "
            "did you mean 'blocked'?"
        ),
    ]
