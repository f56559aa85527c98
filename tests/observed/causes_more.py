"""How the published answers of observed-more.yaml are provoked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import backend as b
from . import causes_code2session as session
from . import causes_component as component
from . import causes_credential as credential
from . import causes_gateway as gateway
from . import causes_miniprogram as mini
from . import causes_web as web
from . import causes_wecom as wecom
from .backend import Answer, Backend, Cause

if TYPE_CHECKING:
    from collections.abc import Callable

DENIED = {"apps": {"shop": {"denied": ["getcallbackip"]}}}
FOREIGN_PLATFORM = {
    "apps": {
        "platform": {"kind": "component", "authorizers": ["club", "shop"], "ip_whitelist": ["10.0.0.0/8"]},
        "club": {"kind": "official"},
        "shop": {},
    }
}
PLATFORM = {
    "apps": {
        "platform": {"kind": "component", "authorizers": ["club", "shop"]},
        "club": {"kind": "official"},
        "shop": {},
        "alone": {},
    }
}
PLATFORM_WITHOUT_ONE_RIGHT = {
    "apps": {
        "platform": {"kind": "component", "authorizers": ["club"], "denied": ["user_info"]},
        "club": {"kind": "official"},
    }
}
AS_JSON = {**web.CLUB, "wechat": {"sns_content_type": "application/json"}}


def callback_ip(token: str | None = None) -> Callable[[Backend], Answer]:
    return lambda backend: backend.get(b.CALLBACK_IP, access_token=token or backend.token())


def clear_quota(backend: Backend) -> Answer:
    return backend.post(b.CLEAR, {"appid": backend.appid}, access_token="2")


def ticket_with_garbage(backend: Backend) -> Answer:
    return backend.get(web.TICKET, access_token="2", type="jsapi")


def scan_ticket(backend: Backend) -> Answer:
    answer = backend.get(web.TICKET, access_token=backend.token(), type="2")
    assert list(answer.json) == ["errcode", "errmsg", "ticket", "expires_in"]
    assert answer.json["errcode"] == 0
    return answer


def platform_token(backend: Backend) -> str:
    return str(component.buy(backend, component.ticket(backend)).json["component_access_token"])


def login_for_an_app(backend: Backend) -> Answer:
    """With a token that was replaced, where a replaced one dies."""
    shop = backend.mockwx.apps["shop"]
    query = {
        "appid": shop.appid,
        "js_code": backend.mockwx.login("alice", "shop"),
        "grant_type": "authorization_code",
        "component_appid": backend.appid,
    }
    return backend.get("/sns/component/jscode2session", component_access_token="99_replaced", **query)


def authorizer_token(app: str, refresh_token: str | None) -> Callable[[Backend], Answer]:
    def do(backend: Backend) -> Answer:
        given: dict[str, Any] = {"component_appid": backend.appid, "authorizer_refresh_token": refresh_token}
        given["authorizer_appid"] = backend.mockwx.apps[app].appid
        return backend.post(component.AUTHORIZER_TOKEN, given, component_access_token=platform_token(backend))

    return do


def authorizer_info(backend: Backend) -> Answer:
    given = {"component_appid": backend.appid, "authorizer_appid": backend.mockwx.apps["alone"].appid}
    path = "/cgi-bin/component/api_get_authorizer_info"
    return backend.post(path, given, component_access_token=platform_token(backend))


def unknown_authorization_code(backend: Backend) -> Answer:
    given = {"component_appid": backend.appid, "authorization_code": "queryauthcode@@@nonsense"}
    path = "/cgi-bin/component/api_query_auth"
    return backend.post(path, given, component_access_token=platform_token(backend))


def without_the_right(backend: Backend) -> Answer:
    code = backend.mockwx.authorize_app("club", send=False)
    given = {"component_appid": backend.appid, "authorization_code": code}
    path = "/cgi-bin/component/api_query_auth"
    lent = backend.post(path, given, component_access_token=platform_token(backend)).json["authorization_info"]
    return backend.get(web.USER_INFO, access_token=lent["authorizer_access_token"], openid="oMOCK")


def token_in_a_header(backend: Backend) -> Answer:
    headers = {"Authorization": f"Bearer {wecom.token(backend)}"}
    return backend.send("GET", f"{wecom.QYAPI}/user/get", {"userid": "alice"}, headers=headers)


def plain_http_to_wecom(backend: Backend) -> Answer:
    """As a hard-coded http:// address brings it here, by a proxy."""
    return backend.send("GET", "http://qyapi.weixin.qq.com/cgi-bin/gettoken", {"corpid": "x", "corpsecret": "x"})


def expired(path: str) -> Callable[[Backend], Answer]:
    def do(backend: Backend) -> Answer:
        old = wecom.token(backend)
        backend.mockwx.advance("2h")
        return backend.get(f"{wecom.QYAPI}/{path}", access_token=old)

    return do


def wrong_code(backend: Backend) -> Answer:
    return backend.get(f"{wecom.QYAPI}/auth/getuserinfo", access_token=wecom.token(backend), code="nonsense")


def login_code_of_a_plugin(backend: Backend) -> Answer:
    return backend.post(b.PLUGIN, {"code": backend.mockwx.login("alice")}, access_token=backend.token())


def unknown_code_of_a_plugin(backend: Backend) -> Answer:
    return backend.post(b.PLUGIN, {"code": "0" * 64}, access_token=backend.token())


CAUSES = {
    "more-001": Cause(session.session("/", ""), "2021-09-30", session.EACH_LOGIN_A_KEY),
    "more-002": Cause(session.used_code),
    "more-004": Cause(session.used_code),
    "more-005": Cause(session.used_code),
    "more-007": Cause(session.used_code),
    "more-008": Cause(session.used_code),
    "more-010": Cause(session.unknown_code),
    "more-011": Cause(session.unknown_code),
    "more-013": Cause(lambda backend: backend.exchange("x", appid=None)),
    "more-014": Cause(session.unknown_code),
    "more-016": Cause(session.wrong_secret),
    "more-017": Cause(session.wrong_secret),
    "more-019": Cause(lambda backend: backend.exchange("x", appid="your_app_id")),
    "more-020": Cause(session.wrong_appid),
    "more-022": Cause(session.session()),
    "more-023": Cause(session.session("+"), world=session.EACH_LOGIN_A_KEY),
    "more-025": Cause(session.session("+"), world=session.EACH_LOGIN_A_KEY),
    "more-026": Cause(session.used_code),
    "more-028": Cause(session.missing_code),
    "more-031": Cause(web.wrong(appid="wx0123456789abcdef"), world=web.CLUB),
    "more-032": Cause(web.wrong(appid="wx0123456789abcdef"), world=web.CLUB),
    "more-034": Cause(web.traded(), world=web.LONE),
    "more-035": Cause(web.wrong(grant_type="client_credential"), world=web.CLUB),
    "more-037": Cause(web.wrong(appid=None), world=web.CLUB),
    "more-038": Cause(web.wrong(appid=None), world=web.CLUB),
    "more-040": Cause(web.traded_twice, world=web.CLUB),
    "more-041": Cause(web.unknown_code, world=web.CLUB),
    "more-043": Cause(web.profile("snsapi_base"), world=web.CLUB),
    "more-044": Cause(web.profile("snsapi_base"), world=web.CLUB),
    "more-046": Cause(web.refreshed_nonsense, world=web.CLUB),
    "more-047": Cause(callback_ip("2")),
    "more-049": Cause(clear_quota),
    # The gateway answers before the api: whichever it is.
    "more-050": Cause(gateway.garbage_token),
    "more-052": Cause(web.unknown_code, world=AS_JSON),
    "more-053": Cause(web.wrong(appid="wx0123456789abcdef"), world=AS_JSON),
    "more-055": Cause(credential.wrong_secret),
    "more-056": Cause(credential.wrong_secret),
    "more-058": Cause(credential.unknown_appid),
    "more-059": Cause(credential.unknown_appid),
    "more-061": Cause(credential.fetched, world=credential.WHITELIST),
    "more-062": Cause(credential.fetched, world=credential.WHITELIST),
    "more-064": Cause(credential.missing_appid),
    "more-065": Cause(Backend.fetch_token, world=component.WORLD),
    "more-067": Cause(gateway.replaced_token_for_a_phone_number, lead=300),
    "more-068": Cause(login_for_an_app, world=PLATFORM),
    "more-070": Cause(gateway.no_token),
    "more-071": Cause(gateway.garbage_token),
    "more-073": Cause(ticket_with_garbage, world=web.CLUB),
    "more-074": Cause(callback_ip(), world=DENIED),
    "more-076": Cause(callback_ip(), world=DENIED),
    "more-077": Cause(callback_ip(), world=DENIED),
    "more-080": Cause(lambda backend: backend.get(b.PAID, access_token=backend.token(), openid="oMOCK")),
    "more-082": Cause(mini.bad_phone_codes),
    "more-083": Cause(mini.bad_phone_codes),
    "more-085": Cause(mini.login_code_for_a_phone_number),
    "more-086": Cause(mini.login_code_for_a_phone_number),
    "more-088": Cause(lambda backend: component.buy(backend, component.ticket(backend)), world=FOREIGN_PLATFORM),
    "more-089": Cause(lambda backend: component.buy(backend, component.ticket(backend)), world=FOREIGN_PLATFORM),
    "more-091": Cause(authorizer_token("club", None), world=PLATFORM),
    "more-092": Cause(authorizer_token("club", "refreshtoken@@@wrong"), world=PLATFORM),
    "more-094": Cause(unknown_authorization_code, world=PLATFORM),
    "more-095": Cause(authorizer_info, world=PLATFORM),
    "more-097": Cause(without_the_right, world=PLATFORM_WITHOUT_ONE_RIGHT),
    "more-098": Cause(wecom.fetched(corpsecret="wrong"), world=wecom.CORP),
    "more-100": Cause(wecom.fetched(corpid="ww0000000000000000"), world=wecom.CORP),
    "more-101": Cause(wrong_code, world=wecom.CORP),
    "more-103": Cause(wrong_code, world=wecom.CORP),
    "more-104": Cause(expired("get_api_domain_ip"), world=wecom.CORP, lead=7200),
    "more-106": Cause(wecom.from_elsewhere("auth/getuserinfo"), world=wecom.CORP),
    "more-107": Cause(wecom.from_elsewhere("auth/getuserinfo"), world=wecom.CORP),
    "more-109": Cause(wecom.asked("user/get", userid="nobody"), world=wecom.CORP),
    "more-110": Cause(token_in_a_header, world=wecom.CORP),
    "more-112": Cause(plain_http_to_wecom, world=wecom.CORP),
    "more-113": Cause(expired("user/getuserinfo"), world=wecom.CORP, lead=7200),
    "more-130": Cause(login_code_of_a_plugin),
    "more-131": Cause(unknown_code_of_a_plugin),
    "more-133": Cause(scan_ticket, world=web.MOBILE),
}
