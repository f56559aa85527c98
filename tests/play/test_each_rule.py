"""``each: rule``: the steps once per rule, each in a world with only that rule."""

from __future__ import annotations

from .conftest import Play, wrong

EACH = """
    each: rule
    rules:
      - {name: busy, when: {api: code2session}, then: {errcode: -1}}
      - {when: {api: code2session}, then: {errcode: 40163}}
      - {name: bad token, when: {api: token}, then: {errcode: 40125}}
    steps:
      - phone.login: {user: alice, as: code}
      - backend.login: {code: $code}
        expect: {outcome: [ok, unavailable]}
    """


def test_the_steps_are_played_once_for_each_rule(told: Play) -> None:
    results = told(EACH)
    assert [(each.rule, each.verdict) for each in results] == [
        ("busy", "passed"),
        ("code2session#2", "failed"),
        ("bad token", "passed"),
    ]
    assert results[0].title.en == "it [busy]"
    assert [len(each.calls) for each in results] == [1, 1, 1]
    assert [each.calls[0].trace for each in results] == [
        ("busy: fired on call 1",),
        ("code2session#2: fired on call 1",),
        (),
    ]
    assert wrong(results[1])[0][0] == "outcome ok or unavailable"


def test_a_rule_that_the_steps_never_meet_can_fail(told: Play) -> None:
    results = told(EACH.replace("each: rule", "each: rule\n    expect: {unused_rules: fail}"))
    assert [each.verdict for each in results] == ["passed", "failed", "failed"]
    assert wrong(results[2]) == [("rule bad token to be used", "it never fired; it looked at 0 calls")]


def test_without_rules_there_is_one_play(told: Play) -> None:
    assert [each.rule for each in told("each: rule\nsteps: [{clock.advance: 1s}]\n")] == [None]
