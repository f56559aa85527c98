"""网页授权、网站扫码与移动应用登录: authorisation pages, and the exchange of their codes."""

from mockwx.products.oauth.access_token import oauth2_access_token
from mockwx.products.oauth.auth import sns_auth
from mockwx.products.oauth.authorize import authorize
from mockwx.products.oauth.confirm import qrconnect_confirm
from mockwx.products.oauth.getticket import getticket
from mockwx.products.oauth.poll import qrconnect_poll
from mockwx.products.oauth.qrcode import qrcode
from mockwx.products.oauth.qrconnect import app_qrconnect, qrconnect
from mockwx.products.oauth.refresh_token import oauth2_refresh_token
from mockwx.products.oauth.user_info import user_info
from mockwx.products.oauth.userinfo import sns_userinfo
from mockwx.products.oauth.wxlogin_js import wxlogin_js

ENDPOINTS = (
    authorize,
    qrconnect,
    app_qrconnect,
    qrcode,
    qrconnect_poll,
    qrconnect_confirm,
    wxlogin_js,
    oauth2_access_token,
    oauth2_refresh_token,
    sns_userinfo,
    sns_auth,
    getticket,
    user_info,
)
