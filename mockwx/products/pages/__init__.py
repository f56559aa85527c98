"""WeChat's pages, as templates of HTML: plainly marked as mockwx, and usable without JavaScript."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from html import escape
from importlib.resources import files
from string import Template
from typing import Any

from mockwx.core.wire import Document
from mockwx.products.document import html


def page(name: str, *, status: int = 200, ready: Mapping[str, str] | None = None, **texts: object) -> Document:
    """The page ``name.html`` in the frame; ``texts`` are escaped, ``ready`` is HTML already."""
    values = {key: escape(str(text)) for key, text in texts.items()} | dict(ready or {})
    body = _template(name).substitute(values)
    title = values.get("title", "微信")
    return html(_template("frame").substitute(title=title, body=body), status)


def refused(answer: Mapping[str, Any]) -> Document:
    """The page of an errcode."""
    return page("refused", title="抱歉，出错了", text=answer["errmsg"], errcode=answer["errcode"])


@cache
def _template(name: str) -> Template:
    return Template(files(__name__).joinpath(f"{name}.html").read_text(encoding="utf-8"))
