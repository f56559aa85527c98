"""网页授权: the authorisation page of official accounts, and what every code of a website or an app is traded for."""

from mockwx.products.oauth.authorize import authorize
from mockwx.products.oauth.oauth2_access_token import oauth2_access_token
from mockwx.products.oauth.oauth2_refresh_token import oauth2_refresh_token
from mockwx.products.oauth.sns_auth import sns_auth
from mockwx.products.oauth.sns_userinfo import sns_userinfo

ENDPOINTS = (
    authorize,
    oauth2_access_token,
    oauth2_refresh_token,
    sns_userinfo,
    sns_auth,
)
