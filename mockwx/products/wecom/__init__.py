"""企业微信: login to a corp's apps, in WeCom's own dialect."""

from mockwx.products.wecom.auth_get_tfa_info import auth_get_tfa_info
from mockwx.products.wecom.auth_getuserdetail import auth_getuserdetail
from mockwx.products.wecom.auth_getuserinfo import auth_getuserinfo
from mockwx.products.wecom.department_list import department_list
from mockwx.products.wecom.department_simplelist import department_simplelist
from mockwx.products.wecom.externalcontact_get import externalcontact_get
from mockwx.products.wecom.get_jsapi_ticket import get_jsapi_ticket
from mockwx.products.wecom.gettoken import gettoken
from mockwx.products.wecom.user_authsucc import user_authsucc
from mockwx.products.wecom.user_convert_to_openid import user_convert_to_openid
from mockwx.products.wecom.user_convert_to_userid import user_convert_to_userid
from mockwx.products.wecom.user_get import user_get
from mockwx.products.wecom.user_get_userid_by_email import user_get_userid_by_email
from mockwx.products.wecom.user_getuserid import user_getuserid
from mockwx.products.wecom.user_getuserinfo import user_getuserinfo
from mockwx.products.wecom.user_tfa_succ import user_tfa_succ
from mockwx.products.wecom.wecom_authorize import wecom_authorize
from mockwx.products.wecom.wecom_confirm2 import wecom_confirm2
from mockwx.products.wecom.wecom_get_api_domain_ip import wecom_get_api_domain_ip
from mockwx.products.wecom.wecom_getcallbackip import wecom_getcallbackip
from mockwx.products.wecom.wecom_jscode2session import wecom_jscode2session
from mockwx.products.wecom.wecom_login import wecom_login
from mockwx.products.wecom.wecom_qr_poll import wecom_qr_poll
from mockwx.products.wecom.wecom_qrconnect import wecom_qrconnect
from mockwx.products.wecom.wecom_qrimg import wecom_qrimg
from mockwx.products.wecom.wecom_ticket_get import wecom_ticket_get

ENDPOINTS = (
    gettoken,
    wecom_authorize,
    wecom_login,
    wecom_qrconnect,
    wecom_qrimg,
    wecom_qr_poll,
    wecom_confirm2,
    auth_getuserinfo,
    user_getuserinfo,
    auth_getuserdetail,
    user_get,
    user_convert_to_openid,
    user_convert_to_userid,
    user_getuserid,
    user_get_userid_by_email,
    user_authsucc,
    auth_get_tfa_info,
    user_tfa_succ,
    department_list,
    department_simplelist,
    externalcontact_get,
    wecom_jscode2session,
    get_jsapi_ticket,
    wecom_ticket_get,
    wecom_getcallbackip,
    wecom_get_api_domain_ip,
)
