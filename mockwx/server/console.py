"""The console over HTTP: its few files, and the way to them. What it shows and does, it asks of the control plane."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from aiohttp import hdrs

from mockwx.core.web.address import CONTROL
from mockwx.server.answer_bytes import Headers
from mockwx.server.browsers import FAVICON
from mockwx.server.reply import Reply

if TYPE_CHECKING:
    from mockwx.core.web.address import Address

HOME = f"{CONTROL}console/"
_FILES = {
    "": ("index.html", "text/html; charset=utf-8"),
    "console.js": ("console.js", "text/javascript; charset=utf-8"),
    "editor.js": ("editor.js", "text/javascript; charset=utf-8"),
    "console.css": ("console.css", "text/css; charset=utf-8"),
    "icon.svg": ("icon.svg", "image/svg+xml"),
}
# Nothing from elsewhere, nothing inline, and no other page around it: what stands in a journal may be hostile.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS: Headers = (
    ("Content-Security-Policy", _POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    (hdrs.CACHE_CONTROL, "no-cache"),
)


def answer(address: Address) -> Reply:
    """A file of the console; from any other door the way to it."""
    if address.path == FAVICON:
        return _file("icon.svg")
    if not address.path.startswith(HOME):
        return Reply(b"", "", 302, headers=((hdrs.LOCATION, f"{address.root}{HOME}"), (hdrs.CACHE_CONTROL, "no-store")))
    return _file(address.path[len(HOME) :])


def _file(name: str) -> Reply:
    if name not in _FILES:
        return Reply(b"there is no such file of the console\n", "text/plain; charset=utf-8", 404)
    file, content_type = _FILES[name]
    return Reply(_read(file), content_type, headers=_HEADERS)


@cache
def _read(name: str) -> bytes:
    return resources.files("mockwx").joinpath("console", name).read_bytes()
