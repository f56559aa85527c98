"""第三方平台: login on behalf of the accounts that have authorised a platform."""

from mockwx.products.component.api_authorizer_token import api_authorizer_token
from mockwx.products.component.api_component_token import api_component_token
from mockwx.products.component.api_create_preauthcode import api_create_preauthcode
from mockwx.products.component.api_query_auth import api_query_auth
from mockwx.products.component.component_jscode2session import component_jscode2session
from mockwx.products.component.component_oauth2_access_token import component_oauth2_access_token
from mockwx.products.component.component_oauth2_refresh_token import component_oauth2_refresh_token
from mockwx.products.component.componentloginpage import componentloginpage

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
