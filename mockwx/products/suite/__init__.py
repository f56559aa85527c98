"""企业微信服务商: suites that corps install, and logins at a service provider."""

from mockwx.products.suite.get_auth_info import get_auth_info
from mockwx.products.suite.get_corp_token import get_corp_token
from mockwx.products.suite.get_login_info import get_login_info
from mockwx.products.suite.get_permanent_code import get_permanent_code
from mockwx.products.suite.get_pre_auth_code import get_pre_auth_code
from mockwx.products.suite.get_provider_token import get_provider_token
from mockwx.products.suite.get_suite_token import get_suite_token
from mockwx.products.suite.service_auth_getuserdetail3rd import service_auth_getuserdetail3rd
from mockwx.products.suite.service_auth_getuserinfo3rd import service_auth_getuserinfo3rd
from mockwx.products.suite.service_getuserdetail3rd import service_getuserdetail3rd
from mockwx.products.suite.service_getuserinfo3rd import service_getuserinfo3rd
from mockwx.products.suite.service_jscode2session import service_jscode2session
from mockwx.products.suite.set_session_info import set_session_info
from mockwx.products.suite.suite_authorize import suite_authorize
from mockwx.products.suite.suite_install import suite_install
from mockwx.products.suite.suite_login import suite_login
from mockwx.products.suite.v2_get_auth_info import v2_get_auth_info
from mockwx.products.suite.v2_get_permanent_code import v2_get_permanent_code
from mockwx.products.suite.wecom_3rd_qrconnect import wecom_3rd_qrconnect

ENDPOINTS = (
    get_suite_token,
    get_provider_token,
    get_pre_auth_code,
    set_session_info,
    suite_install,
    v2_get_permanent_code,
    get_permanent_code,
    v2_get_auth_info,
    get_auth_info,
    get_corp_token,
    suite_authorize,
    suite_login,
    service_auth_getuserinfo3rd,
    service_getuserinfo3rd,
    service_auth_getuserdetail3rd,
    service_getuserdetail3rd,
    service_jscode2session,
    wecom_3rd_qrconnect,
    get_login_info,
)
