"""The picture of a QR code on WeCom's older login page, which any phone's camera can read."""

from __future__ import annotations

from mockwx.core.errcodes import Evidence
from mockwx.core.web.hosts import WECOM_OPEN_HOST
from mockwx.core.web.pictures import jpeg
from mockwx.core.wire import Document
from mockwx.products.shared.call import Call
from mockwx.products.shared.dialect import PAGE
from mockwx.products.shared.document import nothing, picture
from mockwx.products.shared.endpoint import Param, endpoint
from mockwx.products.wecom.checks import OfCorpQrCode, corp_qrcode_of

_WIDTH = 400


@endpoint(
    "GET",
    host=WECOM_OPEN_HOST,
    path="/wwopen/sso/qrImg",
    dialect=PAGE,
    title="企业微信：登录二维码",
    docs="https://developer.work.weixin.qq.com/document/path/91019",
    evidence=Evidence.OBSERVED,
    params=(Param("key", "of the page", "页面中的 key"),),
    answer=(),
    checks=(OfCorpQrCode("key"),),
    assumed=("a JPEG of 400 pixels", "a key that nobody knows has no picture: 404"),
)
def wecom_qrimg(call: Call) -> Document:
    qrcode = corp_qrcode_of(call, "key")
    if qrcode is None:
        return nothing()
    origin = call.request.origin or f"https://{WECOM_OPEN_HOST}"
    text = f"{origin}{call.request.root}/wwopen/sso/confirm2?k={qrcode.uuid}&notretry=yes"
    return picture(jpeg(text, _WIDTH), "image/jpeg")
