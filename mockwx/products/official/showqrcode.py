"""通过 ticket 换取二维码: the picture of a QR code with a scene; no login, no token."""

from __future__ import annotations

from msgspec.structs import replace

from mockwx.core.errcodes import Evidence
from mockwx.core.web.hosts import MP_HOST
from mockwx.core.web.pictures import jpeg
from mockwx.core.wire import Document
from mockwx.products.official.checks import OfTicket
from mockwx.products.shared.call import Call
from mockwx.products.shared.dialect import PAGE
from mockwx.products.shared.document import nothing, picture
from mockwx.products.shared.endpoint import Param, endpoint

_WIDTH = 430
_HEADERS = {"Accept-Ranges": "bytes", "Cache-Control": "max-age=604800"}


@endpoint(
    "GET",
    host=MP_HOST,
    path="/cgi-bin/showqrcode",
    dialect=PAGE,
    title="通过 ticket 换取二维码 showQRCode",
    docs="https://developers.weixin.qq.com/doc/service/api/qrcode/qrcodes/api_createqrcode",
    evidence=Evidence.DOCUMENTED,
    params=(Param("ticket", "from qrcode_create, percent-encoded", "创建二维码得到的 ticket，需 URL 编码"),),
    answer=(),
    checks=(OfTicket(evidence=Evidence.DOCUMENTED),),
    assumed=(
        "an expired ticket shows its picture for an hour more; the phone says that it has expired",
        "the 404 for a ticket that nobody knows has no body",
    ),
)
def showqrcode(call: Call) -> Document:
    qrcode = call.world.scene_qrcodes.find(call.text("ticket"))
    if qrcode is None:
        return nothing()
    # image/jpg, as the documentation shows it, not image/jpeg.
    return replace(picture(jpeg(qrcode.url, _WIDTH), "image/jpg"), headers=_HEADERS)
