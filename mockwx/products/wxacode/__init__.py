"""小程序码与链接: pictures and links that lead a phone to a page of a mini program."""

from mockwx.products.wxacode.createwxaqrcode import createwxaqrcode
from mockwx.products.wxacode.generate_urllink import generate_urllink
from mockwx.products.wxacode.generatescheme import generatescheme
from mockwx.products.wxacode.getwxacode import getwxacode
from mockwx.products.wxacode.getwxacodeunlimit import getwxacodeunlimit

ENDPOINTS = (
    getwxacodeunlimit,
    getwxacode,
    createwxaqrcode,
    generatescheme,
    generate_urllink,
)
