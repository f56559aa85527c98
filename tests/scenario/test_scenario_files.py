"""A file becomes a Scenario, or all its mistakes become one line each."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from mockwx.core.people.accounts import Kind, Standing, app_called
from mockwx.core.people.sessions import KeyPolicy
from mockwx.core.text.spans import Span
from mockwx.core.tokens.quotas import Quota
from mockwx.core.world import Wechat
from mockwx.scenario.backend_actions import Action, ActionRequest
from mockwx.scenario.loader import ScenarioError, from_mapping, load, merged, parse
from mockwx.scenario.scenario import DEFAULT_APPS, DEFAULT_USERS, Scenario
from mockwx.scenario.steps import (
    CallExpectation,
    Expectation,
    Step,
    StepExpectation,
)


def lines(text: str) -> list[str]:
    """The English half of every problem."""
    with pytest.raises(ScenarioError) as raised:
        parse(text, where="f.yaml")
    problems = str(raised.value).splitlines()
    assert len(problems) == len(raised.value.problems)
    for each in problems:
        assert " | " in each
    return [each.split(" | ")[0] for each in problems]


def line(text: str) -> str:
    (only,) = lines("mockwx: 1\n" + text)
    return only.removeprefix("f.yaml:")


def test_a_file_that_says_nothing_is_the_default_world() -> None:
    scenario = parse("mockwx: 1").scenario
    assert scenario == Scenario(document={"mockwx": 1}, source="mockwx: 1")
    assert (scenario.apps, scenario.users) == (DEFAULT_APPS, DEFAULT_USERS)


def test_a_file_that_says_everything() -> None:
    scenario = parse("""
mockwx: 1
name: 全部
seed: 7
clock: {start: "2026-01-01T08:00:00+08:00", mode: frozen}
apps:
  shop: {kind: minigame, owner: acme, denied: [/wxa/checksession], ip_whitelist: [10.0.0.0/8, "::1"], verified: false}
  mine: {appid: wx123, secret: null, frozen: true, standing: limited}
any_app: false
users:
  alice: {phone: "13800000001", country_code: "852", nickname: 小明, gender: 2, city: a, province: b, country: c,
          avatar: "https://x", language: en, unionid: u1, openids: {shop: o1}, blocked: true, base_library: "2.0.1"}
  bob:
  小红: {}
people: {count: 10}
session_key: {rotate_on_login: always, window: 1m, idle: 1h}
limits:
  jscode2session: {per: user, rate: 100/min}
  token: [{rate: 5/s}, {rate: 3/day}]
wechat: {as_of: 2019-05-01, sns_content_type: application/json, refused_exchange: burns_code}
backend: {url: "http://127.0.0.1:8000", actions: {login: {request: POST /login}}, outcomes: {ok: {status: 200}}}
steps:
  - phone.login: {user: alice, as: code}
  - backend.login: {code: $code}
    parallel: 2
    expect: {outcome: ok}
expect: {calls: [{api: code2session, errcode: {45011: 3}}]}
each: rule
""").scenario
    assert (scenario.name, scenario.seed, scenario.start, scenario.frozen) == ("全部", "7", 1767225600000, True)
    shop, mine = scenario.apps
    assert shop == app_called(
        "shop",
        kind=Kind.MINIGAME,
        owner="acme",
        denied=("checksession",),
        ip_whitelist=("10.0.0.0/8", "::1"),
        verified=False,
    )
    assert (mine.appid, mine.secret, mine.frozen, mine.standing) == ("wx123", None, True, Standing.LIMITED)
    assert [user.name for user in scenario.users] == ["alice", "bob", "小红"]
    assert (scenario.users[0].openids, scenario.users[0].blocked) == ((("shop", "o1"),), True)
    assert scenario.people == 10
    assert scenario.key_policy == KeyPolicy("always", 60_000, 3_600_000)
    assert scenario.limits == {
        "code2session": (Quota(100, "min", "user"),),
        "token": (Quota(5, "s"), Quota(3, "day")),
    }
    assert scenario.wechat == Wechat("2019-05-01", "application/json", "burns_code")
    assert scenario.steps[1] == Step(
        "backend.login", {"code": "$code"}, parallel=2, expect=StepExpectation(outcome=("ok",))
    )
    assert scenario.expect == Expectation((CallExpectation("code2session", errcodes={45011: Span(3, 3)}),))
    assert scenario.backend.actions == {"login": Action((ActionRequest("POST", "/login"),))}
    assert scenario.each == "rule"


def test_a_secret_that_is_not_given_follows_from_the_name() -> None:
    assert parse("mockwx: 1\napps: {shop: }").scenario.apps == (app_called("shop"),)


def test_null_sections_are_as_good_as_absent_ones() -> None:
    text = "mockwx: 1\n" + "\n".join(f"{key}:" for key in ("apps", "users", "people", "limits", "rules", "steps"))
    scenario = parse(text).scenario
    assert scenario == Scenario(document=scenario.document, source=text)


def test_five_mistakes_give_five_lines() -> None:
    assert lines("""mockwx: 1
seed: 1
seed: 2
clock: {mode: frozn}
users: {alice: {phone: 13800000001}}
rules:
  - when: {api: cod2session, user: alise}
    then: {errcode: 45011, http: 502}
""") == [
        "f.yaml:3:1: seed: the key 'seed' stands here twice, first on line 2",
        "f.yaml:4:15: clock.mode: 'frozn' is not one of frozen, flowing; did you mean 'frozen'?",
        'f.yaml:5:24: users.alice.phone: text is wanted, not the number 13800000001; quote it: "13800000001"',
        "f.yaml:7:17: rules[0].when.api: there is no api 'cod2session'; did you mean 'code2session'?",
        "f.yaml:7:36: rules[0].when.user: there is no user 'alise'; did you mean 'alice'?",
        (
            "f.yaml:8:28: rules[0].then.http: then holds several outcomes: errcode and http; keep one, "
            "and write another rule for the other"
        ),
    ]


def test_a_broken_rule_does_not_keep_the_others_from_being_compared() -> None:
    found = lines("""mockwx: 1
rules:
  - {when: {api: tokn}, then: {errcode: -1}}
  - {name: a, when: {api: token}, then: {errcode: -1}}
  - {name: a, when: {api: stable_token}, then: {errcode: -1}}
  - {when: {api: token, user: bob}, then: {errcode: -1}}
""")
    assert [each.split(": ", 2)[1] for each in found] == ["rules[0].when.api", "rules[2].name", "rules[3]"]


def test_a_secret_that_looks_real_is_refused_and_not_repeated() -> None:
    secret = "0123456789abcdef0123456789abcdef"
    found = line(f"apps: {{shop: {{secret: {secret}}}}}")
    assert found.startswith("2:23: apps.shop.secret: this looks like a real AppSecret")
    assert secret not in found
    allowed = parse(f"mockwx: 1\napps: {{shop: {{secret: {secret}, real_looking_secret: allow}}}}").scenario
    assert allowed.apps[0].secret == secret
    assert "12345" not in line("apps: {shop: {secret: 12345}}")


def test_a_sound_text_never_breaks_the_line_of_its_problem() -> None:
    known = "known: mockwx, name, about, use, seed, clock, apps, any_app, users, people, session_key, limits, …"
    assert lines('mockwx: 1\n"a\\nb": 1\n"c\\u2028d": 1') == [
        f"f.yaml:2:1: ['a\\nb']: there is no key 'a\\nb'; {known}",
        f"f.yaml:3:1: ['c\\u2028d']: there is no key 'c\\u2028d'; {known}",
    ]


def test_an_alias_repeats_its_problem_once_per_place() -> None:
    assert len(lines("mockwx: 1\nusers: {a: &a {phone: 1}, b: *a}")) == 2


def test_who_lives_in_the_world_decides_whom_a_rule_may_name() -> None:
    def named(user: str, world: str) -> str | None:
        text = f"mockwx: 1\n{world}\nrules: [{{when: {{api: token, user: {user}}}, then: {{errcode: -1}}}}]"
        try:
            return parse(text).scenario.rules[0].when.user
        except ScenarioError:
            return None

    assert named("alice", "") == "alice"
    assert named("carol", "") is None
    assert named("alice", "users: {carol: }") is None
    assert named("carol", "users: {carol: }") == "carol"
    assert named("u9", "people: {count: 10}") == "u9"
    assert named("u10", "people: {count: 10}") is None
    assert named("alice", "people: {count: 10}") == "alice"


def test_a_rule_names_an_app_by_name_or_appid() -> None:
    rules = "rules: [{when: {api: token, app: %s}, then: {errcode: -1}}]"
    assert parse("mockwx: 1\n" + rules % "shop").scenario.rules[0].when.app == "shop"
    assert parse("mockwx: 1\n" + rules % "wx00000000mockshop").scenario.rules[0].when.app == "shop"
    assert line(rules % "shp") == "2:34: rules[0].when.app: there is no app 'shp'; did you mean 'shop'?"
    assert parse("mockwx: 1\nany_app: true\n" + rules % "wxother").scenario.rules[0].when.app == "wxother"


def test_an_errcode_that_the_api_never_answers_is_a_warning() -> None:
    loaded = parse("mockwx: 1\nrules: [{when: {api: token}, then: {errcode: 40163}}]", where="f.yaml")
    (warning,) = loaded.warnings
    assert str(warning).startswith("f.yaml:2:46: rules[0].then.errcode: token is not known to answer 40163 (code_used)")
    assert loaded.scenario.rules[0].fault is not None


def test_a_file_is_loaded_with_its_text_and_path(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("\ufeffmockwx: 1\r\n", encoding="utf-8", newline="")
    scenario = load(path).scenario
    assert (scenario.name, scenario.path, scenario.source) == ("mine", str(path), "mockwx: 1\r\n")


def test_a_file_that_cannot_be_read_is_a_problem_like_any_other(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="there is no such file"):
        load(tmp_path / "none.yaml")
    with pytest.raises(ScenarioError, match="there is no such file"):
        load(tmp_path)
    gbk = tmp_path / "gbk.yaml"
    gbk.write_bytes("mockwx: 1\nname: 小明".encode("gbk"))
    with pytest.raises(ScenarioError, match=r"gbk.yaml:2:8: this is not UTF-8; save the file as UTF-8 \(not GBK\)"):
        load(gbk)


def test_json_is_a_scenario_too() -> None:
    text = '{\n\t"mockwx": 1,\n\t"rules": [{"when": {"api": "tokn"}, "then": {"errcode": -1}}]\n}'
    assert lines(text) == ["f.yaml:3:29: rules[0].when.api: there is no api 'tokn'; did you mean 'token'?"]


def test_a_dict_is_a_scenario_too() -> None:
    scenario = from_mapping({"users": {"carol": {}}, "rules": ({"when": {"api": "token"}, "then": {"errcode": -1}},)})
    assert scenario.scenario.users[0].name == "carol"
    assert parse(scenario.scenario.source).scenario.rules == scenario.scenario.rules
    with pytest.raises(ScenarioError) as raised:
        from_mapping({"users": {"carol": {"phone": 1}}, "seed": object()})
    assert str(raised.value).startswith("<scenario>: seed: this object cannot stand in a scenario")
    with pytest.raises(ScenarioError) as raised:
        from_mapping({"users": {"carol": {"phone": 1}}})
    assert str(raised.value).startswith("<scenario>: users.carol.phone: text is wanted, not the number 1; quote it")


def test_a_file_goes_to_a_server_that_does_not_see_it_as_one_value(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text("mockwx: 1\nusers: {carol: }\nexpect: {calls: [{errcode: {0: 1}}]}")
    top = tmp_path / "top.yaml"
    top.write_text("use: base.yaml\nusers: {dave: {city: x}}")
    value = merged(top)
    assert value["users"] == {"carol": None, "dave": {"city": "x"}}
    sent = from_mapping(json.loads(json.dumps(value))).scenario
    assert (sent.name, sent.users) == ("top", load(top).scenario.users)


def test_a_start_without_files_loads_neither_pydantic_nor_yaml() -> None:
    program = (
        "import sys, mockwx.scenario.scenario, mockwx.scenario.world_build, mockwx.scenario.ready_scenarios;"
        "print(*{'pydantic', 'yaml'} & set(sys.modules))"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout.split() == []
