"""How the published answers about web logins are provoked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from . import backend as b
from . import causes_code2session, causes_component, causes_credential, causes_push
from .backend import Answer, Backend, Cause

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ACCESS_TOKEN = "/sns/oauth2/access_token"
REFRESH_TOKEN = "/sns/oauth2/refresh_token"
USERINFO = "/sns/userinfo"
AUTH = "/sns/auth"
TICKET = "/cgi-bin/ticket/getticket"
USER_INFO = "/cgi-bin/user/info"
NO_CODE = "061lQlGa1nXiHG06VNFa1ybVm93lQlGG"
NO_SECRET = "0123456789abcdef0123456789abcdef"

CLUB = {"apps": {"club": {"kind": "official", "owner": "acme"}}}
LONE = {"apps": {"club": {"kind": "official"}}}
SITE = {"apps": {"site": {"kind": "website", "owner": "acme"}}}
MOBILE = {"apps": {"game": {"kind": "mobile"}}}
OLD = "2017-01-01"
"""Of the days of ``hints: [ req_id: … ]``."""


def link(backend: Backend, scope: str = "snsapi_userinfo") -> str:
    query = {"appid": backend.appid, "redirect_uri": "https://www.example.com/", "scope": scope, "state": "x"}
    return f"https://open.weixin.qq.com/connect/oauth2/authorize?{urlencode(query)}"


def code(backend: Backend, scope: str = "snsapi_userinfo", user: str = "alice", **says: Any) -> str:
    if backend.mockwx.app.kind == "mobile":
        return str(backend.mockwx.user(user).send_auth()["code"])
    return str(backend.mockwx.user(user).authorize(link(backend, scope), **says).code)


def trade(backend: Backend, text: str | None, **changes: str | None) -> Answer:
    query: dict[str, str | None] = {"appid": backend.appid, "secret": backend.secret, "code": text}
    return backend.get(ACCESS_TOKEN, **(query | {"grant_type": "authorization_code"} | changes))


def tokens(backend: Backend, scope: str = "snsapi_userinfo", **says: Any) -> dict[str, Any]:
    return dict(trade(backend, code(backend, scope, **says)).json)


def traded(scope: str = "snsapi_userinfo", **says: Any) -> Callable[[Backend], Answer]:
    return lambda backend: trade(backend, code(backend, scope, **says))


def wrong(**changes: str | None) -> Callable[[Backend], Answer]:
    return lambda backend: trade(backend, code(backend), **changes)


def traded_twice(backend: Backend) -> Answer:
    text = code(backend)
    assert "openid" in trade(backend, text).json
    return trade(backend, text)


def unknown_or_expired_code(backend: Backend) -> list[Answer]:
    text = code(backend)
    backend.mockwx.advance("5m")
    expired = trade(backend, text)
    # The clock must show the second of the published answer.
    return [expired, trade(backend, NO_CODE)]


def unknown_code(backend: Backend) -> Answer:
    return trade(backend, NO_CODE)


def jscode(backend: Backend) -> Answer:
    return trade(backend, backend.mockwx.login("alice", "shop"))


def outage(backend: Backend) -> Answer:
    backend.mockwx.refuse("oauth2_access_token", -1)
    return trade(backend, code(backend))


def twice(call: Callable[[Backend], Answer]) -> Callable[[Backend], Answer]:
    def do(backend: Backend) -> Answer:
        assert call(backend).json.get("errcode", 0) == 0
        return call(backend)

    return do


def refresh(backend: Backend, token: str) -> Answer:
    return backend.get(REFRESH_TOKEN, appid=backend.appid, grant_type="refresh_token", refresh_token=token)


def refreshed_nonsense(backend: Backend) -> Answer:
    return refresh(backend, "55_no_such_token")


def refreshed(backend: Backend) -> Answer:
    return refresh(backend, tokens(backend)["refresh_token"])


def profile(scope: str = "snsapi_userinfo", **query: str) -> Callable[[Backend], Answer]:
    def do(backend: Backend) -> Answer:
        got = tokens(backend, scope)
        return backend.get(USERINFO, access_token=got["access_token"], openid=got["openid"], **query)

    return do


def profile_with(token: Callable[[Backend], str]) -> Callable[[Backend], Answer]:
    return lambda backend: backend.get(USERINFO, access_token=token(backend), openid="oMOCK")


def checked(**changes: str) -> Callable[[Backend], Answer]:
    def do(backend: Backend) -> Answer:
        got = tokens(backend)
        return backend.get(AUTH, **({"access_token": got["access_token"], "openid": got["openid"]} | changes))

    return do


def checked_with_the_apps_token(backend: Backend) -> Answer:
    return backend.get(AUTH, access_token=backend.token(), openid=tokens(backend)["openid"])


def expired_daily_quota(path: str) -> Callable[[Backend], Answer]:
    def do(backend: Backend) -> Answer:
        token = backend.token()
        assert "ip_list" in backend.get(path, access_token=token).json
        return backend.get(path, access_token=token)

    return do


def user_info(openid: Callable[[Backend], str], token: str = "") -> Callable[[Backend], Answer]:
    return lambda backend: backend.get(USER_INFO, access_token=token or backend.token(), openid=openid(backend))


def ticket_from_elsewhere(backend: Backend) -> Answer:
    token = backend.token()
    backend.mockwx.client.call("PUT", f"apps/{backend.mockwx.app.name}", {"ip_whitelist": ["10.0.0.0/8"]})
    return backend.get(TICKET, access_token=token, type="jsapi")


def limited(backend: Backend) -> Answer:
    token = backend.token()
    backend.mockwx.client.call("PUT", f"apps/{backend.mockwx.app.name}", {"standing": "limited"})
    return backend.get(b.CALLBACK_IP, access_token=token)


def unknown_rid(backend: Backend) -> Answer:
    return backend.post(b.RID, {"rid": "61725984-6126f6f9-040f19c4"}, access_token=backend.token())


def outside_wechat(backend: Backend) -> Answer:
    return backend.get("/open.weixin.qq.com/connect/oauth2/authorize", **_query(link(backend)))


def _query(url: str) -> dict[str, str]:
    from mockwx.core.web.forms import parse_query

    return parse_query(url.partition("?")[2])


def qr_link(backend: Backend) -> str:
    return link(backend, "snsapi_login").replace("oauth2/authorize", "qrconnect")


def polled(backend: Backend, uuid: str | None) -> Answer:
    return backend.get("/lp.open.weixin.qq.com/connect/l/qrconnect", uuid=str(uuid), last="404")


def qr_expired(backend: Backend) -> Answer:
    uuid = backend.mockwx.user("alice").scan(qr_link(backend)).uuid
    backend.mockwx.advance("5m")
    return polled(backend, uuid)


def qr_confirmed(backend: Backend) -> Answer:
    alice = backend.mockwx.user("alice")
    uuid = alice.scan(qr_link(backend)).uuid
    alice.confirm()
    return polled(backend, uuid)


def qr_traded(backend: Backend) -> Answer:
    alice = backend.mockwx.user("alice")
    alice.scan(qr_link(backend))
    return trade(backend, alice.confirm().code)


def no_such_api_of_wecom(backend: Backend) -> Answer:
    return backend.get("/qyapi.weixin.qq.com/cgi-bin/this_api_does_not_exist")


def of_alice(backend: Backend) -> str:
    return backend.mockwx.user("alice").openid()


def nobody(backend: Backend) -> str:
    return "oMOCK_another_account"


def world(base: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return {**base, **more}


ONE_EXCHANGE = {"oauth2_access_token": {"rate": "1/min"}}
ONE_PROFILE = {"sns_userinfo": {"rate": "1/min"}}
BOTH = {"apps": {"club": {"kind": "official"}, "shop": {}}}

CAUSES = {
    "web-001": Cause(traded_twice, world=CLUB),
    "web-002": Cause(traded_twice, world=CLUB),
    "web-003": Cause(traded_twice, world=CLUB),
    "web-004": Cause(traded_twice, OLD, CLUB),
    "web-005": Cause(traded_twice, OLD, MOBILE),
    "web-006": Cause(unknown_or_expired_code, world=CLUB, lead=300),
    "web-007": Cause(unknown_or_expired_code, world=MOBILE, lead=300),
    "web-008": Cause(unknown_or_expired_code, OLD, CLUB),
    "web-009": Cause(unknown_or_expired_code, OLD, CLUB),
    "web-010": Cause(unknown_code, world=MOBILE),
    "web-011": Cause(wrong(appid=None), world=CLUB),
    "web-012": Cause(wrong(secret=None), world=CLUB),
    "web-013": Cause(wrong(secret=NO_SECRET), OLD, CLUB),
    "web-014": Cause(wrong(secret=NO_SECRET), world=CLUB),
    "web-015": Cause(wrong(secret=NO_SECRET), world=CLUB),
    "web-016": Cause(wrong(grant_type="client_credential"), world=CLUB),
    "web-017": Cause(outage, "2020-11-01", CLUB),
    "web-018": Cause(outage, "2020-11-01", CLUB),
    "web-019": Cause(twice(traded()), world=world(CLUB, limits=ONE_EXCHANGE)),
    "web-020": Cause(jscode, world=BOTH),
    "web-021": Cause(qr_traded, world=SITE),
    # Nobody dated it; a silent login tells the unionid no more since 2018.
    "web-022": Cause(traded("snsapi_base"), "2017-10-01", CLUB),
    "web-023": Cause(traded(), world=LONE),
    "web-024": Cause(traded(snapshot=True), world=CLUB),
    "web-025": Cause(traded(snapshot=True), world=CLUB),
    "web-026": Cause(refreshed_nonsense, world=CLUB),
    "web-027": Cause(refreshed_nonsense, world=CLUB),
    "web-028": Cause(refreshed_nonsense, world=MOBILE),
    "web-029": Cause(refreshed, "2014-06-01", MOBILE),
    "web-030": Cause(profile_with(lambda backend: "nonsense"), world=CLUB),
    "web-031": Cause(profile_with(Backend.token), OLD, CLUB),
    "web-032": Cause(profile_with(Backend.token), OLD, CLUB),
    "web-033": Cause(profile_with(Backend.token), OLD, CLUB),
    "web-034": Cause(profile_with(lambda backend: "stale"), OLD, CLUB),
    "web-036": Cause(twice(profile()), world=world(CLUB, limits=ONE_PROFILE)),
    "web-037": Cause(profile(), "2014-06-01", world(CLUB, users={"alice": {"gender": 0, "city": "", "province": ""}})),
    "web-038": Cause(
        profile(lang="zh_CN"),
        "2021-06-01",
        world(CLUB, users={"alice": {"gender": 1, "city": "Shanghai", "province": "Shanghai", "country": "CN"}}),
    ),
    "web-039": Cause(profile(), world=CLUB),
    "web-041": Cause(checked(), world=CLUB),
    "web-042": Cause(checked(openid="oMOCK_another"), world=CLUB),
    "web-043": Cause(checked_with_the_apps_token, world=CLUB),
    "web-044": Cause(causes_code2session.unknown_code),
    "web-045": Cause(causes_code2session.wrong_appid),
    "web-046": Cause(causes_credential.unknown_appid),
    "web-047": Cause(lambda backend: backend.fetch_token(appid="test")),
    "web-048": Cause(causes_credential.missing_appid),
    "web-049": Cause(causes_credential.wrong_secret),
    "web-050": Cause(causes_credential.missing_secret),
    "web-052": Cause(causes_credential.fetched, "2018-06-01", causes_credential.WHITELIST),
    "web-053": Cause(causes_credential.fetched, "2017-06-01", causes_credential.WHITELIST),
    "web-054": Cause(lambda backend: backend.fetch_stable(appid="wx0123456789abcdef")),
    "web-055": Cause(causes_credential.stable_in_the_query),
    "web-056": Cause(causes_credential.stable_fetched_too_often, world=causes_credential.STABLE_ONCE),
    "web-057": Cause(
        expired_daily_quota(b.CALLBACK_IP), "2021-10-25", world(b.SHOP, limits={"getcallbackip": {"rate": "1/day"}})
    ),
    "web-058": Cause(
        expired_daily_quota(b.DOMAIN_IP), world=world(b.SHOP, limits={"get_api_domain_ip": {"rate": "1/day"}})
    ),
    "web-059": Cause(user_info(nobody, "nonsense"), world=CLUB),
    "web-061": Cause(
        user_info(of_alice), world={"apps": {"club": {"kind": "official", "owner": "acme", "followers": []}}}
    ),
    "web-062": Cause(ticket_from_elsewhere, world=CLUB),
    "web-064": Cause(lambda backend: backend.get(b.PAID, access_token=backend.token(), openid=nobody(backend))),
    "web-065": Cause(unknown_rid),
    "web-066": Cause(limited),
    "web-073": Cause(qr_expired, world=SITE),
    "web-074": Cause(qr_confirmed, world=SITE),
    "web-075": Cause(qr_confirmed, world=SITE),
    "web-077": Cause(outside_wechat, world=world(CLUB, wechat={"outside_wechat": "refused"})),
    "web-084": Cause(no_such_api_of_wecom),
    **causes_component.CAUSES,
    **causes_push.CAUSES,
}
