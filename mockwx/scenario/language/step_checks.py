"""Whether a step as written is one: which verb, which arguments; and the phone's steps that an action needs first.

The verbs themselves, and what each does in a world, are in ``mockwx/verbs/``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from msgspec.structs import replace
from pydantic import ValidationInfo

from mockwx.core.text.bilingual import both
from mockwx.core.text.did_you_mean import did_you_mean, nearest
from mockwx.core.text.output_escaping import cut, printable
from mockwx.scenario.language.names import ANYBODY, Names, no_such
from mockwx.scenario.language.play_values import has_variables, variable_name, with_variables
from mockwx.scenario.reading.problems import Finding, Path, Wrong
from mockwx.scenario.steps import Step
from mockwx.verbs import VERBS, Verb, VerbError

BESIDE = ("as", "parallel", "extra", "expect")
FAMILIES = ("phone", "backend", "wechat", "clock")


def before_step(value: object, info: ValidationInfo) -> Step:
    """A step of the phone that an action needs first; its user is who asks the backend, unless it names one."""
    if not isinstance(value, dict):
        raise Wrong(
            both(
                "a step of the phone: {phone.getUserInfo: {as: info}}", "请写手机步骤：{phone.getUserInfo: {as: info}}"
            )
        )
    verb = verb_of(value)
    if not verb.startswith("phone."):
        raise Wrong(both("only what the phone does can come before", "before 里只能写 phone. 步骤"), under=(verb,))
    for key in value:
        if key not in (verb, "as"):
            raise Wrong(both(f"{key} is not for what comes before", f"before 里不能写 {key}"), under=(key,))
    args = dict(arguments(verb, value[verb]))
    keep = args.pop("as", value.get("as"))
    if keep is None:
        raise Wrong(
            both(
                f"say under which name it is kept: {{{verb}: {{as: info}}}}",
                f"请写保存结果的名称：{{{verb}: {{as: info}}}}",
            ),
            under=(verb,),
        )
    variable_name(keep)
    with_variables(args)
    names = info.context if isinstance(info.context, Names) else ANYBODY
    for finding in check_verb(without_required(VERBS[verb]), args, (verb,), names):
        raise Wrong(finding.what, finding.suggestion, under=finding.path)
    return Step(verb, args, keep)


def verb_of(step: Mapping[str, Any]) -> str:
    """The one verb of a step; ``Wrong`` says why it has none, or several."""
    verbs = [key for key in step if key not in BESIDE]
    for verb in verbs:
        if not _is_of_family(verb):
            owner = next((key for key in step if _is_of_family(key) and step[key] is None), None)
            if owner is not None:
                beside, above = printable(cut(verb, 60)), printable(cut(owner, 60))
                raise Wrong(
                    both(
                        f"{beside} is not an argument of {above} here; indent it below {above}:",
                        f"{beside} 在这里不是 {above} 的参数；请把它缩进到 {above}: 之下",
                    ),
                    under=(verb,),
                )
            family, _, rest = verb.partition(".")
            guess = nearest(family, FAMILIES if rest else BESIDE)
            guess = f"{guess}.{rest[:60]}" if guess and rest else guess
            hint_en, hint_zh = did_you_mean(guess)
            raise Wrong(
                both(
                    f"{verb[:60]!r} is no step; one begins with phone., backend., wechat. or clock.{hint_en}",
                    f"{verb[:60]!r} 不是步骤；步骤以 phone.、backend.、wechat. 或 clock. 开头{hint_zh}",
                ),
                guess,
                under=(verb,),
            )
    if not verbs:
        raise Wrong(
            both(
                "a step needs a verb, such as phone.login: {user: alice, as: code}",
                "步骤需要一个动作，例如 phone.login: {user: alice, as: code}",
            )
        )
    if len(verbs) > 1:
        raise Wrong(
            both(
                f"a step has one verb, not {' and '.join(verbs)[:120]}; begin each with its own dash",
                f"一个步骤只能有一个动作，不能同时有 {'、'.join(verbs)[:120]}；请各用一个短横线开头",
            ),
            under=(verbs[1],),
        )
    _require_known(verbs[0])
    return verbs[0]


def _is_of_family(verb: str) -> bool:
    family, dot, _ = verb.partition(".")
    return bool(dot) and family in FAMILIES


def _require_known(verb: str) -> None:
    family, _, action = verb.partition(".")
    if family == "backend":
        if not action.isidentifier():
            raise Wrong(both("an action has a name: backend.login", "请写动作名，例如 backend.login"), under=(verb,))
    elif verb not in VERBS:
        # The family is right already and must not make all of its verbs look alike.
        actions = [name.removeprefix(f"{family}.") for name in VERBS if name.startswith(f"{family}.")]
        wrong = no_such(f"{family} step", f" {family} 步骤", action, actions)
        raise Wrong(str(wrong), wrong.suggestion and f"{family}.{wrong.suggestion}", under=(verb,))


def arguments(verb: str, written: Any) -> Mapping[str, Any]:
    """A map; a lone text is the argument that the verb names for it."""
    if isinstance(written, dict):
        return written
    if written is None:
        return {}
    declared = VERBS.get(verb)
    if declared is not None and declared.short and isinstance(written, str | int | float):
        return {declared.short: written}
    example = f"{declared.short}: …" if declared is not None and declared.short else "code: $code"
    raise Wrong(
        both(
            f"{verb[:60]} takes a map of arguments, such as {{{example}}}",
            f"{verb[:60]} 需要一组参数，例如 {{{example}}}",
        ),
        under=(verb,),
    )


@cache
def without_required(verb: Verb) -> Verb:
    """The verb as one that asks for nothing, so that each argument can be judged by itself."""
    return replace(verb, args=tuple(replace(arg, required=False) for arg in verb.args))


def check_verb(verb: Verb, args: Mapping[str, Any], at: Path, names: Names) -> Iterator[Finding]:
    for name, value in args.items():
        if has_variables(value):
            continue
        try:
            verb.checked({name: value})
            if name == "app" and isinstance(value, str):
                names.app(value)
        except VerbError as error:
            yield Finding((*at, name), error.what, at_key=all(arg.name != name for arg in verb.args))
        except Wrong as wrong:
            yield Finding((*at, name), str(wrong), wrong.suggestion)
