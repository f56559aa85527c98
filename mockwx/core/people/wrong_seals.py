"""Sealed data that no phone of WeChat's would make: what a backend must refuse, made on purpose.

Each part is wrong by itself and everything else right, so that what a backend accepts tells which question it forgot.
"""

from __future__ import annotations

import binascii
import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any, Literal

from msgspec import Struct, field

from mockwx.core.text.bilingual import both
from mockwx.core.text.did_you_mean import unknown
from mockwx.core.text.durations import parse_duration

KEYS = ("appid", "key", "timestamp", "flip", "add", "drop")
_MOST_KEYS = 50


class WrongSeal(Struct, frozen=True):
    appid: str | None = None
    """Of the watermark: another app's."""
    key: str | None = None
    """Sealed with this one: ``other``, a key that nobody has, or a session_key of 24 characters."""
    timestamp: int | None = None
    """Of the watermark, in seconds since 1970."""
    later: int = 0
    """Where ``timestamp`` is None: so many milliseconds later than now; less than 0: earlier."""
    flip: Literal["iv", "data"] | None = None
    """One bit: the lowest of the last byte."""
    add: Mapping[str, Any] = field(default_factory=dict)
    """Instead of what WeChat would seal in."""
    drop: tuple[str, ...] = ()

    def bend(self, plain: Mapping[str, Any], now: int) -> dict[str, Any]:
        """What is sealed in, with the watermark; ``now`` in milliseconds."""
        bent = dict(plain)
        watermark = dict(bent.get("watermark") or {})
        if self.appid is not None:
            watermark["appid"] = self.appid
        watermark["timestamp"] = (now + self.later) // 1000 if self.timestamp is None else self.timestamp
        bent["watermark"] = watermark
        return {name: value for name, value in {**bent, **self.add}.items() if name not in self.drop}


def flipped(base64: str) -> str:
    """The same bytes but for the lowest bit of the last one."""
    raw = bytearray(b64decode(base64))
    raw[-1] ^= 1
    return b64encode(bytes(raw)).decode("ascii")


def parse_wrong_seal(value: object) -> WrongSeal:
    """From ``{appid: …, key: other, timestamp: -1d, flip: iv, add: {…}, drop: […]}``.

    :raises ValueError: what is wrong, and what to write instead.
    """
    if not isinstance(value, Mapping) or not value:
        raise ValueError(
            both(
                f"seal takes a map of what is wrong: {', '.join(KEYS)}; such as {{flip: iv}}",
                f"seal 需要一个映射，写明哪里不对：{'、'.join(KEYS)}；例如 {{flip: iv}}",
            )
        )
    for name in value:
        if name not in KEYS:
            raise ValueError(unknown("wrong part of a seal", "密封错误", name, KEYS))
    timestamp, later = _timestamp(value.get("timestamp"))
    flip = value.get("flip")
    if flip not in (None, "iv", "data"):
        raise ValueError(both(f"flip: {flip!r} is not iv or data", f"flip: {flip!r} 不是 iv 或 data"))
    add, drop = value.get("add", {}), value.get("drop", ())
    if not isinstance(add, Mapping) or len(add) > _MOST_KEYS or not all(isinstance(name, str) for name in add):
        raise ValueError(
            both(f"add takes a map of at most {_MOST_KEYS} keys", f"add 需要一个不超过 {_MOST_KEYS} 项的映射")
        )
    if not isinstance(drop, list | tuple) or not all(isinstance(name, str) for name in drop):
        raise ValueError(both("drop takes a list of names: [watermark]", "drop 需要名称列表：[watermark]"))
    return WrongSeal(
        _text(value.get("appid"), "appid"), _key(value.get("key")), timestamp, later, flip, dict(add), tuple(drop)
    )


def _text(value: object, name: str) -> str | None:
    if value is not None and (not isinstance(value, str) or len(value) > 100):
        raise ValueError(both(f"{name}: {value!r} is not a short text", f"{name}：{value!r} 不是短文本"))
    return value


def _key(value: object) -> str | None:
    if value is None or value == "other":
        return value
    try:
        if isinstance(value, str) and len(b64decode(value, validate=True)) == 16:
            return value
    except (binascii.Error, ValueError):
        pass
    raise ValueError(
        both(
            f"key: {value!r} is not 'other' or a session_key, base64 of 16 bytes",
            f"key：{value!r} 不是 other，也不是 session_key（16 字节的 base64）",
        )
    )


def _timestamp(value: object) -> tuple[int | None, int]:
    """The instant itself, or how much later than now it is."""
    if value is None:
        return None, 0
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**11:
        return value, 0
    if isinstance(value, str) and (said := re.fullmatch(r"([+-])(.{1,40})", value)) is not None:
        return None, (-1 if said[1] == "-" else 1) * parse_duration(said[2])
    raise ValueError(
        both(
            f"timestamp: {value!r} is not how much later or earlier, such as -1d, or seconds since 1970",
            f"timestamp：{value!r} 应为早晚多少，例如 -1d，或 1970 年以来的秒数",
        )
    )
