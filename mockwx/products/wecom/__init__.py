"""企业微信: login to a corp's apps, in WeCom's own dialect."""

from mockwx.products.wecom.auth_getuserdetail import auth_getuserdetail
from mockwx.products.wecom.authorize import wecom_authorize
from mockwx.products.wecom.gettoken import gettoken
from mockwx.products.wecom.identity import auth_getuserinfo, user_getuserinfo
from mockwx.products.wecom.ip_lists import wecom_get_api_domain_ip, wecom_getcallbackip
from mockwx.products.wecom.jscode2session import wecom_jscode2session
from mockwx.products.wecom.sso import wecom_3rd_qrconnect, wecom_login, wecom_qrconnect
from mockwx.products.wecom.tickets import get_jsapi_ticket, wecom_ticket_get
from mockwx.products.wecom.user_get import user_get

ENDPOINTS = (
    gettoken,
    wecom_authorize,
    wecom_login,
    wecom_qrconnect,
    wecom_3rd_qrconnect,
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
