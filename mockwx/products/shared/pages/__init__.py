"""WeChat's pages: a template of HTML here and a ``Page`` in ``PAGES`` below each, shown by an endpoint.

Plainly marked as mockwx; all but the QR code's work without JavaScript. To add one: a template, its ``Page``, an
endpoint that answers with it, and how it is opened in tests/products/test_page_templates.py. A page is declared with
the fields that its template must have, and filled with just these.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from html import escape
from string import Template
from typing import Any

from msgspec import Struct

from mockwx.core.errcodes import BY_CODE
from mockwx.core.wire import Document
from mockwx.products.shared.document import html


class Page(Struct, frozen=True):
    """The template ``name.html``, and what fills it. Every template may have the ``title``, too."""

    name: str
    texts: tuple[str, ...] = ()
    """Fields that are escaped."""
    ready: tuple[str, ...] = ()
    """Fields that are HTML already."""

    def fill(self, *, title: str, lang: str = "zh-CN", look: str = "", head: str = "", **fields: object) -> Document:
        """``look``: a class of the body, for the style sheet. ``head``: HTML for the head of the page.

        A field too many or too few is a TypeError that names page and field.
        """
        if wrong := fields.keys() ^ {*self.texts, *self.ready}:
            raise TypeError(f"the page {self.name} takes {', '.join(self.texts + self.ready)}: look at {sorted(wrong)}")
        values = {"title": escape(title)}
        values |= {name: escape(str(fields[name])) for name in self.texts}
        values |= {name: str(fields[name]) for name in self.ready}
        return html(
            template("frame.html").substitute(
                lang=lang,
                look=f"{self.name} {look}".strip(),
                title=values["title"],
                style=template("style.css").template,
                head=head,
                body=template(f"{self.name}.html").substitute(values),
                mark="mockwx · pretend WeChat, for tests only" if lang == "en" else "mockwx · 模拟微信，仅供测试",
            )
        )


CONSENT = Page("consent", texts=("app", "initial", "asks"), ready=("shown", "users", "buttons"))
DONE = Page("done", texts=("text", "mark"))
OUTSIDE = Page("outside")
PLATFORM = Page("platform", texts=("platform",), ready=("apps",))
QRCODE = Page(
    "qrcode",
    texts=(
        "app",
        "picture",
        "phone",
        "heading",
        "alt",
        "scan",
        "scanned",
        "confirm",
        "cancelled",
        "again",
        "without",
        "noscript",
    ),
    ready=("fordevtool", "script"),
)
REFUSED = Page("refused", texts=("text", "errcode", "advice"))
PAGES = (CONSENT, DONE, OUTSIDE, PLATFORM, QRCODE, REFUSED)


def refused(answer: Mapping[str, Any]) -> Document:
    """The page of an errcode, with what a developer can do about it."""
    row = BY_CODE.get(answer["errcode"])
    return REFUSED.fill(
        title="抱歉，出错了",
        text=answer["errmsg"],
        errcode=answer["errcode"],
        advice=row.advice_zh if row is not None else "",
    )


def script(name: str, page: str) -> str:
    """The JavaScript of that name, with the one field that each has: what it is to know of its page."""
    return template(name).substitute(page=page)


@cache
def template(name: str) -> Template:
    # Loaded on first use: many servers show no page.
    from importlib.resources import files

    return Template(files(__name__).joinpath(name).read_text(encoding="utf-8"))
