"""接口调用凭据: access tokens, quotas and what tells about calls."""

from mockwx.products.credential.clear_quota import clear_quota
from mockwx.products.credential.clear_quota_v2 import clear_quota_v2
from mockwx.products.credential.component_clear_quota_v2 import component_clear_quota_v2
from mockwx.products.credential.get_api_domain_ip import get_api_domain_ip
from mockwx.products.credential.getcallbackip import getcallbackip
from mockwx.products.credential.quota_clear import quota_clear
from mockwx.products.credential.quota_get import quota_get
from mockwx.products.credential.rid_get import rid_get
from mockwx.products.credential.stable_token import stable_token
from mockwx.products.credential.token import token

ENDPOINTS = (
    token,
    stable_token,
    clear_quota,
    clear_quota_v2,
    component_clear_quota_v2,
    quota_clear,
    quota_get,
    rid_get,
    getcallbackip,
    get_api_domain_ip,
)
