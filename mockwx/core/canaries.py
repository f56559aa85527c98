"""Canaries: the secrets of a world, each unlike any other, so that finding one elsewhere proves a leak."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from mockwx.core.journal.masks import SECRET_NAMES
from mockwx.core.world import World


def leaks(world: World, text: str) -> list[dict[str, Any]]:
    """The secrets that stand in ``text``: app secrets, and every key and token that the journal saw handed out."""
    leaked: dict[tuple[str, str | None, str | None], None] = {}
    plain = text.replace("\\/", "/")
    for app in world.accounts.apps():
        if app.secret and app.secret in plain:
            leaked[("secret", app.name, None)] = None
    for exchange in world.journal:
        for name, value in _secrets(exchange.response.body):
            if value in plain:
                leaked[(name, exchange.app, exchange.user)] = None
    return [{"what": what, "app": app, "user": user} for what, app, user in leaked]


def _secrets(body: bytes) -> Iterator[tuple[str, str]]:
    if b"_key" not in body and b"_token" not in body:
        return
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return
    stack: list[Any] = [answer]
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            stack.extend(value.values())
            yield from (
                (name, secret)
                for name, secret in value.items()
                if name.lower() in SECRET_NAMES and isinstance(secret, str) and len(secret) > 12
            )
        elif isinstance(value, list):
            stack.extend(value)
