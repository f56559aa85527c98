"""The words that a world understands: apis and their errcodes, verbs, ready scenarios; for whoever offers a choice."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mockwx.control.answer import JsonObject
    from mockwx.control.call import ControlCall
    from mockwx.core.errcodes import Errcode
    from mockwx.verbs.verb import Verb


def vocabulary(_: ControlCall) -> JsonObject:
    """``apis`` with their errcodes, ``errcodes`` in words and with advice, ``verbs`` with arguments, ``scenarios``."""
    return _vocabulary()


@cache
def _vocabulary() -> JsonObject:
    # Loaded on first use: most servers are never asked.
    from mockwx import reference
    from mockwx.core.errcodes import ALL
    from mockwx.scenario import ready_scenarios
    from mockwx.scenario.compiled import load
    from mockwx.verbs import VERBS

    stories = {name: load(ready_scenarios.ready(name)) for name in ready_scenarios.builtin_names()}
    return {
        "apis": reference.coverage(),
        "errcodes": [_errcode(errcode) for errcode in ALL],
        "verbs": [_verb(verb) for verb in VERBS.values()],
        "scenarios": [
            {"name": name, "en": story.about.title(story.name).en, "zh": story.about.title(story.name).zh}
            for name, story in stories.items()
        ],
    }


def _errcode(errcode: Errcode) -> JsonObject:
    return {
        "errcode": errcode.code,
        "name": errcode.name,
        "en": errcode.en,
        "zh": errcode.zh,
        "advice_en": errcode.advice_en,
        "advice_zh": errcode.advice_zh,
    }


def _verb(verb: Verb) -> JsonObject:
    args = [
        {"name": arg.name, "type": arg.type, "en": arg.en, "required": arg.required, "choices": list(arg.choices)}
        for arg in verb.args
    ]
    return {"name": verb.name, "en": verb.en, "args": args}
