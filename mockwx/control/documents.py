"""Control calls that answer with a document made from the tables, which are loaded when first asked for."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, Any

from mockwx.control.answer import Answer, ControlError
from mockwx.core.text.bilingual import both
from mockwx.verbs.form import picture_number

if TYPE_CHECKING:
    from mockwx.control.answer import Asked


def ca(asked: Asked) -> Answer:
    return Answer(asked.ca(), content_type="application/x-pem-file")


def openapi(asked: Asked) -> Any:
    from mockwx import reference

    return reference.openapi()


def schema(asked: Asked) -> Any:
    from mockwx.scenario.language.schema import schema as scenario_schema

    return scenario_schema()


def fidelity(asked: Asked) -> Any:
    from mockwx import reference

    return reference.fidelity()


def picture(asked: Asked) -> Any:
    number = picture_number(asked.parts[0])
    if number is None:
        raise ControlError(both("that is no picture of chooseAvatar", "这不是 chooseAvatar 给出的图片"), "path", 404)
    found = resources.files("mockwx.verbs").joinpath("pictures", f"{number}.jpg").read_bytes()
    return Answer(found, content_type="image/jpeg")
