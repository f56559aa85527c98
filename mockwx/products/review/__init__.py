"""内容与用户安全: the review of nicknames, avatars and other contents, and of users."""

from mockwx.products.review.getuserriskrank import getuserriskrank
from mockwx.products.review.media_check_async import media_check_async
from mockwx.products.review.msg_sec_check import msg_sec_check

ENDPOINTS = (
    msg_sec_check,
    media_check_async,
    getuserriskrank,
)
