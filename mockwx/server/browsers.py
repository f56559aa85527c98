"""Browsers: which requests are a person's who wants to look, and not a program's that asks WeChat."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aiohttp import web

ROOT = "/"
FAVICON = "/favicon.ico"
"""Browsers ask it of their own accord, beside every page."""
DOORS = (ROOT, FAVICON)
"""Paths at which WeChat has nothing and a browser finds the console."""
CONSOLE = "console/"
DOORS_OF_CONTROL = ("", "console")
"""Below the control plane, what stands before the console."""


def is_browser(request: web.BaseRequest, path: str = ROOT) -> bool:
    """Whether a browser asks for a page; of the favicon, for a picture."""
    if request.method not in ("GET", "HEAD"):
        return False
    wanted = request.headers.get("Accept", "")
    if path == FAVICON:
        return wanted.startswith("image/") or request.headers.get("Sec-Fetch-Dest") == "image"
    return "text/html" in wanted
