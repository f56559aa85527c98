"""The page that shows a QR code, for websites and mobile apps."""

from __future__ import annotations

from mockwx.core.web.address import base_of
from mockwx.core.web.hosts import HOSTS, LONG_HOST, OPEN_HOST
from mockwx.core.web.qrcodes import QrCode
from mockwx.core.wire import Document
from mockwx.products.shared.call import Call
from mockwx.products.shared.document import xml
from mockwx.products.shared.endpoint import Param
from mockwx.products.shared.pages.qrcode import Look, qrcode_page

DOCS = "https://developers.weixin.qq.com/doc/oplatform/Website_App/WeChat_Login/Wechat_Login.html"

LIFE = "a QR code lives for five minutes; scanning does not make it live longer"

UUID_ONLY = Param("f", "xml: only the uuid", "xml：只返回 uuid", required=False, choices=("xml",))


def qrcode_page_of(call: Call, scope: str, leads_to: str) -> Document:
    app, request = call.known_app, call.request
    qrcode = call.world.qrcodes.make(app.appid, scope, leads_to, call.text("state"), call.now)
    if call.text("f") == "xml":
        return xml(f"<?xml version='1.0' encoding='utf-8'?><xml><uuid>{qrcode.uuid}</uuid></xml>")
    style = call.text("style")
    look = Look(
        english=call.text("lang") == "en",
        embedded=call.text("login_type") == "jssdk",
        self_redirect=call.text("self_redirect"),
        white=style == "white",
        href=call.text("href"),
    )
    return qrcode_page(app.name, qrcode, request.root, _poll_at(call, qrcode), look)


def _poll_at(call: Call, qrcode: QrCode) -> str:
    """Where others may poll too; the page itself asks the host that it came from."""
    origin, root = call.request.origin, call.request.root
    by_name = HOSTS.get(origin.partition("://")[2].partition(":")[0].lower()) is not None
    base = base_of(origin, root, LONG_HOST if by_name else OPEN_HOST)
    return f"{base}/connect/l/qrconnect?uuid={qrcode.uuid}"
