"""公众号: what an official account asks with its own access_token."""

from mockwx.products.official.getticket import getticket
from mockwx.products.official.user_info import user_info

ENDPOINTS = (
    getticket,
    user_info,
)
