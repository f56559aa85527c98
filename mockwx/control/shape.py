"""The shape of what a control call brings: objects with known keys, words of known kinds."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from mockwx.control.answer import ControlError
from mockwx.core.journal.journal import CANARY, FRONT_END
from mockwx.core.text.bilingual import both
from mockwx.core.text.did_you_mean import did_you_mean, nearest, unknown

_WHOLE = re.compile(r"-?[0-9]{1,18}")


def read_json(raw: str) -> object:
    try:
        value = json.loads(raw)
        if "\\u" in raw:
            # Half a character, such as \ud800 alone: JSON can spell it, and nothing else can.
            json.dumps(value, ensure_ascii=False).encode()
        return value
    except (ValueError, RecursionError) as error:
        detail = str(error) if isinstance(error, ValueError) else "nested too deeply"
        raise ControlError(both(f"the body is not JSON: {detail}", f"请求体不是 JSON：{detail}"), "body", 400) from None


def mapping(body: object, *known: str) -> dict[str, Any]:
    """The body as an object ({} where there is none); with ``known`` given, it has no other keys."""
    if body is None:
        return {}
    if not isinstance(body, Mapping):
        raise ControlError(
            both(
                'the body is not a JSON object; write {"name": value}',
                '请求体不是 JSON 对象；请写 {"名称": 值}',
            ),
            "body",
            400,
        )
    for name in body:
        if known and name not in known:
            guess = nearest(name, known)
            en, zh = f"; known: {', '.join(known)}", f"，可用：{', '.join(known)}"
            if guess is not None:
                en, zh = did_you_mean(repr(guess))
            raise ControlError(both(f"there is no key {name!r} here{en}", f"这里没有 {name!r}{zh}"), str(name))
    return dict(body)


def api(name: object, where: str) -> str:
    """The api that a name, a path or its last part stands for."""
    # Loaded on first use: a phone's login names no api.
    from mockwx.products import endpoint_lookup

    if name in (CANARY, FRONT_END):
        return str(name)
    endpoint = endpoint_lookup.named(name) if isinstance(name, str) else None
    if endpoint is None:
        raise ControlError(unknown("api", "接口", name, endpoint_lookup.BY_API), where)
    return endpoint.api


def is_whole(text: str) -> bool:
    """Whether a text of a query is a whole number."""
    return _WHOLE.fullmatch(text) is not None


def whole(value: object, where: str, *, least: int = 0) -> int:
    """A whole number, also where it comes as text in a query."""
    if isinstance(value, str) and is_whole(value):
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise ControlError(
            both(f"{value!r} is not a whole number from {least}", f"{value!r} 不是不小于 {least} 的整数"),
            where,
        )
    return value


def text(value: object, where: str) -> str:
    if not isinstance(value, str) or not value:
        raise ControlError(both(f"{value!r} is not a text", f"{value!r} 不是文本"), where)
    return value
