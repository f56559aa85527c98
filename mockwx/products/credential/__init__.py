"""接口调用凭据: access tokens, quotas and what tells about calls."""

from mockwx.products.credential.ip_lists import get_api_domain_ip, getcallbackip
from mockwx.products.credential.quota import clear_quota, clear_quota_v2, quota_clear, quota_get
from mockwx.products.credential.rid_get import rid_get
from mockwx.products.credential.stable_token import stable_token
from mockwx.products.credential.token import token

ENDPOINTS = (
    token,
    stable_token,
    clear_quota,
    clear_quota_v2,
    quota_clear,
    quota_get,
    rid_get,
    getcallbackip,
    get_api_domain_ip,
)
