"""Control calls that answer with a document made from the tables, which are loaded when first asked for."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

from mockwx.control.answer import ControlAnswer, ControlError
from mockwx.core.text.bilingual import both
from mockwx.verbs.avatar_nickname import picture_number

if TYPE_CHECKING:
    from mockwx.control.answer import JsonObject
    from mockwx.control.call import ControlCall


def ca(call: ControlCall) -> ControlAnswer:
    return ControlAnswer(call.ca(), content_type="application/x-pem-file")


def openapi(_: ControlCall) -> JsonObject:
    from mockwx import reference

    return reference.openapi()


def schema(_: ControlCall) -> JsonObject:
    from mockwx.scenario.language.schema import schema as scenario_schema

    return scenario_schema()


def fidelity(_: ControlCall) -> JsonObject:
    from mockwx import reference

    return reference.fidelity()


def picture(call: ControlCall) -> ControlAnswer:
    number = picture_number(call.parts[0])
    if number is None:
        raise ControlError(both("that is no picture of chooseAvatar", "这不是 chooseAvatar 给出的图片"), "path", 404)
    jpeg = resources.files("mockwx.verbs").joinpath("pictures", f"{number}.jpg").read_bytes()
    return ControlAnswer(jpeg, content_type="image/jpeg")
