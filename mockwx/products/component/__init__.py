"""第三方平台: login on behalf of the accounts that have authorised a platform."""

from mockwx.products.component.api_authorizer_token import api_authorizer_token
from mockwx.products.component.api_component_token import api_component_token
from mockwx.products.component.api_create_preauthcode import api_create_preauthcode
from mockwx.products.component.api_get_authorizer_info import api_get_authorizer_info
from mockwx.products.component.api_get_authorizer_list import api_get_authorizer_list
from mockwx.products.component.api_get_authorizer_option import api_get_authorizer_option
from mockwx.products.component.api_query_auth import api_query_auth
from mockwx.products.component.api_set_authorizer_option import api_set_authorizer_option
from mockwx.products.component.api_start_push_ticket import api_start_push_ticket
from mockwx.products.component.component_jscode2session import component_jscode2session
from mockwx.products.component.component_oauth2_access_token import component_oauth2_access_token
from mockwx.products.component.component_oauth2_refresh_token import component_oauth2_refresh_token
from mockwx.products.component.componentloginpage import componentloginpage
from mockwx.products.component.open_bind import open_bind
from mockwx.products.component.open_create import open_create
from mockwx.products.component.open_get import open_get
from mockwx.products.component.open_have import open_have
from mockwx.products.component.open_unbind import open_unbind
from mockwx.products.component.safe_bindcomponent import safe_bindcomponent
from mockwx.products.component.wxaopen_bindcomponent import wxaopen_bindcomponent

ENDPOINTS = (
    api_component_token,
    api_create_preauthcode,
    componentloginpage,
    api_query_auth,
    api_authorizer_token,
    api_get_authorizer_info,
    api_get_authorizer_list,
    api_get_authorizer_option,
    api_set_authorizer_option,
    api_start_push_ticket,
    safe_bindcomponent,
    wxaopen_bindcomponent,
    open_create,
    open_get,
    open_bind,
    open_unbind,
    open_have,
    component_jscode2session,
    component_oauth2_access_token,
    component_oauth2_refresh_token,
)
