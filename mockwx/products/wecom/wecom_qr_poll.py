"""The long poll of a QR code on WeCom's older login page: JSONP with its status."""

from __future__ import annotations

import json
import re

from mockwx.core.errcodes import Evidence
from mockwx.core.web.hosts import WECOM_OPEN_HOST
from mockwx.core.web.qrcodes import POLL_HELD, QrStatus
from mockwx.core.wire import Document
from mockwx.products.shared.call import Call
from mockwx.products.shared.dialect import PAGE
from mockwx.products.shared.document import javascript
from mockwx.products.shared.endpoint import Param, endpoint
from mockwx.products.wecom.checks import OfCorpQrCode, corp_qrcode_of

_NAME = re.compile(r"[A-Za-z_$][\w$.]{0,99}")
_STATUS = {
    QrStatus.WAITING: "QRCODE_SCAN_NEVER",
    QrStatus.SCANNED: "QRCODE_SCAN_ING",
    QrStatus.CONFIRMED: "QRCODE_SCAN_SUCC",
    QrStatus.DENIED: "QRCODE_SCAN_FAIL",
    QrStatus.EXPIRED: "QRCODE_SCAN_ERR",
}


def _patience(call: Call) -> int:
    qrcode = corp_qrcode_of(call, "key")
    return POLL_HELD if qrcode is not None and qrcode.at(call.now) is QrStatus.WAITING else 0


@endpoint(
    "GET",
    host=WECOM_OPEN_HOST,
    path="/wwopen/sso/l/qrConnect",
    dialect=PAGE,
    title="企业微信：登录二维码的状态",
    docs="https://developer.work.weixin.qq.com/document/path/91019",
    evidence=Evidence.OBSERVED,
    params=(
        Param("key", "of the page", "页面中的 key"),
        Param("callback", "the function that is called", "回调函数名", required=False),
        Param("redirect_uri", "not looked at", "不检查", required=False),
        Param("appid", "not looked at", "不检查", required=False),
    ),
    answer=(),
    patience=_patience,
    checks=(OfCorpQrCode("key"),),
    assumed=(
        "it is held for 25 seconds of real time until the QR code is scanned, and then answers at once",
        "a key that nobody knows is told as expired",
        "a callback that is no name of JavaScript's is jsonpCallback",
    ),
)
def wecom_qr_poll(call: Call) -> Document:
    qrcode = corp_qrcode_of(call, "key")
    status = QrStatus.EXPIRED if qrcode is None else qrcode.at(call.now)
    news = {"status": _STATUS[status], "auth_code": qrcode.code if qrcode is not None else ""}
    named = call.text("callback")
    callback = named if _NAME.fullmatch(named) else "jsonpCallback"
    return javascript(f"{callback}({json.dumps(news, separators=(',', ':'))})")
