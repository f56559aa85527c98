"""Steps and expectations are judged when the file is loaded, each mistake with its place."""

from __future__ import annotations

import pytest

from mockwx.scenario.loader import ScenarioError, parse

KEPT = "{phone.login: {user: alice, as: code}}"


def problems(text: str) -> list[str]:
    """The English half of each."""
    with pytest.raises(ScenarioError) as raised:
        parse("mockwx: 1\n" + text, where="f")
    return [str(each).split(" | ")[0].removeprefix("f:") for each in raised.value.problems]


def the_problem(text: str) -> str:
    (found,) = problems(text)
    line, column, rest = found.split(":", 2)
    assert int(line) == 2
    assert int(column) > 1
    return rest.strip()


@pytest.mark.parametrize(
    ("step", "problem"),
    [
        ("phone.logn: alice", "['phone.logn']: there is no phone step 'logn'; did you mean 'login'?"),
        ("wechat.zzz: alice", "['wechat.zzz']: there is no wechat step 'zzz'; known: rotate_session_key"),
        ("phone.login: {usr: alice}", "['phone.login'].usr: phone.login takes no 'usr'; did you mean 'user'?"),
        ("clock.advance: 61", "['clock.advance'].by: 61 is not a duration"),
        ("clock.advance: 61x", "['clock.advance'].by: '61x' is not a duration"),
        ("clock.advance: ", "['clock.advance']: clock.advance needs 'by': such as 5m1s"),
        ("clock.set: {at: noon}", "['clock.set'].at: 'noon' is not an instant"),
        ("phone.getUserInfo: {lang: en}", "['phone.getUserInfo']: phone.getUserInfo needs 'user'"),
        ("phone.getUserInfo: {user: a, deny: dney}", "['phone.getUserInfo'].deny: 'dney' is not true or one of"),
        ("phone.login: {user: a, app: shp}", "['phone.login'].app: there is no app 'shp'; did you mean 'shop'?"),
        ("phone.login: {user: a, as: a-b}", "['phone.login'].as: 'a-b' cannot be used as $name"),
        ("phone.login: alice, as: a b", ".as: 'a b' cannot be used as $name"),
        ("phone.login: {user: alice, as: a}, as: b", ".as: the value is kept already"),
        ("phone.login: alice, parallel: 2", ".parallel: parallel is for backend steps"),
        (
            "phone.login: alice, expect: {outcome: ok}",
            ".expect.outcome: outcome is for backend steps; here expect json",
        ),
        (
            "phone.login: alice, expect: {json: {$.code: $nobody}}",
            ".expect.json['$.code']: there is no value kept before this step as 'nobody'",
        ),
        ("backend.login: $code", "['backend.login']: backend.login takes a map of arguments, such as {code: $code}"),
        ("backend.: {}", "['backend.']: an action has a name: backend.login"),
        ("backend.login: {code: 5 $}", "['backend.login'].code: a lone $ means nothing"),
        (
            "backend.login: {code: $cod}",
            "['backend.login'].code: there is no value kept before this step as 'cod'; did you mean 'code'?",
        ),
        ("backend.login: , parallel: 0", ".parallel: at least 1, not the number 0"),
        ("backend.login: , parallel: two", ".parallel: a number is wanted"),
        ("phone.login: {user: alice}, extra: {}", ".extra: extra is for backend steps"),
        ("backend.login: , extra: {jsn: {}}", ".extra.jsn: there is no key 'jsn'; did you mean 'json'?"),
        ("backend.login: , extra: {without: a b}", ".extra.without: 'a b' cannot be used as $name"),
        ("backend.login: , extra: {without: [code, 5]}", ".extra.without[1]: 5 cannot be used as $name"),
        ("backend.login: , extra: {query: {a: 5$}}", ".extra.query.a: a lone $ means nothing"),
        ("clock.freeze: , extra: {}, expect: {json: {}}", ".extra: extra is for backend steps"),
    ],
)
def test_every_mistake_in_a_step_has_its_sentence(step: str, problem: str) -> None:
    assert the_problem(f"steps: [{KEPT}, {{{step}}}]").startswith("steps[1]" + problem)


@pytest.mark.parametrize(
    ("expect", "problem"),
    [
        ("outcom: ok", "outcom: there is no key 'outcom'; did you mean 'outcome'?"),
        ("jsn: {}", "jsn: there is no key 'jsn'; did you mean 'json'?"),
        ("outcome: refusd", "outcome: there is no outcome 'refusd'; did you mean 'refused'?"),
        ("outcome: [ok, fine]", "outcome[1]: there is no outcome 'fine'; known: ok, refused"),
        ("outcome: unclear", "outcome: there is no outcome 'unclear'"),
        ("outcome: []", "outcome: an empty list fits no answer"),
        ("outcomes: {ok: some}", "outcomes.ok: 'some' does not say how many; write 4, 1..3, 2.. or ..3"),
        ("outcomes: {ok: 3..1}", "outcomes.ok: '3..1' runs backwards; write 1..3"),
        ("outcomes: {fine: 1}", "outcomes.fine: write one of ok, refused, unavailable, crashed, not the text 'fine'"),
        ("status: 600", "status: 600 is no HTTP status"),
        ("json: {user: 1}", "json.user: 'user' is no path into JSON"),
        ("same: [$.a, '$b c']", "same[1]: '$b c' is no path into JSON"),
        ("differs: uid", "differs: say from what it differs"),
        ("differs: {'$b c': 1}", "differs['$b c']: '$b c' is no path into JSON"),
        ("never_contains: [a, 5]", "never_contains[1]: text that is not empty is wanted"),
        ("within: 3", "within: 3 is not a duration"),
    ],
)
def test_every_mistake_in_what_a_step_expects_has_its_sentence(expect: str, problem: str) -> None:
    found = the_problem(f"steps: [{{backend.login: , expect: {{{expect}}}}}]")
    assert found.startswith("steps[0].expect." + problem)


@pytest.mark.parametrize(
    ("expect", "problem"),
    [
        ("call: []", "call: there is no key 'call'; did you mean 'calls'?"),
        ("calls: [{api: code2sesion}]", "calls[0].api: there is no api 'code2sesion'; did you mean 'code2session'?"),
        ("calls: [{api: token, count: x}]", "calls[0].count: 'x' does not say how many"),
        ("calls: [{user: alise}]", "calls[0].user: there is no user 'alise'; did you mean 'alice'?"),
        ("calls: [{errcode: 40164444}]", "calls[0].errcode: there is no errcode '40164444'"),
        ("calls: [{errcode: {45011: x}}]", "calls[0].errcode[45011]: 'x' does not say how many"),
        ("calls: [{errcode: {}}]", "calls[0].errcode: say how often which errcode came"),
        ("unused_rules: fial", "unused_rules: 'fial' is not one of fail, allow; did you mean 'fail'?"),
    ],
)
def test_every_mistake_in_what_the_whole_expects_has_its_sentence(expect: str, problem: str) -> None:
    assert the_problem(f"expect: {{{expect}}}").startswith("expect." + problem)


def test_a_value_that_is_kept_later_is_not_known_before() -> None:
    found = the_problem(f"steps: [{{backend.login: {{code: $code}}}}, {KEPT}]")
    assert found.startswith("steps[0]['backend.login'].code: there is no value kept before this step as 'code'")


def test_where_the_scenario_lists_the_actions_others_are_mistakes() -> None:
    actions = "backend: {actions: {logout: {request: POST /out}}}"
    (found,) = problems(f"{actions}\nsteps: [{{backend.logot: }}, {{backend.me: }}, {{backend.logout: }}]")
    assert "there is no action of the backend 'logot'; did you mean 'logout'?" in found


def test_all_mistakes_of_a_step_are_told_at_once() -> None:
    found = problems("steps:\n  - phone.login: {usr: alice, app: shp}\n    parallel: 0\n    expect: {within: 1}\n")
    assert [each.split(": ")[1] for each in found] == [
        "steps[0]['phone.login'].usr",
        "steps[0]['phone.login'].app",
        "steps[0].parallel",
        "steps[0].parallel",
        "steps[0].expect.within",
        "steps[0].expect.within",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "steps: [{phone.login: , as: code}]",
        "steps: [{phone.login: {count: 3, people: 2, as: codes}}, {backend.login: {code: $codes.0}}]",
        "steps: [{clock.freeze: }, {clock.flow: {}}]",
        "steps: [{phone.login: {user: zoe, app: wx00000000mockshop}}]",
        "steps: [{backend.login: {}}, {backend.me: {session: $session}}]",
        (
            "backend: {actions: {login: {request: POST /in, save: {token: $.t}}}}\n"
            "steps: [{backend.login: {}}, {backend.me: {session: $token}}]"
        ),
        "steps: [{backend.login: {as: x}}, {backend.me: , expect: {outcomes: {ok: ..3}, same: {uid: $x.uid}}}]",
        "expect: {calls: [{errcode: {'45011': 3, code_used: 1.., 0: 1}}, {errcode: 0, count: 0}]}",
        "steps: [{backend.login: {price: $$5, text: a $$ b}}]",
    ],
)
def test_what_is_right_is_taken(text: str) -> None:
    assert parse("mockwx: 1\n" + text).warnings == ()
