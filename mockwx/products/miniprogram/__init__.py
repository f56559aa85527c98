"""小程序: login, session_key, phone number and what belongs to them."""

from mockwx.products.miniprogram.checkcode2verifyinfo import checkcode2verifyinfo
from mockwx.products.miniprogram.checkencryptedmsg import checkencryptedmsg
from mockwx.products.miniprogram.checksession import checksession
from mockwx.products.miniprogram.code2session import code2session
from mockwx.products.miniprogram.getpaidunionid import getpaidunionid
from mockwx.products.miniprogram.getpluginopenpid import getpluginopenpid
from mockwx.products.miniprogram.getuserencryptkey import getuserencryptkey
from mockwx.products.miniprogram.getuserphonenumber import getuserphonenumber
from mockwx.products.miniprogram.resetusersessionkey import resetusersessionkey

ENDPOINTS = (
    code2session,
    checksession,
    resetusersessionkey,
    getuserphonenumber,
    getuserencryptkey,
    checkencryptedmsg,
    getpaidunionid,
    getpluginopenpid,
    checkcode2verifyinfo,
)
