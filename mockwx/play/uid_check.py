"""Whether uid names a person: seen in two logins in a row, before any scenario compares it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mockwx.core.text.bilingual import Text
from mockwx.core.text.output_escaping import printable
from mockwx.play.backend import Backend
from mockwx.play.clients import UserClients
from mockwx.play.flaws import Flaw, FlawKind
from mockwx.play.results import Difference
from mockwx.play.run_state import RunState, UidCheck
from mockwx.play.step_runner import CannotBePlayed, StepRunner
from mockwx.play.wechat_side import WechatSide
from mockwx.scenario.steps import Expectation, Step

UID = "uid"
ADVICE = Text(
    "either the backend makes an account at every login, or its file saves something else as uid; uid is not compared "
    "in the other scenarios",
    "要么后端每次登录都新建账号，要么后端文件把别的值存成了 uid；其余场景不再比较 uid",
)
PERSON = "twice"
"""Logs in two times; no scenario knows of this person."""
_OF_THE_WORLD = ("mockwx", "apps", "any_app", "seed")
_LOGIN = (Step("phone.login", {"user": PERSON}, "code"), Step("backend.login", {"code": "$code"}, "login"))


def compares_uid(steps: Sequence[Step]) -> bool:
    return any(name == UID for step in steps for name, _ in step.expect.same)


async def check_uid(backend: Backend, wechat: WechatSide, run: RunState, world: Mapping[str, Any]) -> UidCheck:
    """In a world with the same apps and nothing wrong with WeChat. Empty where the logins are not well."""
    if not any(UID in request.save for request in backend.actions["login"].requests):
        return UidCheck()
    plain_world = {key: value for key, value in world.items() if key in _OF_THE_WORLD}
    uids = []
    async with UserClients(backend, run) as clients:
        runner = StepRunner(backend, wechat, clients)
        try:
            await runner.play(plain_world, (*_LOGIN, *_LOGIN), Expectation())
        except CannotBePlayed:
            return UidCheck()
        for step in runner.logins:
            if step.outcome != "ok" or UID not in step.saved:
                return UidCheck()
            uids.append(str(step.saved[UID]))
    return UidCheck(*uids)


def told_once(check: UidCheck) -> tuple[Difference, ...]:
    """What is wrong with it, for the first play that would have compared it."""
    if check.told or not check.changes:
        return ()
    check.told = True
    return (
        Difference(
            Text("the same uid in two logins of one person", "同一个人两次登录的 uid 相同"),
            Text.alike(printable(", ".join(check.uids))),
            Flaw(FlawKind.UID),
            (ADVICE,),
        ),
    )
