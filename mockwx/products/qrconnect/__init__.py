"""扫码登录: the page with a QR code, for websites and mobile apps, up to the code that oauth trades."""

from mockwx.products.qrconnect.app_qrconnect import app_qrconnect
from mockwx.products.qrconnect.qrcode import qrcode
from mockwx.products.qrconnect.qrconnect import qrconnect
from mockwx.products.qrconnect.qrconnect_confirm import qrconnect_confirm
from mockwx.products.qrconnect.qrconnect_poll import qrconnect_poll
from mockwx.products.qrconnect.wxlogin_js import wxlogin_js

ENDPOINTS = (
    qrconnect,
    app_qrconnect,
    qrcode,
    qrconnect_poll,
    qrconnect_confirm,
    wxlogin_js,
)
