"""Values as JSON and back, each by its type, for what leaves the process: Redis and snapshots."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from msgspec.json import Decoder, Encoder

from mockwx.core.journal.journal import Exchange

V = TypeVar("V")


def _as_dict(value: object) -> dict[Any, Any]:
    if isinstance(value, MappingProxyType):
        return dict(value)
    raise TypeError(f"{value!r} is too much for JSON")


_spell = Encoder(enc_hook=_as_dict).encode


class Codec(Generic[V]):
    """``load(dump(value)) == value`` for every value of the type."""

    def __init__(self, kind: Any) -> None:
        self._read = Decoder[V](kind).decode

    def dump(self, value: V) -> bytes:
        return _spell(value)

    def load(self, raw: bytes) -> V:
        """:raises ValueError: it is no value of this type."""
        return self._read(raw)  # type: ignore[no-any-return]


@cache
def codec(kind: Any) -> Codec[Any]:
    """Making one takes a while."""
    return Codec(kind)


def exchanges() -> Codec[Exchange]:
    return codec(Exchange)
