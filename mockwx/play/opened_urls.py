"""The URLs that a step opens at the backend, such as the callback that WeChat's page led to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from mockwx.core.text.bilingual import both
from mockwx.scenario.backend_actions import Action
from mockwx.scenario.web_actions import CALLBACK


class OpensNothing(Exception):
    """There is no URL to open; the text says what came in its place."""


def path_and_query(url: str) -> str:
    """What of a URL is sent to the server; empty where it is none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme not in ("", "http", "https"):
        return ""
    path = parts.path or ("/" if parts.netloc else "")
    return f"{path}?{parts.query}" if parts.query else path


def brought(name: str, action: Action, args: Mapping[str, Any]) -> Mapping[str, Any]:
    """The arguments, and where a page's script sends on what the callback's ``url`` brings, code and state of that."""
    url = args.get("url")
    is_sent_on = name.startswith(CALLBACK) and not action.requests[0].opens_url
    if not is_sent_on or not isinstance(url, str):
        return args
    query = parse_qs(urlsplit(url).query, keep_blank_values=True)
    return {**{key: query.get(key, (None,))[0] for key in ("code", "state")}, **args}


def url_to_open(name: str, action: Action, args: Mapping[str, Any]) -> str | None:
    """What the action opens of a step's own arguments; None: its path is said by the backend file.

    :raises OpensNothing: it opens what it is given as ``url``, and that is nothing.
    """
    first = action.requests[0]
    if not first.opens_url or (first.path.startswith("/") and "url" not in args):
        return None
    url = args.get("url")
    if not isinstance(url, str) or not path_and_query(url).startswith("/"):
        raise OpensNothing(
            both(
                f"{name} opens the url that it is given, such as $back.url; here it is {str(url)[:200]!r}",
                f"{name} 打开所给的 url，例如 $back.url；这里是 {str(url)[:200]!r}",
            )
        )
    return url
