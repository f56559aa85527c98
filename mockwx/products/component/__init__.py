"""第三方平台: login on behalf of the accounts that have authorised a platform."""

from mockwx.products.component.api_authorizer_token import api_authorizer_token
from mockwx.products.component.api_component_token import api_component_token
from mockwx.products.component.api_create_preauthcode import api_create_preauthcode
from mockwx.products.component.api_query_auth import api_query_auth
from mockwx.products.component.loginpage import componentloginpage
from mockwx.products.component.on_behalf import (
    component_jscode2session,
    component_oauth2_access_token,
    component_oauth2_refresh_token,
)

ENDPOINTS = (
    api_component_token,
    api_create_preauthcode,
    componentloginpage,
    api_query_auth,
    api_authorizer_token,
    component_jscode2session,
    component_oauth2_access_token,
    component_oauth2_refresh_token,
)
