"""第三方平台: login on behalf of the accounts that have authorised a platform."""

from mockwx.products.endpoint import Endpoint

ENDPOINTS: tuple[Endpoint, ...] = ()
