"""Variables: ``$name`` in a step or an action stands for a value that was given, kept or saved before."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from mockwx.core.text.bilingual import both
from mockwx.core.text.did_you_mean import unknown
from mockwx.scenario.language.play_values import VARIABLE


class UnknownVariable(LookupError):
    """Its text says which names have a value."""


class Scope:
    """Names and their values; the first mapping that has a name wins."""

    def __init__(self, *scopes: Mapping[str, Any]) -> None:
        self._known = scopes

    def look(self, name: str) -> Any:
        """The value of ``code`` or ``phone.encryptedData``."""
        first, *keys = name.split(".")
        for scope in self._known:
            if first in scope:
                return _below(scope[first], name, keys)
        names = dict.fromkeys(name for scope in self._known for name in scope)
        raise UnknownVariable(unknown("value kept as", "变量", first, names))

    def fill(self, value: Any) -> Any:
        """The value with its variables filled in; a text that is one variable becomes its raw value."""
        if isinstance(value, dict):
            return {key: self.fill(inner) for key, inner in value.items()}
        if isinstance(value, list | tuple):
            return [self.fill(item) for item in value]
        return self._text(value) if isinstance(value, str) else value

    def _text(self, text: str) -> Any:
        whole = VARIABLE.fullmatch(text)
        if whole is not None and not whole["dollar"]:
            return self.look(whole["braced"] or whole["bare"])
        return VARIABLE.sub(
            lambda match: "$" if match["dollar"] else plain(self.look(match["braced"] or match["bare"])), text
        )


def plain(value: Any) -> str:
    """As it stands within a text, a header or a query: texts as they are, all else as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _below(value: Any, name: str, keys: list[str]) -> Any:
    for key in keys:
        if isinstance(value, Mapping) and key in value:
            value = value[key]
        elif isinstance(value, list) and key.isdecimal() and int(key) < len(value):
            value = value[int(key)]
        else:
            some = ", ".join(map(str, value)) if isinstance(value, Mapping) else ""
            en, zh = (f"; known: {some}", f"；可用：{some}") if some else ("", "")
            raise UnknownVariable(both(f"${name}: there is no {key!r} in it{en}", f"${name} 里没有 {key!r}{zh}"))
    return value
