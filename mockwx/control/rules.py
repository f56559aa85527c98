"""Control calls about rules: list with hits, add, replace, remove. A bad rule is refused when it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockwx.control.answer import ControlError, JsonObject
from mockwx.control.shape import mapping
from mockwx.core.text.bilingual import both
from mockwx.core.text.did_you_mean import unknown

if TYPE_CHECKING:
    from mockwx.control.call import ControlCall
    from mockwx.core.rules.rules import Rule
    from mockwx.core.world import World
    from mockwx.scenario.language.names import Names


def list_rules(call: ControlCall) -> JsonObject:
    return call.run(_listed)


def add_rule(call: ControlCall) -> JsonObject:
    """Below the others; one of the same name is replaced where it stands."""

    def change(world: World) -> JsonObject:
        rule = _read(mapping(call.body), world)
        world.rules.add(rule)
        return _as_json(world, rule) | {"warnings": _hidden(world, rule.name)}

    return call.run(change)


def replace_rules(call: ControlCall) -> JsonObject:
    body = call.body
    written = body if isinstance(body, list) else mapping(body, "rules").get("rules")
    if not isinstance(written, list):
        raise ControlError(
            both('write a list of rules, or {"rules": [...]}', '请写规则列表，或 {"rules": [...]}'), "rules"
        )

    def change(world: World) -> JsonObject:
        from mockwx.scenario.rule_parsing import parse_rules

        try:
            rules = parse_rules(written, _names(world, *map(_user_of, written)), hidden_is_wrong=False)
        except ValueError as error:
            raise _refused(error) from None
        world.rules.replace_all(rules)
        return _listed(world) | {"warnings": _hidden(world)}

    return call.run(change)


def remove_rule(call: ControlCall) -> JsonObject:
    name = call.parts[0]

    def change(world: World) -> JsonObject:
        if not world.rules.remove(name):
            raise ControlError(unknown("rule", "规则", name, [rule.name for rule in world.rules.all()]), "path", 404)
        return {"removed": name}

    return call.run(change)


def remove_rules(call: ControlCall) -> JsonObject:
    def change(world: World) -> JsonObject:
        removed = [rule.name for rule in world.rules.all()]
        world.rules.replace_all(())
        return {"removed": removed}

    return call.run(change)


def _hidden(world: World, *names: str) -> list[str]:
    """A sentence for each rule, of those named or of all, that can never fire."""
    from mockwx.scenario.hidden_rules import hidden_rules

    rules = dict(enumerate(world.rules.all()))
    return [
        both(
            f"{rules[index].name} can never fire: {above.name} above it takes every call that it is for",
            f"{rules[index].name} 永远不会触发：上面的 {above.name} 已接走它针对的所有调用",
        )
        for index, above in hidden_rules(rules, names or None)
    ]


def _listed(world: World) -> JsonObject:
    return {"rules": [_as_json(world, rule) for rule in world.rules.all()]}


def _as_json(world: World, rule: Rule) -> JsonObject:
    from mockwx.scenario.rule_parsing import rule_as_mapping

    tally = world.rules.tally(rule.name)
    return {**rule_as_mapping(rule), "seen": tally.seen, "hits": tally.hits}


def _read(written: JsonObject, world: World) -> Rule:
    from mockwx.scenario.rule_parsing import parse_rule

    try:
        return parse_rule(written, _names(world, _user_of(written)), taken=[rule.name for rule in world.rules.all()])
    except ValueError as error:
        raise _refused(error) from None


def _user_of(written: object) -> object:
    """Whom a rule is about, as far as it can be told of one that is not yet checked."""
    when = written.get("when") if isinstance(written, dict) else None
    return when.get("user") if isinstance(when, dict) else None


def _names(world: World, *wanted: object) -> Names:
    """Who lives in the world; of many users only some are told, and those that are wanted."""
    from mockwx.scenario.language.names import Names

    accounts = world.accounts
    apps = accounts.apps()
    users = [user.name for user in accounts.users()[:1000]]
    users += [name for name in wanted if isinstance(name, str) and accounts.is_declared(name)]
    return Names([app.name for app in apps], {app.appid: app.name for app in apps}, users)


def _refused(error: ValueError) -> ControlError:
    from mockwx.scenario.reading.problems import RuleError

    if not isinstance(error, RuleError):
        raise error
    problems = [
        {"pointer": problem.pointer, "reason": problem.what, "suggestion": problem.suggestion}
        for problem in error.problems
    ]
    first = error.problems[0]
    return ControlError(str(error), first.pointer, 422, {**problems[0], "problems": problems})
