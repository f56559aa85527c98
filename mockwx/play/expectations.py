"""Expectations: what a step's answers should have been, and each way in which they are not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from mockwx.core.journal.shown import shown_json
from mockwx.core.text.durations import spell_duration
from mockwx.play.answers import UNCLEAR, BackendAnswer
from mockwx.play.clients import KnownAnswer
from mockwx.play.json_paths import NOTHING, look, same
from mockwx.play.results import Difference, ShownAnswer
from mockwx.play.variables import Scope, plain
from mockwx.scenario.language.play_values import SECRETS
from mockwx.scenario.plays import JsonPath, StepExpectation, outcomes_in

SHOWN = 200


class JudgedAnswer(Struct, frozen=True):
    """One answer of the backend, with what it means and what it gives away."""

    answer: BackendAnswer
    outcome: str
    leaks: tuple[str, ...] = ()
    saved: Mapping[str, Any] = {}

    def shown(self) -> str:
        # Which of its parts is the secret is not known here, so nothing of it is shown.
        if self.leaks:
            return f"HTTP {self.answer.status} (hidden: it holds a secret | 内容含密钥，已隐藏)"
        return self.answer.shown()

    def as_result(self) -> ShownAnswer:
        return ShownAnswer(self.outcome, self.shown(), self.answer.seconds)

    def __str__(self) -> str:
        return f"{self.outcome}: {self.shown()}"


class Comparison(Struct, frozen=True):
    """What a step's answers are compared with: what was asked for, and what is known from before."""

    scope: Scope
    saves: Collection[str]
    """The names under which the action saves values that can be compared."""
    earlier: KnownAnswer | None
    """This user's last ``ok`` answer to the same action."""


def differences(
    expect: StepExpectation, answers: Sequence[JudgedAnswer], comparison: Comparison
) -> Iterator[Difference]:
    yield from _outcomes(expect, answers)
    for each in answers:
        if expect.status is not None and (each.answer.status or 0) not in expect.status:
            yield Difference(f"status {expect.status}", str(each))
    yield from _values(expect, answers, comparison.scope)
    yield from _same(expect, answers, comparison)
    yield from _secrets(expect, answers, comparison.scope)
    for each in answers:
        if expect.within is not None and each.answer.seconds * 1000 > expect.within:
            yield Difference(f"an answer within {spell_duration(expect.within)}", f"{each.answer.seconds:.3f} s")


def of_phone(expect: StepExpectation, answer: Any, scope: Scope) -> Iterator[Difference]:
    """For verbs that are not the backend's: only values can be expected."""
    yield from _wanted(expect, answer, scope, shown_json(answer))


def _outcomes(expect: StepExpectation, answers: Sequence[JudgedAnswer]) -> Iterator[Difference]:
    wanted = expect.outcome
    came = Counter(each.outcome for each in answers)
    sure, perhaps = Counter[str](), Counter[str]()
    for each in answers:
        meant = outcomes_in(each.outcome)
        (sure if len(meant) == 1 else perhaps).update(meant)
    for each in answers:
        if wanted and not set(outcomes_in(each.outcome)) & set(wanted):
            yield Difference(f"outcome {' or '.join(wanted)}", str(each), _hints(each))
        elif each.outcome == "crashed" and not wanted and "crashed" not in expect.outcomes:
            yield Difference("no crash", str(each), _hints(each))
        elif each.outcome == UNCLEAR and not wanted and not (expect.status or expect.values):
            yield Difference("an outcome", str(each), _hints(each))
    for name, span in expect.outcomes.items():
        if not any(sure[name] + more in span for more in range(perhaps[name] + 1)):
            several = ", ".join(f"{many} {outcome}" for outcome, many in came.items())
            yield Difference(f"{span} {name}", several, tuple(dict.fromkeys(map(str, answers))))


def _hints(judged: JudgedAnswer) -> tuple[str, ...]:
    if judged.outcome == UNCLEAR:
        return ("the backend's file can say what such an answer means, under outcomes",)
    if judged.answer.status in (404, 405):
        return ("is the action's request right? the backend does not seem to know this path",)
    return ()


def _telling(answers: Sequence[JudgedAnswer]) -> Sequence[JudgedAnswer]:
    """Of several answers with different outcomes, values are looked for in the ``ok`` ones."""
    return [each for each in answers if each.outcome == "ok"] or answers


def _values(expect: StepExpectation, answers: Sequence[JudgedAnswer], scope: Scope) -> Iterator[Difference]:
    for each in _telling(answers):
        yield from _wanted(expect, each.answer.json, scope, each.shown(), hidden=bool(each.leaks))


def _wanted(
    expect: StepExpectation, found: Any, scope: Scope, shown: str, *, hidden: bool = False
) -> Iterator[Difference]:
    for path, value in expect.values:
        wanted, came = scope.fill(value), look(path, found)
        if not same(came, wanted):
            told = "(hidden)" if hidden else _shown(came)
            yield Difference(f"{path} {_shown(wanted)}", told, (shown,))


def _same(expect: StepExpectation, answers: Sequence[JudgedAnswer], comparison: Comparison) -> Iterator[Difference]:
    telling = _telling(answers)
    for name, as_value in expect.same:
        if isinstance(name, str) and name not in comparison.saves:
            continue  # the player has noted it
        values = [_value(name, each.answer, each.saved) for each in telling]
        if as_value is not None:
            wanted, whose = comparison.scope.fill(as_value), plain(as_value)
        elif len(answers) > 1:
            wanted, whose = values[0], "all answers agree"
        elif comparison.earlier is not None:
            wanted = _value(name, comparison.earlier.answer, comparison.earlier.saved)
            whose = "this user's last answer"
        else:
            yield Difference(f"{name} as in this user's last answer", "there was none before")
            continue
        if wanted is NOTHING or not all(same(each, wanted) for each in values):
            hidden = any(each.leaks for each in telling)
            came = "(hidden)" if hidden else ", ".join(dict.fromkeys(map(_shown, values)))
            yield Difference(f"the same {name}: {whose} ({'…' if hidden else _shown(wanted)})", came)


def _value(name: str | JsonPath, answer: BackendAnswer, saved: Mapping[str, Any]) -> Any:
    return saved.get(name, NOTHING) if isinstance(name, str) else look(name, answer.json)


def _secrets(expect: StepExpectation, answers: Sequence[JudgedAnswer], scope: Scope) -> Iterator[Difference]:
    for leak in dict.fromkeys(leak for each in answers for leak in each.leaks):
        yield Difference("none of WeChat's secrets", f"the answer holds the {leak}")
    for text in (each for each in expect.never_contains if each not in SECRETS):
        wanted = plain(scope.fill(text))
        for each in answers:
            if wanted and wanted in each.answer.text:
                yield Difference(f"never {text}", each.shown())
                break


def _shown(value: Any) -> str:
    if value is NOTHING:
        return "nothing"
    text = shown_json(value)
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"
