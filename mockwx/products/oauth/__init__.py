"""网页授权、网站扫码与移动应用登录: authorisation pages, and the exchange of their codes."""

from mockwx.products.endpoint import Endpoint

ENDPOINTS: tuple[Endpoint, ...] = ()
