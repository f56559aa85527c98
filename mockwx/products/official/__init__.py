"""公众号: what an official account asks with its own access_token."""

from mockwx.products.official.callback_check import callback_check
from mockwx.products.official.changeopenid import changeopenid
from mockwx.products.official.getfans import getfans
from mockwx.products.official.getticket import getticket
from mockwx.products.official.qrcode_create import qrcode_create
from mockwx.products.official.showqrcode import showqrcode
from mockwx.products.official.user_info import user_info
from mockwx.products.official.user_info_batchget import user_info_batchget

ENDPOINTS = (
    getticket,
    qrcode_create,
    showqrcode,
    user_info,
    user_info_batchget,
    getfans,
    callback_check,
    changeopenid,
)
