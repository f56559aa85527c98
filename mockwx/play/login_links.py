"""The link to WeChat's page of a web login, wherever an answer holds it."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mockwx.play.answers import BackendAnswer

PAGES = (
    "/connect/oauth2/authorize",
    "/connect/qrconnect",
    "/wwlogin/sso/login",
    "/wwopen/sso/qrConnect",
    "/wwopen/sso/3rd_qrConnect",
    "/cgi-bin/componentloginpage",
)
"""The paths of the pages on which somebody says yes to a login."""
_LINK = re.compile(rf"""https?://[^\s"'<>\\?#]{{1,200}}(?:{"|".join(map(re.escape, PAGES))})\?[^\s"'<>\\]*""")


def login_link(answer: BackendAnswer) -> str | None:
    """The redirect to it, else the first one in the body, without the escapes of HTML and JSON."""
    for name, value in answer.headers:
        if name.lower() == "location" and (link := _LINK.match(value)) is not None:
            return link[0]
    body = answer.body.decode("utf-8", "replace").replace("\\/", "/").replace("\\u0026", "&")
    link = _LINK.search(body)
    return None if link is None else unescape(link[0])
