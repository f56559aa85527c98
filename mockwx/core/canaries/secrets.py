"""What is secret in a world, and the ways in which a secret is spelt without being encoded as part of a text."""

from __future__ import annotations

import binascii
import json
import re
from base64 import b64decode
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from msgspec import Struct

from mockwx.core.journal.masks import SECRET_NAMES
from mockwx.core.world import World

SHORTEST = 8
"""Characters. What is shorter stands in many a text by chance."""
_SHORTEST_ANSWERED = 13
_SMALL = 1024
"""Bytes. Answers with a key, token or ticket are no longer."""
_FOR_THE_PAGE = ("qrcode_create",)
"""Its ticket is the address of a picture, which everybody may see."""
_TICKET = re.compile(r"<ComponentVerifyTicket><!\[CDATA\[([^\]]+)")
_URL_SAFE = str.maketrans("+/", "-_")
_AS_BLANK = str.maketrans("+", " ")


class Secret(Struct, frozen=True):
    """One secret, and whose it is."""

    what: str
    """``secret`` (of the app), ``aes_key``, or the name under which WeChat handed it out, such as ``session_key``."""
    app: str | None
    user: str | None
    value: str


class Spelling(Struct, frozen=True):
    """A text that gives the secret away; ``name`` None: it is the secret itself."""

    text: str
    name: str | None = None


def secrets_of(world: World) -> tuple[Secret, ...]:
    """App secrets and EncodingAESKeys, and every key, token and ticket that the journal saw handed out."""
    secrets: dict[Secret, None] = {}
    public: set[str] = set()
    for app in world.accounts.apps():
        public |= {app.appid, app.name}
        secrets[Secret("secret", app.name, None, app.secret or "")] = None
        if app.callback is not None:
            secrets[Secret("aes_key", app.name, None, app.callback.aes_key or "")] = None
    for push in world.pushes.all():
        for ticket in _TICKET.findall(push.message):
            secrets[Secret("component_verify_ticket", push.app, None, ticket)] = None
    for exchange in world.journal:
        if exchange.api in _FOR_THE_PAGE:
            continue
        for name, value in _handed_out(exchange.response.body):
            secrets[Secret(name, exchange.app, exchange.user, value)] = None
    return tuple(secret for secret in secrets if len(secret.value) >= SHORTEST and secret.value not in public)


@lru_cache(maxsize=4096)
def spellings(secret: Secret) -> tuple[Spelling, ...]:
    """The plain one first. Of base64 the padding is left away: it is lost easily and says nothing."""
    return tuple(_spellings(secret))


def _spellings(secret: Secret) -> Iterator[Spelling]:
    plain = secret.value.rstrip("=")
    yield Spelling(plain)
    if "+" in plain or "/" in plain:
        yield Spelling(plain.translate(_URL_SAFE), "base64url")
    if "+" in plain:
        yield Spelling(plain.translate(_AS_BLANK), "blank")
    if secret.value.endswith("=="):
        try:
            digits = b64decode(secret.value, validate=True).hex()
        except binascii.Error:
            return
        yield Spelling(digits, "hex")
        yield Spelling(digits.upper(), "hex")


def _handed_out(body: bytes) -> Iterable[tuple[str, str]]:
    if b"_key" not in body and b"_token" not in body and b"ticket" not in body:
        return ()
    return _again(body) if len(body) <= _SMALL else _secrets_in(body)


@lru_cache(maxsize=4096)
def _again(body: bytes) -> tuple[tuple[str, str], ...]:
    """An audit looks through the same journal after each of its answers."""
    return tuple(_secrets_in(body))


def _secrets_in(body: bytes) -> Iterator[tuple[str, str]]:
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
                if name.lower() in SECRET_NAMES and isinstance(secret, str) and len(secret) >= _SHORTEST_ANSWERED
            )
        elif isinstance(value, list):
            stack.extend(value)
