"""Steps from mappings: one verb each, with its arguments, what stands beside it, and which names it may use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from msgspec.structs import replace

from mockwx.core.text.bilingual import both, did_you_mean, nearest, unknown
from mockwx.scenario.language.names import Names, no_such
from mockwx.scenario.language.play_models import BesideEntry, ExpectEntry, StepExpectEntry
from mockwx.scenario.language.play_values import has_variables, variable_name, variables, with_variables
from mockwx.scenario.language.sentences import Spelled, check
from mockwx.scenario.language.step_models import FAMILIES
from mockwx.scenario.plays import CallExpectation, Expectation, Step, StepExpectation
from mockwx.scenario.reading.problems import Finding, Path, Wrong
from mockwx.verbs import VERBS, Verb, VerbError

BESIDE = ("as", "parallel", "expect")
ACTIONS = ("login", "me", "phone", "decrypt")
"""What the ready scenarios ask of a backend, by name."""
FOR_PHONES = frozenset({"json"})
"""What can be expected of an answer that is not the backend's."""


def parse_steps(file: Mapping[str, Any], names: Names, spelled: Spelled) -> tuple[list[Step], list[Finding]]:
    """The steps of a file that are sound, and what is wrong with the others."""
    written = file.get("steps")
    kept = _KeptNames(file)
    steps: list[Step] = []
    findings: list[Finding] = []
    for index, mapping in enumerate(written if isinstance(written, list) else ()):
        if isinstance(mapping, dict):  # else the model says so
            step, wrong = _parse_step(mapping, ("steps", index), names, kept, spelled)
            steps += [] if step is None else [step]
            findings += wrong
    return steps, findings


def _parse_step(
    written: Mapping[str, Any], at: Path, names: Names, kept: _KeptNames, spelled: Spelled
) -> tuple[Step | None, list[Finding]]:
    beside_verb = {key: part for key, part in written.items() if key in BESIDE}
    beside, findings = check(BesideEntry, beside_verb, names, at=at, spelled=spelled)
    try:
        verb = _verb_of(written)
        args = dict(_arguments(verb, written[verb]))
    except Wrong as wrong:
        return None, [*findings, Finding((*at, *wrong.under), str(wrong), wrong.suggestion)]
    findings += _check_args(verb, args, (*at, verb), names, kept)
    findings += _check_beside(verb, written, at)
    findings += kept.check(written, at)
    keep = args.pop("as", written.get("as"))
    kept.add(verb, keep)
    if beside is None or findings:
        return None, findings
    return Step(verb, args, keep, beside.parallel, _step_expectation(beside.expect)), []


def expectation_of(entry: ExpectEntry | None) -> Expectation:
    if entry is None:
        return Expectation()
    calls = tuple(
        CallExpectation(
            api=call.api,
            user=call.user,
            app=call.app,
            errcode=call.errcode if isinstance(call.errcode, int) else None,
            errcodes=call.errcode if isinstance(call.errcode, dict) else {},
            count=call.count,
        )
        for call in entry.calls
    )
    return Expectation(calls, entry.unused_rules)


def _step_expectation(entry: StepExpectEntry | None) -> StepExpectation:
    if entry is None:
        return StepExpectation()
    return StepExpectation(
        outcome=entry.outcome or (),
        status=entry.status,
        outcomes=entry.outcomes,
        values=tuple(entry.values.items()),
        never_contains=entry.never_contains,
        same=entry.same,
        within=entry.within,
    )


def _verb_of(step: Mapping[str, Any]) -> str:
    """The one verb of a step; ``Wrong`` says why it has none, or several."""
    verbs = [key for key in step if key not in BESIDE]
    for verb in verbs:
        if "." not in verb or verb.split(".", 1)[0] not in FAMILIES:
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


def _require_known(verb: str) -> None:
    family, _, action = verb.partition(".")
    if family == "backend":
        if not action.isidentifier():
            raise Wrong(both("an action has a name: backend.login", "请写动作名，例如 backend.login"), under=(verb,))
    elif verb not in VERBS:
        # The family is right already and must not make all of its verbs look alike.
        known = [each.removeprefix(f"{family}.") for each in VERBS if each.startswith(f"{family}.")]
        found = no_such(f"{family} step", f" {family} 步骤", action, known)
        raise Wrong(str(found), found.suggestion and f"{family}.{found.suggestion}", under=(verb,))


def _arguments(verb: str, given: Any) -> Mapping[str, Any]:
    """A map; a lone text is the argument that the verb names for it."""
    if isinstance(given, dict):
        return given
    if given is None:
        return {}
    known = VERBS.get(verb)
    if known is not None and known.short and isinstance(given, str):
        return {known.short: given}
    example = f"{known.short}: …" if known is not None and known.short else "code: $code"
    raise Wrong(
        both(
            f"{verb[:60]} takes a map of arguments, such as {{{example}}}",
            f"{verb[:60]} 需要一组参数，例如 {{{example}}}",
        ),
        under=(verb,),
    )


def _check_args(verb: str, args: Mapping[str, Any], at: Path, names: Names, kept: _KeptNames) -> Iterator[Finding]:
    for name, given in args.items():
        try:
            variable_name(given) if name == "as" else with_variables(given)
        except Wrong as wrong:
            yield Finding((*at, name, *wrong.under), str(wrong))
    family, _, action = verb.partition(".")
    if family == "backend":
        if kept.actions and action not in (*kept.actions, *ACTIONS):
            what = unknown("action of the backend", "后端动作", action, (*kept.actions, *ACTIONS))
            yield Finding(at, what, nearest(action, kept.actions), at_key=True)
        return
    known = VERBS[verb]
    yield from _check_verb(_lenient(known), {name: each for name, each in args.items() if name != "as"}, at, names)
    for arg in known.args:
        if arg.required and args.get(arg.name) is None:
            what = both(f"{verb} needs {arg.name!r}: {arg.en}", f"{verb} 缺少参数 {arg.name!r}")
            yield Finding(at, what)


@cache
def _lenient(verb: Verb) -> Verb:
    """The verb as one that asks for nothing, so that each argument can be judged by itself."""
    return replace(verb, args=tuple(replace(arg, required=False) for arg in verb.args))


def _check_verb(verb: Verb, args: Mapping[str, Any], at: Path, names: Names) -> Iterator[Finding]:
    for name, given in args.items():
        if has_variables(given):
            continue
        try:
            verb.checked({name: given})
            if name == "app" and isinstance(given, str):
                names.app(given)
        except VerbError as error:
            yield Finding((*at, name), error.what, at_key=all(arg.name != name for arg in verb.args))
        except Wrong as wrong:
            yield Finding((*at, name), str(wrong), wrong.suggestion)


def _check_beside(verb: str, step: Mapping[str, Any], at: Path) -> Iterator[Finding]:
    given = step.get(verb)
    if "as" in step and isinstance(given, dict) and "as" in given:
        yield Finding((*at, "as"), both("the value is kept already, by as within the step", "步骤里已经写了 as"))
    if verb.startswith("backend."):
        return
    if "parallel" in step:
        what = both("parallel is for backend steps", "parallel 只能用于 backend 步骤")
        yield Finding((*at, "parallel"), what, at_key=True)
    expect = step.get("expect")
    for name in expect if isinstance(expect, dict) else ():
        if name not in FOR_PHONES:
            what = both(
                f"{name} is for backend steps; here expect json", f"{name} 只能用于 backend 步骤；这里可写 json"
            )
            yield Finding((*at, "expect", name), what, at_key=True)


class _KeptNames:
    """Which names have a value by now, as far as the file tells."""

    def __init__(self, value: Mapping[str, Any]) -> None:
        backend = value.get("backend")
        actions = backend.get("actions") if isinstance(backend, dict) else None
        self.actions: tuple[str, ...] = tuple(actions) if isinstance(actions, dict) else ()
        listed = actions.values() if isinstance(actions, dict) else ()
        saves = [each.get("save") for each in listed if isinstance(each, dict)]
        self._saved = {str(name) for each in saves if isinstance(each, dict) for name in each}
        self._kept: list[str] = []
        self._any = False

    def add(self, verb: str, name: object) -> None:
        # A backend that stands in a file of its own may save under any name.
        self._any = self._any or (verb.startswith("backend.") and not self.actions)
        if isinstance(name, str):
            self._kept.append(name)

    def check(self, step: Mapping[str, Any], at: Path) -> Iterator[Finding]:
        for path, used in variables({key: each for key, each in step.items() if key != "as"}):
            if path[:2] == ("expect", "same") and not isinstance(step["expect"]["same"], dict):
                continue  # paths
            name = used.split(".")[0]
            if self._any or name in self._saved or name in self._kept:
                continue
            known = dict.fromkeys((*self._kept, *sorted(self._saved)))
            what = unknown("value kept before this step as", "在此之前保存的变量", name, known)
            yield Finding((*at, *path), what, nearest(name, known))
