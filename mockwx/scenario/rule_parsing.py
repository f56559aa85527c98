"""Rules from mappings, for files, HTTP and Python alike, and mappings from rules."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from mockwx.core.errcodes import Errcode
from mockwx.core.rules.faults import Refuse
from mockwx.core.rules.hold_count import LIMIT
from mockwx.core.rules.rules import Rule, When
from mockwx.core.text.bilingual import both
from mockwx.core.text.durations import spell_duration
from mockwx.products.endpoint_lookup import BY_API
from mockwx.scenario.hidden_rules import hidden_rules
from mockwx.scenario.language import fault_kinds
from mockwx.scenario.language.call_numbers import spell_calls
from mockwx.scenario.language.names import ANYBODY, Names
from mockwx.scenario.language.pydantic_errors import Spelled, check, not_spelled
from mockwx.scenario.language.rule_models import RuleEntry, ThenEntry, WhenEntry
from mockwx.scenario.reading.problems import Finding, Path, RuleError
from mockwx.scenario.reading.python_values import plain

OUTSIDE = ("name", "times")
"""Keys of a rule beside when and then."""
MAX_RULES = 1000
"""Every call looks at them all."""


def parse_rule(value: object, names: Names = ANYBODY, *, taken: Collection[str] = ()) -> Rule:
    """A rule from the mapping that a scenario file holds. ``taken``: names that a nameless rule may not get.

    Raises ``RuleError`` with every problem.
    """
    value, findings = plain(value)
    entry: RuleEntry | None = None
    if not findings:
        entry, findings = check_rule(value, names, ())
    if entry is None or findings:
        raise RuleError.of(findings)
    return rule_of(entry, entry.name or _free(entry.when.api, 1, taken))


def parse_rules(values: object, names: Names = ANYBODY, *, hidden_is_wrong: bool = True) -> tuple[Rule, ...]:
    """A whole list of rules, as ``rules`` of a file; pointers begin with the index."""
    values, findings = plain(values)
    rules: list[Rule] = []
    if not findings:
        rules, findings = check_rules(values, names, (), hidden_is_wrong=hidden_is_wrong)
    if findings:
        raise RuleError.of(findings)
    return tuple(rules)


def rule_from(mapping: Mapping[str, Any], names: Names = ANYBODY, *, taken: Collection[str] = ()) -> Rule:
    """As ``parse_rule``; takes the short form of Python too: ``{"api": "code2session", "call": 1, "errcode": -1}``."""
    if "api" in mapping and "when" not in mapping and "then" not in mapping:
        mapping = unfold(mapping)
    return parse_rule(mapping, names, taken=taken)


def unfold(words: Mapping[str, Any]) -> dict[str, Any]:
    """when and then of the short form, in which all keys stand side by side; None is as good as absent."""
    said = {key: value for key, value in words.items() if value is not None}
    rule: dict[str, Any] = {key: said.pop(key) for key in OUTSIDE if key in said}
    rule["when"] = {key: said.pop(key) for key in WhenEntry.model_fields if key in said}
    rule["then"] = {key: said.pop(key) for key in ThenEntry.model_fields if key in said}
    return rule | said


def check_rule(
    value: object, names: Names, at: Path, spelled: Spelled = not_spelled
) -> tuple[RuleEntry | None, list[Finding]]:
    entry, findings = check(RuleEntry, value, names, at=at, spelled=spelled)
    then, when = (value.get("then"), value.get("when")) if isinstance(value, dict) else (None, None)
    if isinstance(then, dict):
        findings += [
            Finding((*at, "then", *misfit.path), misfit.what, misfit.suggestion, misfit.at_key)
            for misfit in fault_kinds.misfits(then)
        ]
        findings += [
            Finding((*at, "when", *misfit.path), misfit.what, misfit.suggestion, misfit.at_key)
            for misfit in fault_kinds.connection_misfits(when if isinstance(when, dict) else {}, then)
        ]
    return entry, findings


def check_rules(
    values: object, names: Names, at: Path, spelled: Spelled = not_spelled, *, hidden_is_wrong: bool
) -> tuple[list[Rule], list[Finding]]:
    """The rules that are sound, and what is wrong with the others and among them."""
    if not isinstance(values, list):
        return [], [Finding(at, both("a list of rules is wanted", "这里需要规则列表"))]
    if len(values) > MAX_RULES:
        return [], [Finding(at, both(f"more than {MAX_RULES} rules", f"规则超过 {MAX_RULES} 条"))]
    findings: list[Finding] = []
    taken: set[str] = set()
    for nth, value in enumerate(values):
        name = value.get("name") if isinstance(value, dict) else None
        if isinstance(name, str):
            if name in taken:
                what = both(f"another rule is called {name[:100]!r} already", f"已有名为 {name[:100]!r} 的规则")
                findings.append(Finding((*at, nth, "name"), what))
            taken.add(name)
    sound: dict[int, Rule] = {}
    for nth, value in enumerate(values):
        entry, wrong = check_rule(value, names, (*at, nth), spelled)
        findings += wrong
        if entry is not None and not wrong:
            name = entry.name or _free(entry.when.api, nth + 1, taken)
            taken.add(name)
            sound[nth] = rule_of(entry, name)
    if hidden_is_wrong:
        for nth, above in hidden_rules(sound):
            what = both(
                f"this rule can never fire: {above.name} above it takes every call that it is for",
                f"这条规则永远不会触发：上面的 {above.name} 已接走它针对的所有调用",
            )
            findings.append(Finding((*at, nth), what))
    return list(sound.values()), findings


def rule_of(entry: RuleEntry, name: str) -> Rule:
    when, then = entry.when, entry.then
    return Rule(
        name=name,
        when=When(
            api=when.api,
            app=when.app,
            user=when.user,
            call=when.call,
            count_by=when.count_by,
            chance=when.chance,
            between=when.between,
        ),
        fault=fault_kinds.fault_of(then),
        latency=then.latency if "latency" in then.model_fields_set else None,
        commit=then.commit,
        hold=then.hold if "hold" in then.model_fields_set else None,
        times=entry.times,
    )


def rule_as_mapping(rule: Rule) -> dict[str, Any]:
    """What ``parse_rule`` makes the same rule of; only what is said, in the order of the reference."""
    when: dict[str, Any] = {"api": rule.when.api}
    when |= {key: value for key in ("app", "user") if (value := getattr(rule.when, key)) is not None}
    if rule.when.call is not None:
        when["call"] = spell_calls(rule.when.call)
    if rule.when.count_by != "rule":
        when["count_by"] = rule.when.count_by
    if rule.when.chance is not None:
        when["chance"] = rule.when.chance
    if rule.when.between is not None:
        when["between"] = [spell_duration(bound) for bound in rule.when.between]
    then: dict[str, Any] = {} if rule.fault is None else fault_kinds.as_mapping(rule.fault)
    if rule.latency is not None:
        p50, p99 = spell_duration(rule.latency.p50), spell_duration(rule.latency.p99)
        then["latency"] = p50 if p50 == p99 else {"p50": p50, "p99": p99}
    if rule.hold is not None:
        calls, limit = rule.hold.calls, rule.hold.limit
        then["hold"] = calls if limit == LIMIT else {"calls": calls, "limit": spell_duration(limit)}
    if rule.commit:
        then["commit"] = True
    mapping: dict[str, Any] = {"name": rule.name, "when": when, "then": then}
    if rule.times is not None:
        mapping["times"] = rule.times
    return mapping


def unanswered(rules: Iterable[Rule]) -> Iterator[tuple[Rule, Errcode]]:
    """Rules with an errcode that their api is not known to answer with."""
    for rule in rules:
        if isinstance(rule.fault, Refuse) and BY_API[rule.when.api].own(rule.fault.errcode) is None:
            yield rule, rule.fault.errcode


def _free(api: str, nth: int, taken: Collection[str]) -> str:
    while f"{api}#{nth}" in taken:
        nth += 1
    return f"{api}#{nth}"
