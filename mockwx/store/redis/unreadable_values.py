"""Spoilt: what lies in Redis and is none of mockwx's values, as after a hand or another program was there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from mockwx.core.text.bilingual import both
from mockwx.store.port import StoreUnavailable


class StoreUnreadable(StoreUnavailable):
    """Its text says where it lies and what to do."""

    def __init__(self, where: str) -> None:
        super().__init__(
            both(
                f"what lies in Redis as {where} cannot be read; PUT /_mockwx/scenario or mockwx serve --fresh begins "
                "the world anew",
                f"Redis 中的 {where} 无法解析；用 PUT /_mockwx/scenario 或 mockwx serve --fresh 重新开始这个 world",
            )
        )


@contextmanager
def reading(where: str) -> Iterator[None]:
    """:raises StoreUnreadable: what is read is not what mockwx wrote."""
    try:
        yield
    except (ValueError, TypeError, AttributeError) as error:
        raise StoreUnreadable(where) from error
