"""WeChat's pages, as templates of HTML: plainly marked as mockwx; all but the QR code's work without JavaScript."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from html import escape
from string import Template
from typing import Any

from mockwx.core.errcodes import BY_CODE
from mockwx.core.wire import Document
from mockwx.products.shared.document import html


def page(
    name: str,
    *,
    status: int = 200,
    lang: str = "zh-CN",
    look: str = "",
    words: Mapping[str, str] | None = None,
    ready: Mapping[str, str] | None = None,
    **texts: object,
) -> Document:
    """The page ``name.html`` in the frame; ``words`` and ``texts`` are escaped, ``ready`` is HTML already.

    ``look``: a class of the body, for the style sheet. ``ready`` may have something for the ``head``.
    """
    values = {key: escape(str(text)) for key, text in {**(words or {}), **texts}.items()} | dict(ready or {})
    return html(
        template("frame.html").substitute(
            lang=lang,
            look=f"{name} {look}".strip(),
            title=values.get("title", "微信"),
            style=template("style.css").template,
            head=(ready or {}).get("head", ""),
            body=template(f"{name}.html").substitute(values),
            mark="mockwx · pretend WeChat, for tests only" if lang == "en" else "mockwx · 模拟微信，仅供测试",
        ),
        status,
    )


def refused(answer: Mapping[str, Any]) -> Document:
    """The page of an errcode, with what a developer can do about it."""
    row = BY_CODE.get(answer["errcode"])
    return page(
        "refused",
        title="抱歉，出错了",
        text=answer["errmsg"],
        errcode=answer["errcode"],
        advice=row.advice_zh if row is not None else "",
    )


@cache
def template(name: str) -> Template:
    # Loaded on first use: many servers show no page.
    from importlib.resources import files

    return Template(files(__name__).joinpath(name).read_text(encoding="utf-8"))
