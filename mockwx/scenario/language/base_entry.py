"""What all the models of a scenario file have in common: unknown keys and sloppy types are refused."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler

from mockwx.core.text.bilingual import both


class BaseEntry(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)

    @classmethod
    def elsewhere(cls, name: str) -> str | None:
        """The sentence for a key that is not known here but would be known nearby; None: it is known nowhere."""
        return None

    @classmethod
    def spelt_out(cls, value: object) -> str | None:
        """How what was written in place of the map is written as one; None: nobody knows."""
        return None


def key(en: str, zh: str, *, default: Any = None, examples: tuple[Any, ...] = (), **limits: Any) -> Any:
    """A key that may be left away, with the text that an editor shows for it."""
    return Field(default=default, description=both(en, zh), examples=list(examples) or None, **limits)


def required(en: str, zh: str, *, examples: tuple[Any, ...], **limits: Any) -> Any:
    """A key that must be there; the first example is shown to who forgot it."""
    return Field(description=both(en, zh), examples=list(examples), **limits)


def one_or_many(value: object) -> object:
    return [value] if isinstance(value, dict) else value


class OneOrMany:
    """Tells the JSON Schema that a single one may stand for the list."""

    def __get_pydantic_json_schema__(self, core: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        many = handler(core)
        return {"anyOf": [many["items"], many]}
