"""Values as JSON and back, each by its type, for what leaves the process: Redis and snapshots."""

from __future__ import annotations

from functools import cache, partial
from typing import Annotated, Any, Generic, TypeVar

from pydantic import ConfigDict, PlainSerializer, PlainValidator, TypeAdapter

from mockwx.core.journal import Exchange
from mockwx.core.rules import Rule
from mockwx.scenario.rules import parse_rule, rule_as_mapping

V = TypeVar("V")

# A fault is one of many shapes, of which some could be taken for another; a rule's own spelling tells them apart.
_RULES: Any = tuple[Annotated[Rule, PlainValidator(parse_rule), PlainSerializer(rule_as_mapping)], ...]
_SPELLED_AS: dict[Any, Any] = {tuple[Rule, ...]: _RULES}
_CONFIG = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")


class Codec(Generic[V]):
    """``load(dump(value)) == value`` for every value of the type."""

    def __init__(self, kind: Any, *, terse: bool = False) -> None:
        """``terse``: what is as usual is left out."""
        # Wrapped in a list of one: only there a dataclass takes the config of another.
        listed: Any = tuple.__class_getitem__(_SPELLED_AS.get(kind, kind))
        adapter: TypeAdapter[tuple[V]] = TypeAdapter(listed, config=_CONFIG)
        dump = adapter.serializer.to_json
        self._dump = partial(dump, exclude_defaults=True) if terse else dump
        self._load = adapter.validator.validate_json

    def dump(self, value: V) -> bytes:
        return self._dump((value,))[1:-1]

    def load(self, raw: bytes) -> V:
        """:raises ValueError: it is no value of this type."""
        return self._load(b"[" + raw + b"]")[0]  # type: ignore[no-any-return]


@cache
def codec(kind: Any) -> Codec[Any]:
    """Making one takes a while."""
    return Codec(kind)


@cache
def exchanges() -> Codec[Exchange]:
    return Codec(Exchange, terse=True)
