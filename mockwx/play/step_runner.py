"""Runs the steps of one scenario in one world, for the users in front of one backend."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mockwx.client import JournalEntry, MockWxError
from mockwx.core.journal.shown import shown_json, shown_value
from mockwx.core.text.bilingual import both
from mockwx.play.answers import BackendAnswer, outcome_of
from mockwx.play.backend import Backend
from mockwx.play.clients import UserClient, UserClients, save
from mockwx.play.expectations import Comparison, JudgedAnswer, differences, of_phone
from mockwx.play.results import Difference, ShownAnswer, StepResult
from mockwx.play.variables import Scope, UnknownVariable, plain
from mockwx.play.wechat import WechatSide
from mockwx.scenario.plays import Action, Expectation, Step

SHOWN = 300
MAKES_CODES = ("phone.login", "phone.pluginLogin", "phone.getPhoneNumber")


class ActionMissing(LookupError):
    """The backend turned out not to have an action; the scenario is not for it."""


class StepRunner:
    def __init__(self, backend: Backend, wechat: WechatSide, clients: UserClients) -> None:
        self._backend = backend
        self._wechat = wechat
        self._clients = clients
        self._kept: dict[str, Any] = {}
        self._user = ""
        self.results: list[StepResult] = []
        self.differences: list[Difference] = []
        self.calls: tuple[JournalEntry, ...] = ()

    @property
    def failed(self) -> bool:
        return bool(self.differences) or any(each.differences for each in self.results)

    async def play(self, world: Mapping[str, Any], steps: Sequence[Step], expect: Expectation) -> None:
        """:raises ActionMissing: the backend cannot do one of the steps."""
        try:
            self._wechat.begin(world)
        except MockWxError as error:
            self.differences.append(Difference(both("a fresh world", "全新的 world"), str(error)))
            return
        try:
            for number, step in enumerate(steps, 1):
                # What comes after a step that failed would fail for its sake.
                if self.failed:
                    self.results.append(StepResult(number, step.verb, _flow(step), played=False))
                else:
                    await self._step(number, step)
        finally:
            self.calls = self._wechat.calls()
        self.differences += self._unasked(steps, expect)
        if not self.failed:
            self.differences += self._whole(expect)

    async def _step(self, number: int, step: Step) -> None:
        answers: tuple[ShownAnswer, ...] = ()
        notes: tuple[str, ...] = ()
        try:
            if step.action is not None:
                answers, wrong, notes = await self._ask_backend(step.action, step)
            else:
                answers, wrong = self._do(step)
        except (UnknownVariable, MockWxError) as error:
            wrong = [Difference(both("a step that can be done", "可执行的步骤"), str(error))]
        self.results.append(StepResult(number, step.verb, _flow(step), self._user, answers, tuple(wrong), notes))

    def _do(self, step: Step) -> tuple[tuple[ShownAnswer, ...], list[Difference]]:
        args = Scope(self._kept).fill(step.args)
        answer = self._wechat.do(step.verb, args)
        if step.verb.startswith("phone."):
            self._user = str(args.get("user") or "")
        if step.keep is not None:
            # A login code is what scenarios pass on most.
            code = answer.get("code", answer.get("codes"))
            self._kept[step.keep] = code if step.verb == "phone.login" else answer
        text = shown_json(answer)
        shown = text if len(text) <= SHOWN else text[:SHOWN] + "…"
        return (ShownAnswer("", shown),), list(of_phone(step.expect, answer, Scope(self._kept)))

    async def _ask_backend(
        self, name: str, step: Step
    ) -> tuple[tuple[ShownAnswer, ...], list[Difference], tuple[str, ...]]:
        # Another user's saved values are no variables here: one does not know the other's session.
        user = str(Scope(self._kept).fill(step.args.get("user")) or self._user)
        client = self._clients.of(user)
        args = Scope(self._kept, client.saved).fill(step.args)
        action = self._backend.actions[name]
        request = self._clients.request(name, action, Scope(args, client.saved))
        found = await self._clients.ask(client, request, step.parallel)
        self._user = user
        self._why_missing(name, client, found)
        # Mostly there is none; so all answers are looked through at once first.
        leaky = bool(self._wechat.leaks("\n".join(each.text for each in found)))
        judged = [
            JudgedAnswer(
                each,
                outcome_of(each, self._backend.outcomes),
                tuple(self._wechat.leaks(each.text)) if leaky else (),
            )
            for each in found
        ]
        comparison = Comparison(Scope(self._kept, client.saved), dict(action.save), client.last.get(name))
        wrong = list(differences(step.expect, judged, comparison))
        notes = tuple(
            both(f"not checked: this backend's {name} saves no {each}", f"未检查：此后端的 {name} 没有保存 {each}")
            for each, _ in step.expect.same
            if isinstance(each, str) and each not in action.save
        )
        self._remember(name, action, client, judged, step.keep)
        return tuple(each.as_result() for each in judged), wrong, notes

    def _why_missing(self, name: str, client: UserClient, answers: Sequence[BackendAnswer]) -> None:
        if name not in self._backend.guessed or name == "login" or name in client.last:
            return
        if all(each.status in (404, 405) for each in answers):
            action = self._backend.actions[name]
            request = f"{action.method} {action.path}"
            raise ActionMissing(
                both(
                    f"the backend has no {request} (HTTP {answers[0].status}); "
                    f"a backend file can say how it does {name}",
                    f"后端没有 {request}（HTTP {answers[0].status}）；可用后端文件说明它如何完成 {name}",
                )
            )

    def _remember(
        self, name: str, action: Action, client: UserClient, answers: Sequence[JudgedAnswer], keep: str | None
    ) -> None:
        best = next((each for each in answers if each.outcome == "ok"), answers[0])
        saved = save(client, action, best.answer)
        if best.outcome == "ok":
            client.last[name] = best.answer
        if keep is None:
            return
        # as: session is the session that the action saves; any other name is the whole answer.
        whole = best.answer.json if isinstance(best.answer.json, dict) else {}
        self._kept[keep] = saved.get(keep, {**whole, **saved})

    def _unasked(self, steps: Sequence[Step], expect: Expectation) -> Iterator[Difference]:
        """A scenario in which a code was made and nobody spent it proves nothing about WeChat."""
        played = [step for step, result in zip(steps, self.results, strict=True) if result.played]
        asked = any(step.action is not None for step in played)
        if self.calls or not asked or not any(step.verb in MAKES_CODES for step in played):
            return
        if any(each.count is not None and 0 in each.count for each in expect.calls):
            return
        yield Difference(
            both("a call to WeChat", "至少一次对微信的调用"),
            both(
                f"nothing called mockwx: the backend must use {self._wechat.url} in place of "
                "https://api.weixin.qq.com, and ask WeChat for every login",
                f"没有任何请求到达 mockwx：后端必须用 {self._wechat.url} 代替 https://api.weixin.qq.com，"
                "且每次登录都要询问微信",
            ),
        )

    def _whole(self, expect: Expectation) -> Iterator[Difference]:
        for call in expect.calls:
            text = self._wechat.difference(call.as_mapping())
            if text is not None:
                first, *more = text.splitlines()
                wanted, _, came = first.partition("; ")
                yield Difference(wanted.removeprefix("expected "), came, tuple(more))
        if expect.unused_rules == "fail":
            for name, seen in self._wechat.unused_rules():
                why = [line for call in self.calls for line in call.trace if line.startswith(f"{name}: ")]
                told = f"it never fired; it looked at {seen} call{'' if seen == 1 else 's'}"
                yield Difference(f"rule {name} to be used", told, tuple(dict.fromkeys(why)))


def _flow(step: Step) -> str:
    """Its arguments as a scenario writes them on one line."""
    shown = shown_value(dict(step.args) | ({"as": step.keep} if step.keep is not None else {}))
    text = "{" + ", ".join(f"{name}: {plain(value)}" for name, value in shown.items()) + "}" if shown else ""
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"
