"""Error answers: what is told where a call cannot be answered."""

from __future__ import annotations

from asyncio import IncompleteReadError
from typing import TYPE_CHECKING

from aiohttp.web_exceptions import HTTPBadRequest
from aiohttp.web_protocol import RequestPayloadError

from mockwx.core.people.accounts import TooManyUsers, UnfitName
from mockwx.store.port import NoSuchWorld

if TYPE_CHECKING:
    from mockwx.server.reply import Reply

FAILURES = (NoSuchWorld, TooManyUsers, UnfitName, ConnectionError, IncompleteReadError, RequestPayloadError)


def failed(error: Exception) -> Reply:
    """:raises HTTPBadRequest: there is nobody to answer; aiohttp knows what to do."""
    if isinstance(error, NoSuchWorld):
        from mockwx.server.control_plane import no_such_world

        return no_such_world(str(error))
    if isinstance(error, TooManyUsers | UnfitName):
        from mockwx.server.control_plane import refused_user

        return refused_user(str(error), 409 if isinstance(error, TooManyUsers) else 422)
    # The client hung up, or sent a body that breaks its own framing.
    raise HTTPBadRequest(text="the request body is broken\n") from None
