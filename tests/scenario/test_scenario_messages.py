"""Every mistake has its own sentence, with line and column, and what to write instead."""

from __future__ import annotations

import pytest

from mockwx.core.text import did_you_mean
from mockwx.scenario.language.pydantic_errors import MOST_EXPLAINED
from mockwx.scenario.loader import ScenarioError, parse


def lines(text: str) -> list[str]:
    """The English half of every problem."""
    with pytest.raises(ScenarioError) as raised:
        parse(text, where="f.yaml")
    return [str(each).split(" | ")[0] for each in raised.value.problems]


def line(text: str) -> str:
    (only,) = lines("mockwx: 1\n" + text)
    return only.removeprefix("f.yaml:")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        # unknown keys
        ("nam: x", "2:1: nam: there is no key 'nam'; did you mean 'name'?"),
        ("apps: {shop: {secrt: x}}", "2:15: apps.shop.secrt: there is no key 'secrt'; did you mean 'secret'?"),
        ("users: {alice: {phon: x}}", "2:17: users.alice.phon: there is no key 'phon'; did you mean 'phone'?"),
        (
            "limits: {token: [{rate: 1/s, pre: app}]}",
            "2:30: limits.token[0].pre: there is no key 'pre'; did you mean 'per'?",
        ),
        (
            "limits: {token: {rate: 1/s, pre: app}}",
            "2:29: limits.token.pre: there is no key 'pre'; did you mean 'per'?",
        ),
        ("mode: frozen", "2:1: mode: mode belongs under clock:"),
        ("rotate_on_login: never", "2:1: rotate_on_login: rotate_on_login belongs under session_key:"),
        (
            "rules: [{on: {}, when: {api: token}, then: {errcode: -1}}]",
            "2:10: rules[0].on: there is no key 'on'; known: name, when, then, times",
        ),
        # the traps of YAML 1.1
        ("any_app: yes", "2:10: any_app: write true or false (lower case, no quotes), not the text 'yes'"),
        ("any_app: True", "2:10: any_app: write true or false (lower case, no quotes), not the text 'True'"),
        (
            "users: {alice: {base_library: 3.10}}",
            '2:31: users.alice.base_library: text is wanted, not the number 3.10; quote it: "3.10"',
        ),
        ("users: {alice: {nickname: true}}", '2:27: users.alice.nickname: text is wanted, not true; quote it: "true"'),
        (
            "people: {count: 0123}",
            "2:17: people.count: a number is wanted (no quotes, unit or leading zero), not the text '0123'",
        ),
        (
            "clock: {start: 12:30}",
            "2:16: clock.start: '12:30' is not an instant; write for example 2026-01-01T08:00:00+08:00 (with its zone)",
        ),
        (
            "session_key: {idle: 3}",
            "2:21: session_key.idle: 3 is not a duration; write a number with its unit, such as 5m1s, 800ms, 2h or 3d",
        ),
        # shapes
        ("people: 100", "2:9: people: a map is wanted, not the number 100; write {count: 100}"),
        ("people: {}", "2:9: people: count is missing; write for example count: 1000"),
        ("rules: {}", "2:8: rules: a list is wanted, not a map; begin each item with a dash"),
        ("apps: [shop]", "2:7: apps: a map is wanted (shop: {}), not a list"),
        ("name: 3", '2:7: name: text is wanted, not the number 3; quote it: "3"'),
        ("name: ' x'", "2:7: name: a name may not be empty or begin or end with a blank"),
        ("seed: [1]", "2:7: seed: a seed is a whole number or a text of up to 200 characters"),
        ("each: rules", "2:7: each: 'rules' is not one of rule; did you mean 'rule'?"),
        ("each: 5", "2:7: each: write one of rule, not the number 5"),
        # numbers
        ("people: {count: -1}", "2:17: people.count: at least 0, not the number -1"),
        ("users: {alice: {gender: 3}}", "2:25: users.alice.gender: at most 2, not the number 3"),
        (
            "users: {alice: {gender: true}}",
            "2:25: users.alice.gender: a number is wanted (no quotes, unit or leading zero), not true",
        ),
        (
            "clock: {start: 1969-01-01}",
            (
                "2:16: clock.start: '1969-01-01' is not an instant; "
                "write for example 2026-01-01T08:00:00+08:00 (with its zone)"
            ),
        ),
        (f"session_key: {{idle: {'9' * 400}d}}", "2:21: session_key.idle: this duration is too long to read"),
        # names and words
        ("limits: {tokn: {rate: 1/s}}", "2:10: limits.tokn: there is no api 'tokn'; did you mean 'token'?"),
        ("limits: {token: {}}", "2:17: limits.token: rate is missing; write for example rate: 100/min"),
        (
            "limits: {token: {rate: 1/hour}}",
            (
                "2:24: limits.token.rate: '1/hour' is not a rate; "
                "write for example 100/min, 5/s, 100/h, 2000/day or 10/month"
            ),
        ),
        (
            "limits: {token: {per: usr, rate: 1/s}}",
            "2:23: limits.token.per: 'usr' is not one of app, user, corp; did you mean 'user'?",
        ),
        (
            "apps: {shop: {kind: miniprogam}}",
            "2:21: apps.shop.kind: there is no kind of app 'miniprogam'; did you mean 'miniprogram'?",
        ),
        (
            "apps: {shop: {standing: bad}}",
            (
                "2:25: apps.shop.standing: there is no standing 'bad'; known: good, limited, "
                "token_forbidden, frozen, forbidden"
            ),
        ),
        (
            "apps: {shop: {denied: [/sns/jscode2sesion]}}",
            (
                "2:24: apps.shop.denied[0]: there is no api '/sns/jscode2sesion'; "
                "did you mean '/sns/jscode2session' (code2session)?"
            ),
        ),
        (
            "apps: {shop: {ip_whitelist: [10.0.0.300]}}",
            (
                "2:30: apps.shop.ip_whitelist[0]: '10.0.0.300' is not an address or network, "
                "such as 10.0.0.1 or 10.0.0.0/8"
            ),
        ),
        ("apps: {shop: {owner: [a]}}", "2:22: apps.shop.owner: text is wanted, not a list"),
        (
            "users: {alice: {openids: {shp: o1}}}",
            "2:27: users.alice.openids.shp: there is no app 'shp'; did you mean 'shop'?",
        ),
        ("users: {a/b: {}}", "2:9: users.a/b: the character '/' is not allowed in a name"),
        (
            "users: {alice: {phone: '+8613800000001'}}",
            (
                '2:24: users.alice.phone: write digits only, such as "13800000001"; '
                'the country goes into country_code: "86"'
            ),
        ),
        ("wechat: {as_of: 2019}", "2:17: wechat.as_of: 2019 is neither today nor a date such as 2023-04-01"),
        (
            'wechat: {sns_content_type: "a\\r\\nSet-Cookie: x"}',
            "2:28: wechat.sns_content_type: write a content type, such as text/plain or application/json",
        ),
        ("backend: {url: localhost}", "2:16: backend.url: write a URL, such as http://127.0.0.1:8000"),
        (
            "backend: {outcomes: {okay: {}}}",
            "2:22: backend.outcomes.okay: there is no outcome 'okay'; did you mean 'ok'?",
        ),
        # what may be given to one only
        (
            "apps: {a: {}, b: {appid: wx1}, c: {appid: wx00000000000mocka}}",
            "2:43: apps.c.appid: this appid is that of 'a' already",
        ),
        (
            "users: {a: {openids: {shop: o}}, b: {openids: {shop: o}}}",
            "2:54: users.b.openids.shop: this openid is that of 'a' already",
        ),
        (
            "limits: {token: {rate: 1/s}, /cgi-bin/token: {rate: 2/s}}",
            "2:46: limits./cgi-bin/token: this is the same api as 'token'",
        ),
        (
            "limits: {gettoken: {rate: 1/s}}",
            (
                "2:20: limits.gettoken: calls of gettoken are not counted, so limits have no effect on it; "
                'a rule has: {when: {api: gettoken, call: "4.."}, then: {errcode: 45009}}'
            ),
        ),
        (
            "limits: {token: {rate: 1/s, per: user}}",
            (
                "2:34: limits.token.per: a call of token does not say whose it is, so none counts for a user; "
                "write per: app"
            ),
        ),
        (
            "limits: {code2session: [{rate: 1/s, per: user}, {rate: 2/s, per: corp}]}",
            (
                "2:66: limits.code2session[1].per: per: corp is for apis that are called with the access_token of a "
                "WeCom agent, which code2session is not; write per: app"
            ),
        ),
        # steps
        (
            "steps: [{fone.login: {}}]",
            (
                "2:22: steps[0]['fone.login']: 'fone.login' is no step; one begins with phone., backend., "
                "wechat. or clock.; "
                "did you mean phone.login?"
            ),
        ),
        (
            "steps: [{phone.login: {}, clock.advance: 1s}]",
            (
                "2:42: steps[0]['clock.advance']: a step has one verb, not phone.login and clock.advance; "
                "begin each with its own dash"
            ),
        ),
        ("steps: [{as: x}]", "2:9: steps[0]: a step needs a verb, such as phone.login: {user: alice, as: code}"),
        (
            "steps: [phone.login]",
            (
                "2:9: steps[0]: a step has a colon behind its verb: write phone.login: and then its arguments, if any, "
                "not the text 'phone.login'"
            ),
        ),
    ],
)
def test_every_message_says_where_and_what_to_write(text: str, problem: str) -> None:
    assert line(text) == problem


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("name: x", "1:1: mockwx is missing; write for example mockwx: 1"),
        ("mockwx: 2", "1:9: mockwx: this mockwx reads version 1: write mockwx: 1"),
        ('mockwx: "1"', "1:9: mockwx: this mockwx reads version 1: write mockwx: 1"),
        ("mockwx: true", "1:9: mockwx: this mockwx reads version 1: write mockwx: 1"),
        ("", "1:1: a scenario is a map of keys that begins with mockwx: 1"),
        ("# nothing\n", "1:1: a scenario is a map of keys that begins with mockwx: 1"),
        ("- a", "1:1: a scenario is a map of keys that begins with mockwx: 1"),
        ("happy", "1:1: a scenario is a map of keys that begins with mockwx: 1"),
    ],
)
def test_a_file_says_which_version_it_is_written_in(text: str, problem: str) -> None:
    assert lines(text) == [f"f.yaml:{problem}"]


def test_no_near_word_is_looked_for_where_a_mistake_is_only_counted() -> None:
    text = "mockwx: 1\n" + "".join(f"wrong_key_{number}: 1\n" for number in range(2_000))
    before = did_you_mean._nearest.cache_info().misses
    with pytest.raises(ScenarioError) as refused:
        parse(text)
    assert did_you_mean._nearest.cache_info().misses - before <= 2 * MOST_EXPLAINED
    assert "known: " in refused.value.problems[99].what
    assert "1900 more problems" in refused.value.problems[100].what
