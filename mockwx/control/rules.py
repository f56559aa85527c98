"""Control calls about rules: list with hits, add, replace, remove. A bad rule is refused when it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mockwx.control.answer import Asked, ControlError
from mockwx.control.shape import mapping
from mockwx.core.text.bilingual import both, unknown

if TYPE_CHECKING:
    from mockwx.core.rules.rules import Rule
    from mockwx.core.world import World
    from mockwx.scenario.language.known import Names


def list_rules(asked: Asked) -> Any:
    return asked.run(_listed)


def add_rule(asked: Asked) -> Any:
    """Below the others; one of the same name is replaced where it stands."""

    def change(world: World) -> Any:
        rule = _read(mapping(asked.body), world)
        world.rules.add(rule)
        return _as_json(world, rule) | {"warnings": _hidden(world, rule.name)}

    return asked.run(change)


def replace_rules(asked: Asked) -> Any:
    body = asked.body
    given = body if isinstance(body, list) else mapping(body, "rules").get("rules")
    if not isinstance(given, list):
        raise ControlError(
            both('write a list of rules, or {"rules": [...]}', '请写规则列表，或 {"rules": [...]}'), "rules"
        )

    def change(world: World) -> Any:
        from mockwx.scenario.rules import parse_rules

        wanted = [
            each["when"].get("user") for each in given if isinstance(each, dict) and isinstance(each.get("when"), dict)
        ]
        try:
            rules = parse_rules(given, _names(world, *wanted), hidden_is_wrong=False)
        except ValueError as error:
            raise _refused(error) from None
        world.rules.replace_all(rules)
        return _listed(world) | {"warnings": _hidden(world)}

    return asked.run(change)


def remove_rule(asked: Asked) -> Any:
    name = asked.parts[0]

    def change(world: World) -> Any:
        if not world.rules.remove(name):
            raise ControlError(unknown("rule", "规则", name, [each.name for each in world.rules.all()]), "path", 404)
        return {"removed": name}

    return asked.run(change)


def remove_rules(asked: Asked) -> Any:
    def change(world: World) -> Any:
        removed = [rule.name for rule in world.rules.all()]
        world.rules.replace_all(())
        return {"removed": removed}

    return asked.run(change)


def _hidden(world: World, *names: str) -> list[str]:
    """A sentence for each rule, of those named or of all, that can never fire."""
    from mockwx.scenario.hidden import hidden_rules

    rules = dict(enumerate(world.rules.all()))
    return [
        both(
            f"{rules[nth].name} can never fire: {above.name} above it takes every call that it is for",
            f"{rules[nth].name} 永远不会触发：上面的 {above.name} 已接走它针对的所有调用",
        )
        for nth, above in hidden_rules(rules)
        if not names or rules[nth].name in names
    ]


def _listed(world: World) -> dict[str, Any]:
    return {"rules": [_as_json(world, rule) for rule in world.rules.all()]}


def _as_json(world: World, rule: Rule) -> dict[str, Any]:
    from mockwx.scenario.rules import rule_as_mapping

    tally = world.rules.tally(rule.name)
    return {**rule_as_mapping(rule), "seen": tally.seen, "hits": tally.hits}


def _read(given: dict[str, Any], world: World) -> Rule:
    from mockwx.scenario.rules import parse_rule

    wanted = given["when"].get("user") if isinstance(given.get("when"), dict) else None
    try:
        return parse_rule(given, _names(world, wanted), taken=[rule.name for rule in world.rules.all()])
    except ValueError as error:
        raise _refused(error) from None


def _names(world: World, *wanted: object) -> Names:
    """Who lives in the world; of many users only some are told, and those that are wanted."""
    from mockwx.scenario.language.known import Names

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
        {"pointer": each.pointer, "reason": each.what, "suggestion": each.suggestion} for each in error.problems
    ]
    first = error.problems[0]
    return ControlError(str(error), first.pointer, 422, {**problems[0], "problems": problems})
