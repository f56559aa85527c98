"""wxLogin.js: the script with which a website embeds the QR code in a page of its own."""

from __future__ import annotations

from mockwx.core.errcodes import Evidence
from mockwx.core.web.address import base_of
from mockwx.core.web.hosts import OPEN_HOST, RES_HOST
from mockwx.core.wire import Document
from mockwx.products.shared.call import Call
from mockwx.products.shared.dialect import PAGE
from mockwx.products.shared.document import javascript, literal
from mockwx.products.shared.endpoint import endpoint
from mockwx.products.shared.pages import script


@endpoint(
    "GET",
    host=RES_HOST,
    path="/connect/zh_CN/htmledition/js/wxLogin.js",
    dialect=PAGE,
    title="内嵌二维码的 JS",
    docs="https://developers.weixin.qq.com/doc/oplatform/Website_App/WeChat_Login/Wechat_Login.html",
    evidence=Evidence.OBSERVED,
    params=(),
    answer=(),
    checks=(),
    assumed=("it is labelled text/javascript",),
)
def wxlogin_js(call: Call) -> Document:
    request = call.request
    page = f"{base_of(request.origin, request.root, OPEN_HOST)}/connect/qrconnect"
    return javascript(script("wxLogin.js", literal(page)))
