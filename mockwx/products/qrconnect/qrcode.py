"""The picture of a QR code, which any phone's camera can read."""

from __future__ import annotations

from io import BytesIO

from mockwx.core.errcodes import Evidence
from mockwx.core.web.hosts import OPEN_HOST
from mockwx.core.wire import Document
from mockwx.products.qrconnect.checks import OfQrCode, qrcode_of
from mockwx.products.shared.call import Call
from mockwx.products.shared.dialect import PAGE
from mockwx.products.shared.document import nothing, picture
from mockwx.products.shared.endpoint import Param, endpoint


@endpoint(
    "GET",
    host=OPEN_HOST,
    path="/connect/qrcode/{uuid}",
    dialect=PAGE,
    title="登录二维码",
    docs="https://developers.weixin.qq.com/doc/oplatform/Website_App/WeChat_Login/Wechat_Login.html",
    evidence=Evidence.OBSERVED,
    params=(Param("uuid", "of the page", "页面中的 uuid", within="path"),),
    answer=(),
    checks=(OfQrCode(),),
    assumed=(
        "the picture is a PNG of 400 to 600 pixels; WeChat's is a JPEG",
        "a uuid that nobody knows has no picture: 404",
    ),
)
def qrcode(call: Call) -> Document:
    shown = qrcode_of(call)
    return picture(_drawn(_leads_to(call, shown.uuid))) if shown is not None else nothing()


def _leads_to(call: Call, uuid: str) -> str:
    """WeChat's own address where the client called this server by it; else this server's, as the client reaches it."""
    origin = call.request.origin or f"https://{OPEN_HOST}"
    return f"{origin}{call.request.root}/connect/confirm?uuid={uuid}"


def _drawn(text: str) -> bytes:
    # Loaded on first use: most worlds show no QR code.
    import segno

    png = BytesIO()
    segno.make(text, error="m", micro=False).save(png, kind="png", scale=12, border=4)
    return png.getvalue()
