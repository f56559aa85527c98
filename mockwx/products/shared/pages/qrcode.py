"""The page that shows a QR code and waits for a phone."""

from __future__ import annotations

import json
from html import escape
from urllib.parse import quote

from msgspec import Struct

from mockwx.core.web.qrcodes import QrCode
from mockwx.core.wire import Document
from mockwx.products.shared.document import literal
from mockwx.products.shared.pages import QRCODE, script

_CHINESE = {
    "title": "微信登录",
    "heading": "微信登录",
    "alt": "登录二维码",
    "scan": "请使用微信扫描二维码登录",
    "scanned": "扫描成功",
    "confirm": "请在微信中点击确认即可登录",
    "cancelled": "您已取消此次登录",
    "again": "您可再次扫描登录，或关闭窗口",
    "without": "不用手机：在浏览器里扮演扫码的人",
    "noscript": "二维码登录需要 JavaScript。",
}
_ENGLISH = {
    "title": "WeChat Login",
    "heading": "WeChat Login",
    "alt": "QR code to log in with",
    "scan": "Scan QR Code with WeChat",
    "scanned": "Scan successful",
    "confirm": "Confirm login in WeChat",
    "cancelled": "You have cancelled this login",
    "again": "You may scan again, or close the window",
    "without": "No phone? Play the one who scans, in this browser",
    "noscript": "Logging in by QR code needs JavaScript.",
}


class Look(Struct, frozen=True):
    """How the website wants the page to look and to behave."""

    english: bool = False
    embedded: bool = False
    """Made by wxLogin.js, for an iframe of 300 by 400."""
    self_redirect: str = ""
    white: bool = False
    href: str = ""
    """A style sheet of the website's own."""


def qrcode_page(app: str, qrcode: QrCode, root: str, poll_at: str, look: Look) -> Document:
    """``root``: what links to other paths begin with. ``poll_at``: told to developers, as WeChat does."""
    fields = {
        "redirect_uri": qrcode.redirect_uri,
        "state": quote(qrcode.state, safe=""),
        "self_redirect": look.self_redirect,
        "poll": f"{root}/connect/l/qrconnect?uuid={qrcode.uuid}",
    }
    colour = "white" if look.white else "black"
    return QRCODE.fill(
        lang="en" if look.english else "zh-CN",
        look=f"embedded {colour}" if look.embedded else "",
        app=app,
        picture=f"{root}/connect/qrcode/{qrcode.uuid}",
        phone=f"{root}/connect/confirm?uuid={qrcode.uuid}",
        head=_style_sheet(look.href),
        fordevtool=json.dumps(poll_at).replace("<", "\\u003c"),
        script=script("qrcode.js", _object(fields)),
        **(_ENGLISH if look.english else _CHINESE),
    )


def _object(fields: dict[str, str]) -> str:
    return "{ " + ", ".join(f"{name}: {literal(text, inside_html=True)}" for name, text in fields.items()) + " }"


def _style_sheet(href: str) -> str:
    if not href.startswith(("https://", "http://", "data:text/css")):
        return ""
    return f'<link rel="stylesheet" href="{escape(href)}">'
