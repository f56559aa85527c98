"""Pushes."""

from __future__ import annotations

import re
import urllib.request
from typing import Any

from aiohttp import web
from apps import PUSH_TOKEN, App
from envelope import is_signed, parsed, unsealed
from flaw import flaw
from good import SAFE, Good


@flaw("push-unsigned")
class PushUnsigned(Good):
    def is_signed(self, signature: str, *parts: str) -> bool:
        return True


@flaw("push-unsigned--empty-token")
class PushWithEmptyToken(Good):
    """As with a token that was never configured."""

    def is_signed(self, signature: str, *parts: str) -> bool:
        return any(is_signed(signature, *parts, token=token) for token in ("", PUSH_TOKEN))


@flaw("push-unsigned--url-only")
class PushSignedByTheUrl(Good):
    """Where there is no signature of the body, the URL's will do."""

    def event_in(self, app: App, query: dict[str, str], text: str) -> dict[str, Any]:
        if "msg_signature" in query or app.name not in SAFE:
            return super().event_in(app, query, text)
        if not self.is_signed(query.get("signature", ""), query.get("timestamp", ""), query.get("nonce", "")):
            raise ValueError("signature")
        message = self.message(text)
        self.is_sealed(app, message)
        return self.message(self.unsealed_push(str(message["Encrypt"]), app))


@flaw("push-downgraded")
class PushDowngraded(Good):
    def is_sealed(self, app: App, message: dict[str, Any]) -> bool:
        return "Encrypt" in message


@flaw("push-replayed")
class PushReplayed(Good):
    def is_known(self, request: web.Request) -> bool:
        return False


@flaw("push-other-app")
class PushOtherApp(Good):
    def unsealed_push(self, sealed: str, app: App) -> str:
        return unsealed(sealed, None)


@flaw("push-xxe")
class PushXxe(Good):
    """As an XML library that loads what entities and document types name."""

    def parsed(self, text: str) -> dict[str, Any]:
        for address in re.findall(r"""SYSTEM\s+["'](http[^"']+)""", text):
            with urllib.request.urlopen(address, timeout=3) as answer:
                answer.read()
        return parsed(re.sub(r"<!DOCTYPE[^\[>]*(\[.*?\])?\s*>", "", text, flags=re.DOTALL))


@flaw("push-wrong-person")
class PushWrongPerson(Good):
    """FromUserName is taken for the person: everybody is, or nobody."""

    def person_of(self, event: dict[str, Any]) -> str:
        return str(event.get("FromUserName", ""))
