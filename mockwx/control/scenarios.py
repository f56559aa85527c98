"""Control calls about worlds and their scenarios: make, load, reset, drop."""

from __future__ import annotations

import re
from itertools import count
from threading import Lock
from typing import TYPE_CHECKING

from mockwx.control.accounts import app_as_json
from mockwx.control.answer import ControlAnswer, ControlError, JsonObject
from mockwx.control.shape import mapping, text
from mockwx.core.ids import draw
from mockwx.core.text.bilingual import both
from mockwx.scenario import compiled, ready_scenarios
from mockwx.scenario.scenario import Scenario

if TYPE_CHECKING:
    from mockwx.control.call import ControlCall
    from mockwx.core.world import World

WORLD_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_NAMING = Lock()


def described(call: ControlCall, name: str) -> JsonObject:
    """A world as those who point a backend at it need it."""

    def look(world: World) -> JsonObject:
        return {
            "name": name,
            "base_url": call.base_url + (f"/~{name}" if name else ""),
            "apps": {app.name: app_as_json(world, app) for app in world.accounts.apps()},
            "users": [user.name for user in world.accounts.users()[:1000]],
        }

    return call.worlds.run(name, look, wall=call.wall)


def list_worlds(call: ControlCall) -> JsonObject:
    return {"worlds": call.worlds.names()}


def make_world(call: ControlCall) -> JsonObject:
    """From a scenario: a ready one's name, a file's text, or the object that the text would be."""
    wanted = mapping(call.body, "name", "scenario")
    scenario = Scenario() if wanted.get("scenario") is None else read(wanted["scenario"], "scenario")
    # Two that ask at the same moment must not get the same one.
    with _NAMING:
        name = _name(call, wanted.get("name"))
        # Worlds that are made at the same moment must not share codes.
        series = f"{call.wall}/{draw(name, size=4).hex()}" if scenario.start is None else f"{name}"
        call.worlds.put(name, scenario, wall=call.wall, series=series)
    return described(call, name)


def _name(call: ControlCall, wanted: object) -> str:
    """The name that is wanted, or a free one."""
    if wanted is None:
        taken = set(call.worlds.names())
        return next(free for number in count(1) if (free := f"w{number}") not in taken)
    name = text(wanted, "name")
    if not WORLD_NAME.fullmatch(name):
        raise ControlError(
            both(
                "a world's name has up to 64 letters, digits, dots, dashes and underscores",
                "world 名最多 64 个字符，只能用字母、数字、点、横线和下划线",
            ),
            "name",
        )
    if name in call.worlds.names():
        raise ControlError(
            both(
                f"there is a world {name!r} already; PUT /~{name}/_mockwx/scenario begins it anew",
                f"world {name!r} 已存在；用 PUT /~{name}/_mockwx/scenario 重新开始",
            ),
            "name",
            409,
        )
    return name


def drop_world(call: ControlCall) -> JsonObject:
    call.worlds.drop(call.parts[0])
    return {"dropped": call.parts[0]}


def get_scenario(call: ControlCall) -> JsonObject | ControlAnswer:
    """The scenario as PUT takes it: as JSON, or with ``?format=yaml`` as the text that it was written in."""
    scenario = call.worlds.scenario(call.world)
    if call.query.get("format") == "yaml":
        source = scenario.source or f"mockwx: 1\nname: {scenario.name}\n"
        return ControlAnswer(source.encode(), content_type="application/yaml; charset=utf-8")
    return {"mockwx": 1} | dict(scenario.document) | {"name": scenario.name}


def put_scenario(call: ControlCall) -> JsonObject:
    """With ``?outlived=true`` for a backend that lives on: its access tokens still work, time does not go back.

    With ``?outlived=tokens`` the clock shows what the scenario says all the same, and tokens begin their life anew.
    ``?series=TEXT`` tells the world's codes and keys apart from those of its like. ``?check=true`` only reads it.
    """
    written = call.body if call.body is not None else call.text
    if call.query.get("check") == "true":
        return {"name": read(written, "scenario").name, "valid": True}
    outlived = call.query.get("outlived")
    call.worlds.put(
        call.world,
        read(written, "scenario"),
        wall=call.wall,
        series=call.query.get("series"),
        outlived=outlived in ("true", "tokens"),
        keep_clock=outlived != "tokens",
    )
    return described(call, call.world)


def reset(call: ControlCall) -> JsonObject:
    call.worlds.reset(call.world, wall=call.wall)
    return described(call, call.world)


def read(written: object, where: str) -> Scenario:
    """A scenario from the name of a ready one, from YAML or JSON text, from an object, or one that was read already."""
    if isinstance(written, Scenario):
        return written
    if isinstance(written, str) and written.strip() in ready_scenarios.builtin_names():
        return compiled.load(ready_scenarios.ready(written.strip()))
    # Loaded on first use: a server without scenario files starts without pydantic and PyYAML.
    from mockwx.scenario import loader

    try:
        if not isinstance(written, str):
            return loader.from_mapping(written, where=where).scenario
        return loader.parse(written, where=where).scenario
    except loader.ScenarioError as error:
        problems = [
            {"line": problem.line, "column": problem.column, "path": problem.path, "what": problem.what}
            for problem in error.problems
        ]
        first = error.problems[0]
        raise ControlError(
            "\n".join(map(str, error.problems)), first.path or where, 422, {"problems": problems}
        ) from None
