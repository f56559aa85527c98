"""The player: what there is to play in a file, and how each play ends."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from mockwx.core.text.bilingual import Text, both
from mockwx.play.backend import BackendSettings
from mockwx.play.clients import UserClients
from mockwx.play.new_people import with_new_people
from mockwx.play.results import PlayResult
from mockwx.play.sealed_data import for_backend
from mockwx.play.step_runner import CannotBePlayed, StepRunner
from mockwx.play.uid_check import check_uid, compares_uid, told_once
from mockwx.play.wechat_side import WechatSide
from mockwx.scenario import loader
from mockwx.scenario.scenario import Scenario
from mockwx.scenario.scenario_parsing import parse_scenario


class Script(Struct, frozen=True):
    """One scenario, ready to be played in one world."""

    file: str
    scenario: Scenario
    world: Mapping[str, Any]
    """The scenario as a mapping, with what it builds on."""
    rule: str | None = None
    """With ``each: rule``, the only rule of this world."""

    @property
    def title(self) -> str:
        return self.scenario.name if self.rule is None else f"{self.scenario.name} [{self.rule}]"

    def with_new_people(self, play: str) -> Script:
        world = with_new_people(self.world, play)
        renewed = parse_scenario(world).scenario
        steps = self.scenario.steps if renewed is None else renewed.steps
        return replace(self, world=world, scenario=replace(self.scenario, steps=steps))


def scripts(path: Path) -> list[Script]:
    """What is to be played of a file: the whole, or each rule by itself.

    :raises ScenarioError: every problem of the file.
    """
    scenario = loader.load(path).scenario
    world = scenario.as_mapping()
    if scenario.each != "rule" or not scenario.rules:
        return [Script(str(path), scenario, world)]
    return [
        Script(str(path), scenario, {**world, "rules": [{**written, "name": rule.name}]}, rule.name)
        for rule, written in zip(scenario.rules, world["rules"], strict=True)
    ]


async def play(settings: BackendSettings, wechat: WechatSide, script: Script) -> PlayResult:
    """:raises LookupError: nobody says where the backend is."""
    backend = settings.for_scenario(script.scenario)
    script = script.with_new_people(settings.run.new_play())
    steps = for_backend(script.scenario.steps, backend.actions)
    missing = [backend.why_missing(step.action) for step in steps if step.action is not None]
    reason = next((why for why in missing if why is not None), None)
    if not steps:
        reason = both("it has no steps", "没有步骤")
    if reason is not None:
        return PlayResult(
            script.file,
            script.scenario.name,
            script.rule,
            "skipped",
            reason=Text.of(reason),
            about=script.scenario.about,
            backend=backend.url,
            wechat=wechat.url,
            via=settings.run.via,
        )
    clock = asyncio.get_running_loop().time
    began = clock()
    run = settings.run
    if run.uid is None and compares_uid(steps) and "login" in backend.actions:
        run.uid = await check_uid(backend, wechat, run, settings.into(script.world))
    async with UserClients(backend, run) as clients:
        runner = StepRunner(backend, wechat, clients, run.uid)
        try:
            await runner.play(settings.into(script.world), steps, script.scenario.expect)
        except CannotBePlayed as stop:
            reason = str(stop)
    if run.uid is not None and reason is None and compares_uid(steps):
        runner.differences += told_once(run.uid)
    return PlayResult(
        file=script.file,
        name=script.scenario.name,
        rule=script.rule,
        verdict="failed" if runner.failed else "skipped" if reason is not None else "passed",
        seconds=clock() - began,
        steps=tuple(runner.results),
        differences=tuple(runner.differences),
        calls=runner.calls,
        reason=None if reason is None else Text.of(reason),
        about=script.scenario.about,
        backend=backend.url,
        wechat=wechat.url,
        via=settings.run.via,
    )
