"""Runs the steps of one scenario in one world, for the users in front of one backend."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import to_builtins
from msgspec.structs import replace

from mockwx.client import JournalEntry, MockWxError
from mockwx.core.journal.shown import shown_json, shown_value
from mockwx.core.text.bilingual import Text, both
from mockwx.core.text.output_escaping import cut
from mockwx.play.actions import ActionAnswer, ActionCall, carry_out
from mockwx.play.answers import BackendAnswer
from mockwx.play.backend import Backend
from mockwx.play.changed_request import with_extra
from mockwx.play.circumstances import circumstance, refusal, was_asked_again
from mockwx.play.clients import KnownAnswer, UserClient, UserClients
from mockwx.play.end_of_play import never_asked, unmet_calls, unused_rules
from mockwx.play.expectations import Comparison, JudgedAnswer, differences, of_phone
from mockwx.play.flaws import Flaw, FlawKind
from mockwx.play.opened_urls import OpensNothing, brought, url_to_open
from mockwx.play.results import Difference, ShownAnswer, StepResult
from mockwx.play.run_state import UidCheck
from mockwx.play.variables import Scope, UnknownVariable, plain
from mockwx.play.wechat_side import WechatSide
from mockwx.scenario.backend_actions import Action
from mockwx.scenario.language.play_values import variables
from mockwx.scenario.steps import Expectation, Extra, Step

STEP_CHARACTERS = 300
STRANGER = "stranger"
"""Whose phone it is where a scenario names nobody, such as one that sends codes that no phone made."""
NOTED = frozenset(
    {
        FlawKind.LEAK,
        FlawKind.SHOWS,
        FlawKind.PAGE,
        FlawKind.PARSE_ERROR,
        FlawKind.IMPOSTOR,
        FlawKind.ACCOUNTS,
        FlawKind.VALUE,
    }
)
"""Flaws after which all goes on as if there were none."""
_HOW_TO_SAVE_UID = Text(
    "; add save: {uid: $.user.id} to it, or save: {uid: {from: me, at: $.id}} where only me tells who it is",
    "；请为它加上 save: {uid: $.user.id}；若只有 me 才说明是谁，写 save: {uid: {from: me, at: $.id}}",
)


class CannotBePlayed(Exception):
    """The scenario is not for this backend, or nothing can be said of it now; the text says why."""


class StepRunner:
    def __init__(self, backend: Backend, wechat: WechatSide, clients: UserClients, uid: UidCheck | None = None) -> None:
        self._uid = uid
        self._backend = backend
        self._wechat = wechat
        self._clients = clients
        self._kept: dict[str, Any] = {}
        self._user = ""
        self._shown_user = ""
        """With the browser, where the step names one."""
        self._logged_in: set[str] = set()
        self._got_code = False
        """A phone was given a code that a backend should spend."""
        self.logins: list[ActionAnswer] = []
        """Every answer to a login, in order."""
        self._stopped = False
        """What comes next would fail for the sake of what has failed."""
        self._astray = False
        """Something came that the calls to WeChat depend on."""
        self.results: list[StepResult] = []
        self.differences: list[Difference] = []
        self.calls: tuple[JournalEntry, ...] = ()

    @property
    def failed(self) -> bool:
        return bool(self.differences) or any(result.differences for result in self.results)

    async def play(self, world: Mapping[str, Any], steps: Sequence[Step], expect: Expectation) -> None:
        """:raises CannotBePlayed: the backend cannot do one of the steps, or has had enough of us."""
        try:
            self._wechat.begin(world)
        except MockWxError as error:
            fresh = Text("a fresh world", "全新的 world")
            self.differences.append(Difference(fresh, Text.of(str(error)), Flaw(FlawKind.STEP)))
            return
        try:
            for number, step in enumerate(steps, 1):
                if self._stopped:
                    self.results.append(StepResult(number, step.verb, _flow(step), played=False))
                else:
                    await self._step(number, step)
        finally:
            self.calls = self._wechat.calls()
        if self._got_code:
            self.differences += never_asked(steps, self.results, expect, self.calls, self._wechat.url)
        if not self._astray:
            self.differences += unmet_calls(expect, self.calls, self._wechat)
            self.differences += unused_rules(expect, self.calls, self._wechat)

    async def _step(self, number: int, step: Step) -> None:
        answers: tuple[ShownAnswer, ...] = ()
        notes: tuple[Text, ...] = ()
        wrong: Sequence[Difference]
        try:
            if step.action is not None:
                answers, wrong, notes = await self._ask_backend(step.action, step)
            else:
                answers, wrong = self._do(step)
        except (UnknownVariable, MockWxError, OpensNothing) as error:
            self._stopped = True
            if self._astray:  # what it lacks is what an earlier step should have given
                self.results.append(StepResult(number, step.verb, _flow(step), played=False))
                return
            possible = Text("a step that can be done", "可执行的步骤")
            wrong = [Difference(possible, Text.of(str(error)), Flaw(FlawKind.STEP))]
        self._note(step, wrong)
        self.results.append(StepResult(number, step.verb, _flow(step), self._shown_user, answers, tuple(wrong), notes))

    def _note(self, step: Step, wrong: Sequence[Difference]) -> None:
        """Whether the play can go on, and whether its calls still say anything."""
        if any(difference.flaw.kind not in NOTED for difference in wrong):
            self._astray = True
            # Who is not let in cannot do what comes next; after a wrong refusal the next login is as good as any.
            needed = step.expect.outcome == ("ok",) or not (step.expect.outcome or step.expect.outcomes)
            self._stopped = self._stopped or needed or step.action is None

    def _do(self, step: Step) -> tuple[tuple[ShownAnswer, ...], list[Difference]]:
        args = Scope(self._kept).fill(step.args)
        answer = self._wechat.do(step.verb, args)
        if step.verb.startswith("phone."):
            self._user = self._shown_user = str(args.get("user") or "")
        if step.verb == "phone.login":
            self._logged_in.add(self._user)
        code = answer.get("code", answer.get("codes"))
        self._got_code = self._got_code or bool(code)
        if step.keep is not None:
            # A login code is what scenarios pass on most.
            self._kept[step.keep] = code if step.verb == "phone.login" else answer
        text = shown_json(answer)
        shown = cut(text, STEP_CHARACTERS)
        return (ShownAnswer("", Text.alike(shown)),), list(of_phone(step.expect, answer, Scope(self._kept)))

    async def _ask_backend(
        self, name: str, step: Step
    ) -> tuple[tuple[ShownAnswer, ...], list[Difference], tuple[Text, ...]]:
        calls = self._calls_of(name, step)
        asked_before = len(self._wechat.calls())
        try:
            answers = await carry_out(self._backend_for(name, step, calls[0].client), self._clients, calls)
        except UnknownVariable as error:
            raise CannotBePlayed(
                both(f"this backend's {name} needs what nobody gave: {error}", f"此后端的 {name} 缺少需要的值：{error}")
            ) from None
        if name == "login":
            self.logins += answers
        asked = self._wechat.calls()[asked_before:]
        self._user, self._shown_user = calls[0].client.user, calls[0].client.shown
        self._why_missing(name, calls[0].client, [answer.answer for answer in answers])
        self._limited(name, answers, len(asked))
        # Mostly there is none; so all answers are looked through at once first.
        leaky = bool(self._wechat.leaks("\n".join(answer.text for answer in answers)))
        judged = [
            JudgedAnswer(
                answer.answer, answer.outcome, tuple(self._wechat.leaks(answer.text)) if leaky else (), answer.saved
            )
            for answer in answers
        ]
        action = self._backend.actions[name]
        client = calls[0].client
        names = action.saves - {"uid"} if self._uid is not None and self._uid.changes else action.saves
        comparison = Comparison(
            name,
            Scope(self._kept, client.saved),
            names,
            client.last.get(name),
            circumstance(asked, name),
            asked_wechat=bool(asked),
            asked_again=was_asked_again(asked),
            refusal=refusal(asked),
        )
        wrong: list[Difference] = []
        try:
            wrong.extend(differences(step.expect, judged, comparison))
        except UnknownVariable as error:
            if not wrong:  # what has come to light already is judged all the same
                why = Text.of(str(error))
                raise CannotBePlayed(
                    both(f"what {name} is compared with is missing: {why.en}", f"{name} 缺少用来比较的值：{why.zh}")
                ) from None
        notes = tuple(self._unchecked(name, step, action, answers))
        self._remember(name, list(zip(calls, answers, strict=True)), step.keep)
        return tuple(judged_answer.as_result() for judged_answer in judged), wrong, notes

    def _calls_of(self, name: str, step: Step) -> list[ActionCall]:
        """Who asks, with which arguments; the phone has done then what the action needs before."""
        prepared: dict[str, Mapping[str, Any]] = {}
        calls = []
        for own in step.branches or ({},) * step.parallel:
            written = {**step.args, **own}
            # Another user's saved values are no variables here: one does not know the other's session.
            user = str(Scope(self._kept).fill(written.get("user")) or self._user)
            client = self._clients.of(user, str(Scope(self._kept).fill(written.pop("browser", ""))))
            try:
                args = Scope(self._kept, client.saved).fill(written)
            except UnknownVariable as error:
                raise CannotBePlayed(
                    both(f"{name} needs what nobody gave: {error}", f"{name} 缺少需要的值：{error}")
                ) from None
            args = {**brought(name, self._backend.actions[name], args)}
            url = url_to_open(name, self._backend.actions[name], args)
            if user not in prepared or step.branches:  # equal requests are the same tap, others are another page's
                prepared[user] = self._before(name, user, args)
            calls.append(ActionCall(name, client, {**self._beside(written), **prepared[user], **args}, url))
        return calls

    def _backend_for(self, name: str, step: Step, client: UserClient) -> Backend:
        """As its file says, or with what the step's client makes up.

        :raises UnknownVariable: that needs what nobody gave.
        """
        if step.extra is None:
            return self._backend
        filled = Scope(self._kept, client.saved).fill(to_builtins(step.extra))
        action = with_extra(self._backend.actions[name], Extra(**filled))
        return replace(self._backend, actions={**self._backend.actions, name: action})

    def _before(self, name: str, user: str, args: Mapping[str, Any]) -> Mapping[str, Any]:
        kept: dict[str, Any] = {}
        user = user or STRANGER
        for step in self._backend.actions[name].before:
            try:
                if user not in self._logged_in:  # without a session the phone seals nothing
                    self._logged_in.add(user)
                    self._wechat.do("phone.login", {"user": user})
                answer = self._wechat.do(step.verb, {"user": user, **Scope(kept, args, self._kept).fill(step.args)})
            except (UnknownVariable, MockWxError) as error:
                raise CannotBePlayed(
                    both(
                        f"before {name} this backend needs {step.verb}, which cannot be done here: {error}",
                        f"此后端的 {name} 之前需要 {step.verb}，这里无法完成：{error}",
                    )
                ) from None
            if step.keep is not None:
                kept[step.keep] = answer.get("code", answer.get("codes")) if step.verb == "phone.login" else answer
        return kept

    def _beside(self, args: Mapping[str, Any]) -> dict[str, Any]:
        """The whole of what the arguments are parts of: whoever opens encryptedData may want its signature too."""
        beside: dict[str, Any] = {}
        for _, variable in variables(dict(args)):
            name, *keys = variable.split(".")
            whole = self._kept.get(name)
            if keys and isinstance(whole, dict):
                beside = {**whole, **beside}
        return beside

    def _limited(self, name: str, answers: Sequence[ActionAnswer], asked: int) -> None:
        """Whether a 429 is the backend's own: WeChat was asked for no more than the other answers."""
        limited = sum(answer.answer.status == 429 for answer in answers)
        if limited and asked <= len(answers) - limited:
            raise CannotBePlayed(
                both(
                    f"the backend's own limit answered {name} with HTTP 429, without a call to WeChat; its file can "
                    "say pace: 500ms, or address: X-Forwarded-For",
                    f"{name} 被后端自己的限流以 HTTP 429 拒绝，并未询问微信；可在后端文件中写 pace: 500ms 或 "
                    "address: X-Forwarded-For",
                )
            )

    def _unchecked(self, name: str, step: Step, action: Action, answers: Sequence[ActionAnswer]) -> Iterator[Text]:
        for wanted, _ in (*step.expect.same, *step.expect.differs):
            if not isinstance(wanted, str):
                continue
            if wanted not in action.saves:
                how = _HOW_TO_SAVE_UID if (name, wanted) == ("login", "uid") else Text.alike("")
                yield Text(
                    f"not checked: this backend's {name} saves no {wanted}{how.en}",
                    f"未检查：此后端的 {name} 没有保存 {wanted}{how.zh}",
                )
            elif wanted == "uid" and self._uid is not None and self._uid.changes:
                yield Text(
                    "not checked: uid changes from login to login",
                    "未检查：uid 每次登录都会变",
                )
            elif any(answer.outcome == "ok" for answer in answers) and not any(
                wanted in answer.saved for answer in answers
            ):
                yield Text(
                    f"not checked: the answer holds no {wanted} where the backend's file looks for it",
                    f"未检查：后端文件所指的位置没有 {wanted}",
                )

    def _why_missing(self, name: str, client: UserClient, answers: Sequence[BackendAnswer]) -> None:
        if name not in self._backend.guessed or name == "login" or name in client.last:
            return
        if all(answer.status in (404, 405) for answer in answers):
            request = self._backend.actions[name].requests[0]
            raise CannotBePlayed(
                both(
                    f"the backend has no {request} (HTTP {answers[0].status}); "
                    f"a backend file can say how it does {name}",
                    f"后端没有 {request}（HTTP {answers[0].status}）；可用后端文件说明它如何完成 {name}",
                )
            )

    def _remember(self, name: str, answers: Sequence[tuple[ActionCall, ActionAnswer]], keep: str | None) -> None:
        best: dict[tuple[str, str], tuple[UserClient, ActionAnswer]] = {}
        for call, answer in answers:
            former = best.get(call.client.key)
            if former is None or (answer.outcome == "ok" != former[1].outcome):
                best[call.client.key] = (call.client, answer)
        for client, answer in best.values():
            client.saved.update(answer.saved)
            if answer.http is not None:
                client.adopt(answer.http)
            if answer.outcome == "ok":
                client.last[name] = KnownAnswer(answer.answer, answer.saved)
        if keep is None:
            return
        _, first = next(
            (call_and_answer for call_and_answer in best.values() if call_and_answer[1].outcome == "ok"),
            next(iter(best.values())),
        )
        # as: session is the session that the action saves; any other name is the whole answer.
        whole = first.answer.json if isinstance(first.answer.json, dict) else {}
        self._kept[keep] = first.saved.get(keep, {**whole, **first.saved})


def _flow(step: Step) -> str:
    """Its arguments as a scenario writes them on one line."""
    written = dict(step.args) | ({"as": step.keep} if step.keep is not None else {})
    shown = shown_value(written | ({"parallel": list(step.branches)} if step.branches else {}))
    text = "{" + ", ".join(f"{name}: {plain(value)}" for name, value in shown.items()) + "}" if shown else ""
    return cut(text, STEP_CHARACTERS)
