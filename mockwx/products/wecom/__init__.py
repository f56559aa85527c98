"""企业微信: login to a corp's apps, in WeCom's own dialect."""

from mockwx.products.wecom.auth_getuserdetail import auth_getuserdetail
from mockwx.products.wecom.auth_getuserinfo import auth_getuserinfo
from mockwx.products.wecom.get_jsapi_ticket import get_jsapi_ticket
from mockwx.products.wecom.gettoken import gettoken
from mockwx.products.wecom.user_get import user_get
from mockwx.products.wecom.user_getuserinfo import user_getuserinfo
from mockwx.products.wecom.wecom_authorize import wecom_authorize
from mockwx.products.wecom.wecom_get_api_domain_ip import wecom_get_api_domain_ip
from mockwx.products.wecom.wecom_getcallbackip import wecom_getcallbackip
from mockwx.products.wecom.wecom_jscode2session import wecom_jscode2session
from mockwx.products.wecom.wecom_login import wecom_login
from mockwx.products.wecom.wecom_qrconnect import wecom_qrconnect
from mockwx.products.wecom.wecom_ticket_get import wecom_ticket_get

ENDPOINTS = (
    gettoken,
    wecom_authorize,
    wecom_login,
    wecom_qrconnect,
    auth_getuserinfo,
    user_getuserinfo,
    auth_getuserdetail,
    user_get,
    wecom_jscode2session,
    get_jsapi_ticket,
    wecom_ticket_get,
    wecom_getcallbackip,
    wecom_get_api_domain_ip,
)
