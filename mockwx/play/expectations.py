"""Expectations: what a step's answers should have been, and each way in which they are not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from mockwx.core.journal.shown import shown_json
from mockwx.core.text.bilingual import Text
from mockwx.core.text.durations import spell_duration
from mockwx.core.text.output_escaping import cut, printable
from mockwx.play.answers import UNCLEAR, BackendAnswer
from mockwx.play.clients import KnownAnswer
from mockwx.play.expected_calls import span_in_chinese
from mockwx.play.flaws import HANGS_UP, Flaw, FlawKind
from mockwx.play.flaws import NOTHING as NOWHERE
from mockwx.play.json_paths import NOTHING, look, same
from mockwx.play.raw_errors import parse_error, shows_page
from mockwx.play.results import Difference, ShownAnswer
from mockwx.play.variables import Scope, plain
from mockwx.play.wechat_side import AnswerLeak
from mockwx.scenario.backend_actions import outcomes_in
from mockwx.scenario.language.play_values import SECRETS
from mockwx.scenario.steps import JsonPath, StepExpectation

VALUE_CHARACTERS = 200
HIDDEN = Text("(hidden)", "（已隐藏）")


class JudgedAnswer(Struct, frozen=True):
    """One answer of the backend, with what it means and what it gives away."""

    answer: BackendAnswer
    outcome: str
    leaks: tuple[AnswerLeak, ...] = ()
    saved: Mapping[str, Any] = {}

    def shown(self) -> Text:
        # Which of its parts is the secret is not known here, so nothing of it is shown.
        if self.leaks:
            status = self.answer.status
            return Text(f"HTTP {status} (hidden: it holds a secret)", f"HTTP {status}（内容含密钥，已隐藏）")
        return Text.alike(self.answer.shown())

    def as_result(self) -> ShownAnswer:
        return ShownAnswer(self.outcome, self.shown(), self.answer.seconds)

    def told(self) -> Text:
        shown = self.shown()
        return Text(f"{self.outcome}: {shown.en}", f"{self.outcome}: {shown.zh}")


NO_SUCH_PATH = (404, 405)
"""What a backend answers where it knows no such path, or none with this method."""


class Comparison(Struct, frozen=True):
    """What a step's answers are compared with: what was asked for, and what is known from before."""

    action: str
    scope: Scope
    saves: Collection[str]
    """The names under which the action saves values that can be compared."""
    earlier: KnownAnswer | None
    """This user's last ``ok`` answer to the same action."""
    where: Text = NOWHERE
    """How WeChat was meanwhile."""
    asked_wechat: bool = True
    asked_again: bool = False
    """WeChat was well in the end, when it was asked once more."""
    refusal: Text | None = None
    """What WeChat refused the action with by itself."""


def differences(
    expect: StepExpectation, answers: Sequence[JudgedAnswer], comparison: Comparison
) -> Iterator[Difference]:
    yield from _outcomes(expect, answers, comparison)
    for judged in answers:
        if expect.status is not None and (judged.answer.status or 0) not in expect.status:
            wanted = Text(f"status {expect.status}", f"状态码 {expect.status}")
            yield Difference(wanted, judged.told(), _of_outcome(judged, (), comparison) or Flaw(FlawKind.VALUE))
    yield from _values(expect, answers, comparison.scope)
    yield from _same(expect, answers, comparison)
    yield from _differs(expect, answers, comparison)
    yield from _secrets(expect, answers, comparison.scope)
    yield from _raw_errors(answers)
    for judged in answers:
        if expect.within is not None and not judged.answer.timed_out and judged.answer.seconds * 1000 > expect.within:
            within = spell_duration(expect.within)
            yield Difference(
                Text(f"an answer within {within}", f"{within} 内应答"),
                Text.alike(f"{judged.answer.seconds:.3f} s"),
                Flaw(FlawKind.HANG),
            )


def of_phone(expect: StepExpectation, answer: Any, scope: Scope) -> Iterator[Difference]:
    """For verbs that are not the backend's: only values can be expected."""
    yield from _wanted(expect, answer, scope, Text.alike(shown_json(answer)))


def _outcomes(expect: StepExpectation, answers: Sequence[JudgedAnswer], comparison: Comparison) -> Iterator[Difference]:
    wanted = expect.outcome
    for judged in answers:
        expected = None
        if wanted and not set(outcomes_in(judged.outcome)) & set(wanted):
            expected = Text(f"outcome {' or '.join(wanted)}", f"结果为 {' 或 '.join(wanted)}")
        elif judged.outcome == "crashed" and not wanted and "crashed" not in expect.outcomes:
            expected = Text("no crash", "没有崩溃")
        elif judged.outcome == UNCLEAR and not wanted and not (expect.status or expect.values):
            expected = Text("an outcome", "含义明确的应答")
        if expected is not None:
            flaw = _of_outcome(judged, wanted, comparison) or Flaw(FlawKind.VALUE)
            refusal = comparison.refusal if tuple(wanted) == ("ok",) else None
            yield Difference(expected, judged.told(), flaw, _hints(judged), refusal)
    yield from _counted_outcomes(expect, answers, comparison)


def _counted_outcomes(
    expect: StepExpectation, answers: Sequence[JudgedAnswer], comparison: Comparison
) -> Iterator[Difference]:
    came = Counter(judged.outcome for judged in answers)
    sure, perhaps = Counter[str](), Counter[str]()
    for judged in answers:
        meant = outcomes_in(judged.outcome)
        (sure if len(meant) == 1 else perhaps).update(meant)
    several = Text.alike(", ".join(f"{many} {outcome}" for outcome, many in came.items()))
    allowed = tuple(name for name, span in expect.outcomes.items() if span.most != 0)
    for name, span in expect.outcomes.items():
        if any(sure[name] + more in span for more in range(perhaps[name] + 1)):
            continue
        # Too few of one are too many of another, and that is what is wrong.
        too_many = [
            judged
            for judged in answers
            if not set(outcomes_in(judged.outcome)) & set(allowed)
            or (judged.outcome == name and came[name] > span.least)
        ]
        flaws = [flaw for judged in too_many if (flaw := _of_outcome(judged, allowed, comparison)) is not None]
        worst = min(flaws, key=lambda flaw: flaw.rank, default=Flaw(FlawKind.VALUE))
        more = tuple(dict.fromkeys(judged.told() for judged in answers))
        yield Difference(Text(f"{span} {name}", f"{name} {span_in_chinese(span)}"), several, worst, more)


def _of_outcome(judged: JudgedAnswer, wanted: Sequence[str], comparison: Comparison) -> Flaw | None:
    """What an answer shows that means something else than was wanted; None: nothing by itself."""
    where, action = comparison.where, Text.alike(comparison.action)
    if judged.answer.timed_out:
        return Flaw(FlawKind.HANG)
    # Of outcomes that the backend cannot tell apart, the first stands for all.
    match outcomes_in(judged.outcome)[0]:
        case "crashed":
            status = judged.answer.status
            what = HANGS_UP if status is None else Text.alike(str(status))
            return Flaw(FlawKind.CRASH, what, where)
        case "unclear":
            return Flaw(FlawKind.UNCLEAR)
        case "ok" if wanted and "ok" not in wanted:
            if comparison.asked_again:
                return Flaw(FlawKind.CODE_AGAIN)
            if comparison.action == "login":
                return Flaw(FlawKind.LETS_IN, where=where)
            return Flaw(FlawKind.SUCCEEDS, action, where)
        case "refused" if (
            tuple(wanted) == ("ok",) and judged.answer.status in NO_SUCH_PATH and not comparison.asked_wechat
        ):
            return Flaw(FlawKind.NO_ROUTE, action)
        case "refused" | "unavailable" if tuple(wanted) == ("ok",):
            return Flaw(FlawKind.NO_SUCCESS, action, where)
        case "refused" if wanted and "refused" not in wanted:
            return Flaw(FlawKind.WRONG_WORD, Text("log in again", "请重新登录"), where)
        case "unavailable" if wanted and "unavailable" not in wanted:
            return Flaw(FlawKind.WRONG_WORD, Text("try later", "稍后再试"), where)
        case _:
            return None


def _hints(judged: JudgedAnswer) -> tuple[Text, ...]:
    if judged.answer.timed_out:
        return (Text("it hangs: there is no answer, good or bad", "它卡住了：没有任何应答"),)
    if judged.outcome == UNCLEAR:
        return (
            Text(
                "the backend's file can say what such an answer means, under outcomes",
                "可在后端文件的 outcomes 里说明这种应答的含义",
            ),
        )
    if judged.answer.status in NO_SUCH_PATH:
        return (
            Text(
                "is the action's request right? the backend does not seem to know this path",
                "动作的 request 写对了吗？后端似乎没有这个路径",
            ),
        )
    return ()


def _telling(answers: Sequence[JudgedAnswer]) -> Sequence[JudgedAnswer]:
    """Of several answers with different outcomes, values are looked for in the ``ok`` ones."""
    return [judged for judged in answers if judged.outcome == "ok"] or answers


def _values(expect: StepExpectation, answers: Sequence[JudgedAnswer], scope: Scope) -> Iterator[Difference]:
    for judged in _telling(answers):
        yield from _wanted(expect, judged.answer.json, scope, judged.shown(), hidden=bool(judged.leaks))


def _wanted(
    expect: StepExpectation, document: Any, scope: Scope, shown: Text, *, hidden: bool = False
) -> Iterator[Difference]:
    for path, value in expect.values:
        wanted, came = scope.fill(value), look(path, document)
        if not same(came, wanted):
            shown_value = HIDDEN if hidden else _shown(came)
            yield Difference(_labelled(str(path), _shown(wanted)), shown_value, Flaw(FlawKind.VALUE), (shown,))


def _same(expect: StepExpectation, answers: Sequence[JudgedAnswer], comparison: Comparison) -> Iterator[Difference]:
    telling = _telling(answers)
    for name, as_value in expect.same:
        if isinstance(name, str) and name not in comparison.saves:
            continue  # the player has noted it
        if name == "uid" and as_value is None and not any("ok" in outcomes_in(judged.outcome) for judged in answers):
            continue  # nobody was let in, so there is no account to compare
        values = [_value(name, judged.answer, judged.saved) for judged in telling]
        if name == "uid":
            # An answer without one names no account, so it is no second one.
            values = [value for value in values if value is not NOTHING] or values
        if as_value is not None:
            wanted, whose = comparison.scope.fill(as_value), Text.alike(plain(as_value))
        elif len(answers) > 1:
            wanted, whose = values[0], Text("all answers agree", "各应答一致")
        elif comparison.earlier is not None:
            wanted = _value(name, comparison.earlier.answer, comparison.earlier.saved)
            whose = Text("this user's last answer", "与该用户上次的应答一致")
        else:
            expected = Text(f"{name} as in this user's last answer", f"{name} 与该用户上次的应答一致")
            yield Difference(expected, Text("there was none before", "此前没有应答"), Flaw(FlawKind.VALUE))
            continue
        if isinstance(name, str) and wanted is NOTHING and all(value is NOTHING for value in values):
            continue  # what the file says of it leads nowhere; the player has noted it
        if wanted is NOTHING or not all(same(value, wanted) for value in values):
            missing = wanted is NOTHING or NOTHING in values
            flaw = Flaw(FlawKind.ACCOUNTS if name == "uid" and not missing else FlawKind.VALUE)
            hidden = any(judged.leaks for judged in telling)
            shown = Text.alike("…") if hidden else _shown(wanted)
            yield Difference(
                Text(f"the same {name}: {whose.en} ({shown.en})", f"{name} 相同：{whose.zh}（{shown.zh}）"),
                HIDDEN if hidden else _listed(values),
                flaw,
            )


def _differs(expect: StepExpectation, answers: Sequence[JudgedAnswer], comparison: Comparison) -> Iterator[Difference]:
    for name, value in expect.differs:
        if isinstance(name, str) and name not in comparison.saves:
            continue
        unwanted = comparison.scope.fill(value)
        for judged in answers:
            came = _value(name, judged.answer, judged.saved)
            if came is NOTHING or not same(came, unwanted):
                continue
            shown = HIDDEN if judged.leaks else _shown(unwanted)
            yield Difference(
                Text(f"another {name} than {plain(value)}", f"{name} 与 {plain(value)} 不同"),
                shown,
                Flaw(FlawKind.IMPOSTOR if name == "uid" else FlawKind.VALUE),
            )
            break


def _value(name: str | JsonPath, answer: BackendAnswer, saved: Mapping[str, Any]) -> Any:
    return saved.get(name, NOTHING) if isinstance(name, str) else look(name, answer.json)


def _secrets(expect: StepExpectation, answers: Sequence[JudgedAnswer], scope: Scope) -> Iterator[Difference]:
    for leak in dict.fromkeys(leak for judged in answers for leak in judged.leaks):
        yield Difference(
            Text("none of WeChat's secrets", "没有微信的密钥"),
            Text(f"the answer holds the {leak.told.en}", f"应答里有{leak.told.zh}"),
            Flaw(FlawKind.LEAK, Text.alike(leak.what)),
        )
    for text in (text for text in expect.never_contains if text not in SECRETS):
        wanted = plain(scope.fill(text))
        for judged in answers:
            if wanted and wanted in judged.answer.text:
                flaw = Flaw(FlawKind.SHOWS, Text.alike(printable(text)))
                yield Difference(Text(f"never {text}", f"不出现 {text}"), judged.shown(), flaw)
                break


def _raw_errors(answers: Sequence[JudgedAnswer]) -> Iterator[Difference]:
    """Whatever is expected: what was meant for the backend's eyes is shown to nobody else."""
    if any(shows_page(judged.answer.text) for judged in answers):
        yield Difference(
            Text("nothing of a page that came in WeChat's place", "没有代替微信应答的网页内容"),
            Text("the answer shows the page", "应答里有该网页"),
            Flaw(FlawKind.PAGE),
        )
    for judged in answers:
        if judged.outcome != "ok" and (words := parse_error(judged.answer.text)) is not None:
            words = printable(words)
            yield Difference(
                Text("no parse error", "没有解析错误的文本"),
                Text(f"the answer says {words}", f"应答里有 {words}"),
                Flaw(FlawKind.PARSE_ERROR),
            )
            break


def _labelled(name: str, value: Text) -> Text:
    return Text(f"{name} {value.en}", f"{name} {value.zh}")


def _listed(values: Sequence[Any]) -> Text:
    shown = list(dict.fromkeys(map(_shown, values)))
    return Text(", ".join(value.en for value in shown), "、".join(value.zh for value in shown))


def _shown(value: Any) -> Text:
    if value is NOTHING:
        return Text("nothing", "没有")
    text = printable(shown_json(value))
    return Text.alike(cut(text, VALUE_CHARACTERS))
