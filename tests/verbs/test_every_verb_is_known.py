"""A verb that a module has is one that can be called."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

from mockwx import verbs
from mockwx.verbs import VERBS, Verb


def _verbs_of_modules() -> Iterator[Verb]:
    for module in pkgutil.iter_modules(verbs.__path__, "mockwx.verbs."):
        for value in vars(importlib.import_module(module.name)).values():
            for part in value if isinstance(value, tuple) else (value,):
                if isinstance(part, Verb):
                    yield part


def test_every_verb_of_a_module_is_among_the_verbs() -> None:
    unlisted = {verb.name for verb in _verbs_of_modules()} - VERBS.keys()
    assert unlisted == set(), "mockwx/verbs/__init__.py: add them to VERBS"


def test_a_verb_with_arguments_says_which_one_a_bare_text_means() -> None:
    wrong = {name: verb.short for name, verb in VERBS.items() if verb.args and verb.short not in _named(verb)}
    assert wrong == {}, "short=… of the Verb in mockwx/verbs: one of its arguments, as in `phone.login: alice`"


def _named(verb: Verb) -> set[str]:
    return {arg.name for arg in verb.args}
