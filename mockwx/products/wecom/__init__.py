"""企业微信: login to a corp's apps, in WeCom's own dialect."""

from mockwx.products.endpoint import Endpoint

ENDPOINTS: tuple[Endpoint, ...] = ()
