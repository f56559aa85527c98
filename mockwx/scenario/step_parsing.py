"""Steps from mappings: one verb each, with its arguments, what stands beside it, and which names it may use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mockwx.core.text.bilingual import both
from mockwx.core.text.did_you_mean import nearest, unknown
from mockwx.scenario.language.base_entry import one_or_many
from mockwx.scenario.language.names import Names
from mockwx.scenario.language.play_models import BesideEntry, ExpectEntry, ExtraEntry, StepExpectEntry
from mockwx.scenario.language.play_values import variable_name, variables, with_variables
from mockwx.scenario.language.pydantic_errors import Spelled, check
from mockwx.scenario.language.step_checks import BESIDE, arguments, check_verb, verb_of, without_required
from mockwx.scenario.reading.problems import Finding, Path, Wrong
from mockwx.scenario.steps import (
    CallExpectation,
    Expectation,
    Extra,
    Step,
    StepExpectation,
)
from mockwx.scenario.web_actions import ALWAYS_SAVED, WEB_ACTIONS
from mockwx.verbs import VERBS
from mockwx.verbs.chinese import verb_text

ACTIONS = ("login", "me", "phone", "decrypt", "profile", "phone_sealed", "logout", *WEB_ACTIONS)
"""What the ready scenarios ask of a backend, by name, and what a web login is made of."""
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
        verb = verb_of(written)
        args = dict(arguments(verb, written[verb]))
    except Wrong as wrong:
        return None, [*findings, Finding((*at, *wrong.under), str(wrong), wrong.suggestion)]
    findings += _check_args(verb, args, (*at, verb), names, kept)
    findings += _check_beside(verb, written, at)
    findings += kept.check(written, at)
    keep = args.pop("as", written.get("as"))
    kept.add(verb, keep)
    if beside is None or findings:
        return None, findings
    parallel, branches = (
        (beside.parallel, ()) if isinstance(beside.parallel, int) else (len(beside.parallel), beside.parallel)
    )
    return Step(verb, args, keep, parallel, _step_expectation(beside.expect), branches, _extra(beside.extra)), []


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
        differs=entry.differs,
        within=entry.within,
    )


def _extra(entry: ExtraEntry | None) -> Extra | None:
    if entry is None:
        return None
    return Extra(entry.body, entry.query, entry.headers, entry.cookies, entry.without)


def _check_args(verb: str, args: Mapping[str, Any], at: Path, names: Names, kept: _KeptNames) -> Iterator[Finding]:
    for name, value in args.items():
        try:
            variable_name(value) if name == "as" else with_variables(value)
        except Wrong as wrong:
            yield Finding((*at, name, *wrong.under), str(wrong))
    family, _, action = verb.partition(".")
    if family == "backend":
        if kept.actions and action not in (*kept.actions, *ACTIONS):
            what = unknown("action of the backend", "后端动作", action, (*kept.actions, *ACTIONS))
            yield Finding(at, what, nearest(action, kept.actions), at_key=True)
        return
    declared = VERBS[verb]
    yield from check_verb(
        without_required(declared), {name: value for name, value in args.items() if name != "as"}, at, names
    )
    for arg in declared.args:
        if arg.required and args.get(arg.name) is None:
            what = both(f"{verb} needs {arg.name!r}: {arg.en}", f"{verb} 缺少参数 {arg.name!r}：{verb_text(arg.en).zh}")
            yield Finding(at, what)


def _check_beside(verb: str, step: Mapping[str, Any], at: Path) -> Iterator[Finding]:
    written = step.get(verb)
    if "as" in step and isinstance(written, dict) and "as" in written:
        yield Finding((*at, "as"), both("the value is kept already, by as within the step", "步骤里已经写了 as"))
    if verb.startswith("backend."):
        return
    for name in ("parallel", "extra"):
        if name in step:
            what = both(f"{name} is for backend steps", f"{name} 只能用于 backend 步骤")
            yield Finding((*at, name), what, at_key=True)
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
        logins = one_or_many(backend.get("web")) if isinstance(backend, dict) else None
        webs = [login for login in logins if isinstance(login, dict)] if isinstance(logins, list) else []
        of_apps = [f"{name}_{login['app']}" for login in webs if "app" in login for name in WEB_ACTIONS]
        self.actions: tuple[str, ...] = (*actions, *of_apps) if isinstance(actions, dict) else ()
        listed = [
            *(actions.values() if isinstance(actions, dict) else ()),
            *(part for login in webs for part in login.values()),
        ]
        requests = [request for action in listed if isinstance(action, dict) for request in _requests(action)]
        saves = [request.get("save") for request in requests]
        self._saved = {str(name) for save in saves if isinstance(save, dict) for name in save} | ALWAYS_SAVED
        self._kept: list[str] = []
        self._any = False

    def add(self, verb: str, name: object) -> None:
        # A backend that stands in a file of its own may save under any name.
        self._any = self._any or (verb.startswith("backend.") and not self.actions)
        if isinstance(name, str):
            self._kept.append(name.removeprefix("$"))

    def check(self, step: Mapping[str, Any], at: Path) -> Iterator[Finding]:
        for path, used in variables({key: value for key, value in step.items() if key != "as"}):
            if path[:2] == ("expect", "same") and not isinstance(step["expect"]["same"], dict):
                continue  # paths
            if path[1:] == ("as",) and "." in str(path[0]):
                continue  # a name that the verb keeps
            name = used.split(".")[0]
            if self._any or name in self._saved or name in self._kept:
                continue
            names = dict.fromkeys((*self._kept, *sorted(self._saved)))
            what = unknown("value kept before this step as", "在此之前保存的变量", name, names)
            yield Finding((*at, *path), what, nearest(name, names))


def _requests(action: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    several = action.get("requests")
    return (
        [action, *(request for request in several if isinstance(request, dict))]
        if isinstance(several, list)
        else [action]
    )
