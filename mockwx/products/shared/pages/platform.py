"""The page on which an administrator picks the app for which a platform, or a suite, may act."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from mockwx.core.people.accounts import App
from mockwx.core.web.wechat_client import APP
from mockwx.core.wire import Document
from mockwx.products.shared.pages import PLATFORM


def platform_page(title: str, platform: str, apps: Iterable[App]) -> Document:
    """The first of ``apps`` is picked already."""
    radios = [_radio(app, checked=nth == 0) for nth, app in enumerate(apps)]
    return PLATFORM.fill(title=title, platform=platform, apps="\n".join(radios))


def _radio(app: App, *, checked: bool) -> str:
    radio = f'<input type="radio" name="{APP}" value="{escape(app.name)}" required{" checked" if checked else ""}>'
    return f"<li><label>{radio} {escape(app.name)} <small>{escape(app.appid)}</small></label></li>"
