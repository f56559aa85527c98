"""(api, errcode) → the cause in a world that makes WeChat say it. Written by hand, not derived from the catalog."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from mockwx.core.people.accounts import Kind, Standing
from mockwx.core.tokens.quotas import Quota

from . import stage as s
from .stage import CAFE, DAY, MINUTE, Said, Stage, signed

if TYPE_CHECKING:
    from collections.abc import Callable

ONE_A_MINUTE = (Quota(1, "min"),)
ONE_A_DAY = (Quota(1, "day"),)

GETS = {
    "checksession": s.CHECKSESSION,
    "resetusersessionkey": s.RESET,
    "getuserencryptkey": s.ENCRYPT_KEY,
    "getpaidunionid": s.PAID,
    "getcallbackip": s.CALLBACK_IP,
    "get_api_domain_ip": s.DOMAIN_IP,
    "getticket": s.TICKET,
    "user_info": s.USER_INFO,
    "getfans": s.FANS,
}
POSTS = {
    "getuserphonenumber": s.PHONE,
    "checkencryptedmsg": s.CHECK_MSG,
    "getpluginopenpid": s.PLUGIN,
    "clear_quota": s.CLEAR,
    "quota_clear": s.CLEAR_ONE,
    "quota_get": s.QUOTA,
    "rid_get": s.RID,
    "user_info_batchget": s.USER_BATCHGET,
    "callback_check": s.CALLBACK_CHECK,
    "generatescheme": s.SCHEME,
    "generate_urllink": s.URLLINK,
    "checkcode2verifyinfo": s.WATCH,
    "api_get_authorizer_option": s.GET_OPTION,
    "api_set_authorizer_option": s.SET_OPTION,
    "msg_sec_check": s.MSG_SEC_CHECK,
    "media_check_async": s.MEDIA_CHECK,
    "getuserriskrank": s.RISK_RANK,
    "changeopenid": s.CHANGE_OPENID,
}
POSTS_WITH_A_BODY_OF_THEIR_OWN = {
    "qrcode_create": s.QRCODE_CREATE,
    "getwxacodeunlimit": s.WXACODE_UNLIMIT,
    "getwxacode": s.WXACODE,
    "createwxaqrcode": s.WXAQRCODE,
    "open_create": s.OPEN_CREATE,
    "open_get": s.OPEN_GET,
    "open_bind": s.OPEN_BIND,
    "open_unbind": s.OPEN_UNBIND,
    "open_have": s.OPEN_HAVE,
}
"""They judge a missing or broken body by an errcode of their own, or need none."""
OTHER_VERB = {"msg_sec_check": 43302, "media_check_async": 43302}
"""They tell a wrong method by a number of their own."""
BEHIND_A_TOKEN = GETS | POSTS | POSTS_WITH_A_BODY_OF_THEIR_OWN
OFFICIAL = {s.CHANGE_OPENID, s.USER_INFO, s.FANS, s.QRCODE_CREATE, s.USER_BATCHGET}
"""Only official accounts may ask."""
UNCOUNTED = {"clear_quota", "quota_clear"}
"""They have a quota of their own, 48006."""


# What the gateway asks before any api with an access_token


def stage_for(path: str, **fields: object) -> Stage:
    kind = Kind.OFFICIAL if path in OFFICIAL else Kind.MINIPROGRAM
    return Stage(kind=kind, **fields)  # type: ignore[arg-type]


def send(stage: Stage, path: str, token: str | None) -> Said:
    post = path not in GETS.values()
    return stage.send("POST" if post else "GET", path, {"access_token": token}, b"{}" if post else b"")


def wrong_method(path: str) -> Said:
    return stage_for(path).send("PUT", path)


def no_token(path: str) -> Said:
    return send(stage_for(path), path, None)


def garbage_token(path: str) -> Said:
    return send(stage_for(path), path, "2")


def expired_token(path: str) -> Said:
    stage = stage_for(path)
    token = stage.token()
    stage.wait(7200_000)
    return send(stage, path, token)


def of_standing(standing: Standing, path: str) -> Said:
    stage = stage_for(path, standing=standing)
    return send(stage, path, stage.token())


def denied(api: str, path: str) -> Said:
    stage = stage_for(path, denied=(api,))
    return send(stage, path, stage.token())


def too_often(api: str, quotas: tuple[Quota, ...], path: str) -> Said:
    stage = stage_for(path, limits={api: quotas})
    token = stage.token()
    assert send(stage, path, token).errcode not in (45009, 45011)
    return send(stage, path, token)


def empty_body(path: str) -> Said:
    stage = stage_for(path)
    return stage.send("POST", path, {"access_token": stage.token()})


def form_body(path: str) -> Said:
    stage = stage_for(path)
    return stage.send("POST", path, {"access_token": stage.token()}, b"code=1&appid=2")


def behind_a_token(api: str, path: str) -> dict[tuple[str, int], Callable[[], Said]]:
    causes: dict[int, Callable[[], Said]] = {
        OTHER_VERB.get(api, 43001 if api in GETS else 43002): partial(wrong_method, path),
        41001: partial(no_token, path),
        40001: partial(garbage_token, path),
        42001: partial(expired_token, path),
        50002: partial(of_standing, Standing.LIMITED, path),
        48004: partial(of_standing, Standing.FORBIDDEN, path),
        48001: partial(denied, api, path),
    }
    if api == "getwxacodeunlimit":
        # Its quota of a minute is told by the number of a day's.
        causes[45009] = partial(too_often, api, ONE_A_MINUTE, path)
    elif api not in UNCOUNTED:
        causes[45011] = partial(too_often, api, ONE_A_MINUTE, path)
        causes[45009] = partial(too_often, api, ONE_A_DAY, path)
    if api in POSTS:
        causes[44002] = partial(empty_body, path)
        causes[47001] = partial(form_body, path)
    return {(api, code): cause for code, cause in causes.items()}


# code2session


def used_code() -> Said:
    stage = Stage()
    code = stage.login()
    assert stage.exchange(code).errcode == 0
    return stage.exchange(code)


def exchanged_too_often(quotas: tuple[Quota, ...]) -> Said:
    stage = Stage(limits={"code2session": quotas})
    assert stage.exchange(stage.login()).errcode == 0
    return stage.exchange(stage.login())


def blocked_user() -> Said:
    stage = Stage()
    stage.do("wechat.block_user", user="alice")
    return stage.exchange(stage.login())


def exchange(app: dict[str, object] | None = None, code: str | None = "", **changes: str | None) -> Said:
    """``code`` "": a good one."""
    stage = Stage(**(app or {}))
    return stage.exchange(stage.login() if code == "" else code, **changes)


# Sessions


def asked_with(path: str, **changes: str) -> Said:
    stage = Stage()
    return stage.ask(path, **signed(stage.session(), **changes))


def behind_a_session(api: str, path: str) -> dict[tuple[str, int], Callable[[], Said]]:
    return {
        (api, 40003): partial(asked_with, path, openid=s.NO_OPENID),
        (api, 87008): partial(asked_with, path, sig_method="hmac_sha1"),
        (api, 87009): partial(asked_with, path, signature="0" * 64),
    }


# Phone numbers, sealed data, payments, plugins


def told(path: str, **given: str) -> Said:
    return Stage().tell(path, given)


def phone_code_of_another_app() -> Said:
    stage = Stage(CAFE)
    return stage.tell(s.PHONE, {"code": stage.phone_code(app="cafe")})


def phone_number_of_another_user() -> Said:
    stage = Stage()
    return stage.tell(s.PHONE, {"code": stage.phone_code(), "openid": stage.session("bob")["openid"]})


def paid_in(owner: str | None) -> Said:
    stage = Stage(owner=owner)
    return stage.ask(s.PAID, openid=stage.session()["openid"], transaction_id="4200000000")


def paid_by_nobody() -> Said:
    return Stage().ask(s.PAID, openid=s.NO_OPENID, transaction_id="4200000000")


# Tokens and quotas


def fetched(app: dict[str, object] | None = None, **changes: str | None) -> Said:
    return Stage(**(app or {})).fetch(**changes)


def fetched_stable(app: dict[str, object] | None = None, **changes: object) -> Said:
    return Stage(**(app or {})).fetch_stable(**changes)


def fetched_too_often(api: str, quotas: tuple[Quota, ...]) -> Said:
    stage = Stage(limits={api: quotas})
    fetch = stage.fetch if api == "token" else stage.fetch_stable
    assert fetch().errcode == 0
    return fetch()


def cleared_v2(**changes: str | None) -> Said:
    stage = Stage()
    given = {"appid": stage.app.appid, "appsecret": stage.app.secret} | changes
    return stage.post(s.CLEAR_V2, given)


def eleventh_clearing(path: str, given: dict[str, str | None]) -> Said:
    stage = Stage()
    for _ in range(10):
        assert stage.tell(path, given).errcode == 0
    return stage.tell(path, given)


def rid_of_sns() -> Said:
    stage = Stage()
    return stage.tell(s.RID, {"rid": stage.exchange(s.NO_CODE).exchange.rid})


def rid_of_another_app() -> Said:
    stage = Stage(CAFE)
    rid = stage.fetch(secret="x").exchange.rid
    theirs = stage.fetch(appid=CAFE.appid, secret=CAFE.secret)["access_token"]
    return stage.post(s.RID, {"rid": rid}, access_token=theirs)


def old_rid() -> Said:
    stage = Stage()
    rid = stage.fetch(secret="x").exchange.rid
    stage.wait(7 * DAY + MINUTE)
    return stage.tell(s.RID, {"rid": rid})


SHOP_ID, SHOP_SECRET = s.SHOP.appid, s.SHOP.secret
NO_IPS = {"ip_whitelist": ("10.0.0.0/8",)}

CAUSES: dict[tuple[str, int], Callable[[], Said]] = {
    pair: cause for api, path in BEHIND_A_TOKEN.items() for pair, cause in behind_a_token(api, path).items()
}
CAUSES |= behind_a_session("checksession", s.CHECKSESSION)
CAUSES |= behind_a_session("resetusersessionkey", s.RESET)
CAUSES |= behind_a_session("getuserencryptkey", s.ENCRYPT_KEY)
CAUSES |= {
    ("code2session", 41002): partial(exchange, appid=None),
    ("code2session", 40013): partial(exchange, appid=s.NO_APPID),
    ("code2session", 48001): partial(exchange, {"kind": Kind.OFFICIAL}),
    ("code2session", 41004): partial(exchange, secret=None),
    ("code2session", 41008): partial(exchange, code=None),
    ("code2session", 40002): partial(exchange, grant_type="client_credential"),
    ("code2session", 45011): partial(exchanged_too_often, ONE_A_MINUTE),
    ("code2session", 45009): partial(exchanged_too_often, ONE_A_DAY),
    ("code2session", 40029): partial(exchange, code=s.NO_CODE),
    ("code2session", 40163): used_code,
    ("code2session", 40125): partial(exchange, secret=s.NO_SECRET),
    ("code2session", 40243): partial(exchange, {"frozen": True}),
    ("code2session", 40164): partial(exchange, NO_IPS),
    ("code2session", 40226): blocked_user,
    ("getuserphonenumber", 40029): partial(told, s.PHONE, code="0" * 64),
    ("getuserphonenumber", 40013): phone_code_of_another_app,
    ("getuserphonenumber", 40003): phone_number_of_another_user,
    ("checkencryptedmsg", 40097): partial(told, s.CHECK_MSG, encrypted_msg_hash="no hash"),
    ("checkencryptedmsg", 1): partial(told, s.CHECK_MSG, encrypted_msg_hash="0" * 64),
    ("getpaidunionid", 40003): paid_by_nobody,
    ("getpaidunionid", 89002): partial(paid_in, None),
    ("getpaidunionid", 89300): partial(paid_in, "acme"),
    ("getpluginopenpid", 1007): partial(told, s.PLUGIN, code=s.NO_CODE),
    ("token", 40013): partial(fetched, appid=s.NO_APPID),
    ("token", 40002): partial(fetched, grant_type="authorization_code"),
    ("token", 41002): partial(fetched, appid=None),
    ("token", 41004): partial(fetched, secret=None),
    ("token", 40125): partial(fetched, secret=s.NO_SECRET),
    ("token", 40243): partial(fetched, {"frozen": True}),
    ("token", 40164): partial(fetched, NO_IPS),
    ("token", 50004): partial(fetched, {"standing": Standing.TOKEN_FORBIDDEN}),
    ("token", 50007): partial(fetched, {"standing": Standing.FROZEN}),
    ("token", 48001): partial(fetched, {"denied": ("token",)}),
    ("token", 45011): partial(fetched_too_often, "token", ONE_A_MINUTE),
    ("token", 45009): partial(fetched_too_often, "token", ONE_A_DAY),
    ("stable_token", 43002): partial(wrong_method, s.STABLE_TOKEN),
    ("stable_token", 41002): partial(fetched_stable, appid=None),
    ("stable_token", 40013): partial(fetched_stable, appid=s.NO_APPID),
    ("stable_token", 41004): partial(fetched_stable, secret=None),
    ("stable_token", 40002): partial(fetched_stable, grant_type="authorization_code"),
    ("stable_token", 40125): partial(fetched_stable, secret=s.NO_SECRET),
    ("stable_token", 40243): partial(fetched_stable, {"frozen": True}),
    ("stable_token", 40164): partial(fetched_stable, NO_IPS),
    ("stable_token", 50004): partial(fetched_stable, {"standing": Standing.TOKEN_FORBIDDEN}),
    ("stable_token", 50007): partial(fetched_stable, {"standing": Standing.FROZEN}),
    ("stable_token", 48001): partial(fetched_stable, {"denied": ("stable_token",)}),
    ("stable_token", 45011): partial(fetched_too_often, "stable_token", ONE_A_MINUTE),
    ("stable_token", 45009): partial(fetched_too_often, "stable_token", ONE_A_DAY),
    ("clear_quota", 40013): partial(told, s.CLEAR, appid=s.NO_APPID),
    ("clear_quota", 48006): partial(eleventh_clearing, s.CLEAR, {"appid": SHOP_ID}),
    ("clear_quota_v2", 43002): partial(wrong_method, s.CLEAR_V2),
    ("clear_quota_v2", 41002): partial(cleared_v2, appid=None),
    ("clear_quota_v2", 40013): partial(cleared_v2, appid=s.NO_APPID),
    ("clear_quota_v2", 41004): partial(cleared_v2, appsecret=None),
    ("clear_quota_v2", 40125): partial(cleared_v2, appsecret=s.NO_SECRET),
    ("clear_quota_v2", 48006): partial(eleventh_clearing, s.CLEAR_V2, {"appid": SHOP_ID, "appsecret": SHOP_SECRET}),
    ("quota_clear", 76021): partial(told, s.CLEAR_ONE, cgi_path="/no/such/path"),
    ("quota_clear", 76022): partial(told, s.CLEAR_ONE, cgi_path=s.CODE2SESSION),
    ("quota_clear", 48006): partial(eleventh_clearing, s.CLEAR_ONE, {"cgi_path": s.TOKEN}),
    ("quota_get", 76021): partial(told, s.QUOTA, cgi_path="/no/such/path"),
    ("quota_get", 76022): partial(told, s.QUOTA, cgi_path=s.CODE2SESSION),
    ("rid_get", 76001): rid_of_sns,
    ("rid_get", 76002): partial(told, s.RID, rid="rid: 66c69111-4157f271-729ca238"),
    ("rid_get", 76003): rid_of_another_app,
    ("rid_get", 76004): old_rid,
}
