"""Control calls about worlds and their scenarios: make, load, reset, drop."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mockwx.control.accounts import app_as_json
from mockwx.control.answer import Answer, ControlError
from mockwx.control.shape import mapping, text
from mockwx.core.ids import draw
from mockwx.core.text.bilingual import both
from mockwx.scenario.scenario import Scenario

if TYPE_CHECKING:
    from mockwx.control.answer import Asked
    from mockwx.core.world import World

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


def described(asked: Asked, name: str) -> dict[str, Any]:
    """A world as those who point a backend at it need it."""

    def look(world: World) -> dict[str, Any]:
        return {
            "name": name,
            "base_url": asked.base_url + (f"/~{name}" if name else ""),
            "apps": {app.name: app_as_json(app) for app in world.accounts.apps()},
            "users": [user.name for user in world.accounts.users()[:1000]],
        }

    return asked.worlds.run(name, look, wall=asked.wall)


def list_worlds(asked: Asked) -> Any:
    return {"worlds": asked.worlds.names()}


def make_world(asked: Asked) -> Any:
    """From a scenario: a ready one's name, a file's text, or the object that the text would be."""
    given = mapping(asked.body, "name", "scenario")
    name = given.get("name")
    if name is None:
        taken = set(asked.worlds.names())
        name = next(each for nth in range(1, 100_000) if (each := f"w{nth}") not in taken)
    elif not _NAME.fullmatch(text(name, "name")):
        raise ControlError(
            both(
                "a world's name has up to 64 letters, digits, dots, dashes and underscores",
                "world 名最多 64 个字符，只能用字母、数字、点、横线和下划线",
            ),
            "name",
        )
    elif name in asked.worlds.names():
        raise ControlError(
            both(
                f"there is a world {name!r} already; PUT /~{name}/_mockwx/scenario begins it anew",
                f"world {name!r} 已存在；用 PUT /~{name}/_mockwx/scenario 重新开始",
            ),
            "name",
            409,
        )
    scenario = Scenario() if given.get("scenario") is None else read(given["scenario"], "scenario")
    # Worlds that are made at the same moment must not share codes.
    series = f"{asked.wall}/{draw(name, size=4).hex()}" if scenario.start is None else f"{name}"
    asked.worlds.put(name, scenario, wall=asked.wall, series=series)
    return described(asked, name)


def drop_world(asked: Asked) -> Any:
    asked.worlds.drop(asked.parts[0])
    return {"dropped": asked.parts[0]}


def get_scenario(asked: Asked) -> Any:
    """The scenario as PUT takes it: as JSON, or with ``?format=yaml`` as the text that it was written in."""
    scenario = asked.worlds.scenario(asked.world)
    if asked.query.get("format") == "yaml":
        text = scenario.source or f"mockwx: 1\nname: {scenario.name}\n"
        return Answer(text.encode(), content_type="application/yaml; charset=utf-8")
    return {"mockwx": 1} | dict(scenario.document) | {"name": scenario.name}


def put_scenario(asked: Asked) -> Any:
    """With ``?outlived=true`` for a backend that lives on: its access tokens still work, time does not go back."""
    given = asked.body if asked.body is not None else asked.text
    outlived = asked.query.get("outlived") == "true"
    asked.worlds.put(asked.world, read(given, "scenario"), wall=asked.wall, outlived=outlived)
    return described(asked, asked.world)


def reset(asked: Asked) -> Any:
    asked.worlds.reset(asked.world, wall=asked.wall)
    return described(asked, asked.world)


def read(given: Any, where: str) -> Scenario:
    """A scenario from the name of a ready one, from YAML or JSON text, or from an object."""
    # Loaded on first use: a server without scenario files starts without pydantic and PyYAML.
    from mockwx.scenario import library, loader

    try:
        if isinstance(given, str):
            if given.strip() in library.builtin_names():
                return loader.load(library.find(given.strip())).scenario
            return loader.parse(given, where=where).scenario
        return loader.from_mapping(given, where=where).scenario
    except loader.ScenarioError as error:
        problems = [
            {"line": each.line, "column": each.column, "path": each.path, "what": each.what} for each in error.problems
        ]
        first = error.problems[0]
        raise ControlError(
            "\n".join(map(str, error.problems)), first.path or where, 422, {"problems": problems}
        ) from None
