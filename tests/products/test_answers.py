"""A success of every endpoint has the keys that its declaration names, in that order."""

from __future__ import annotations

from hashlib import sha256

from cases import each_case

from mockwx.core.people.accounts import Kind
from mockwx.core.people.callback import Callback
from mockwx.core.tokens.quotas import Quota
from mockwx.core.world import Wechat
from mockwx.products.endpoint_lookup import ENDPOINTS

from . import stage as s
from . import stage_suite as v
from . import stage_wecom as w
from .causes_donut import donut
from .causes_review import content, risk
from .platform_stage import authorized
from .stage import Stage, official
from .stage_suite import SuiteStage
from .stage_wecom import CorpStage


def test_a_declaration_names_no_field_twice() -> None:
    with each_case() as case:
        for endpoint in ENDPOINTS:
            names = [field.name for field in endpoint.answer]
            with case(endpoint.api):
                assert len(set(names)) == len(names)


def _successes_of_mini_programs() -> dict[str, dict[str, object]]:
    """A success of each endpoint, with all its optional fields where it has some."""
    stage = Stage(limits={"token": (Quota(100, "min"), Quota(2000, "day"))}, wechat=Wechat(as_of="2018-01-01"))
    session = stage.session()
    data = stage.do("phone.getPhoneNumber", user="alice")
    digest = sha256(data["encryptedData"].encode()).hexdigest()
    paid = stage.do("wechat.pay", user="alice")
    plugin = stage.do("phone.pluginLogin", user="alice")["code"]
    rid = stage.fetch(secret="x").exchange.rid
    shop = {"appid": stage.app.appid, "appsecret": stage.app.secret}
    return {
        "code2session": stage.exchange(stage.login()).json,
        "checksession": stage.ask(s.CHECKSESSION, **s.signed(session)).json,
        "getuserphonenumber": stage.tell(s.PHONE, {"code": data["code"]}).json,
        "getuserencryptkey": stage.ask(s.ENCRYPT_KEY, **s.signed(session)).json,
        "checkencryptedmsg": stage.tell(s.CHECK_MSG, {"encrypted_msg_hash": digest}).json,
        "getpaidunionid": stage.ask(s.PAID, openid=session["openid"], transaction_id=paid["transaction_id"]).json,
        "checkcode2verifyinfo": stage.tell(s.WATCH, {"code": stage.login(), "checkcode": "1"}).json,
        "donut_code2verifyinfo": donut().json,
        "getpluginopenpid": stage.tell(s.PLUGIN, {"code": plugin}).json,
        "token": stage.fetch().json,
        "stable_token": stage.fetch_stable().json,
        "quota_get": stage.tell(s.QUOTA, {"cgi_path": s.TOKEN}).json,
        "rid_get": stage.tell(s.RID, {"rid": rid}).json,
        "getcallbackip": stage.ask(s.CALLBACK_IP).json,
        "get_api_domain_ip": stage.ask(s.DOMAIN_IP).json,
        "clear_quota": stage.tell(s.CLEAR, {"appid": shop["appid"]}).json,
        "clear_quota_v2": stage.post(s.CLEAR_V2, shop).json,
        "quota_clear": stage.tell(s.CLEAR_ONE, {"cgi_path": s.TOKEN}).json,
        "generatescheme": stage.tell(s.SCHEME, {}).json,
        "generate_urllink": stage.tell(s.URLLINK, {}).json,
        "msg_sec_check": stage.tell(s.MSG_SEC_CHECK, content(stage, session)).json,
        "media_check_async": stage.tell(s.MEDIA_CHECK, content(stage, session)).json,
        "getuserriskrank": stage.tell(s.RISK_RANK, risk(stage, session)).json,
        "resetusersessionkey": stage.ask(s.RESET, **s.signed(session)).json,
    }


def _successes_of_web_logins() -> dict[str, dict[str, object]]:
    stage = official(owner="acme")
    tokens = stage.tokens(snapshot=True)
    profile = stage.tokens()
    return {
        "oauth2_access_token": tokens,
        "oauth2_refresh_token": stage.refresh(tokens["refresh_token"]).json,
        "sns_userinfo": stage.of_user(s.USERINFO, profile).json,
        "sns_auth": stage.of_user(s.AUTH, profile).json,
        "getticket": stage.ask(s.TICKET, type="jsapi").json,
    }


def _successes_of_followers() -> dict[str, dict[str, object]]:
    stage = official(owner="acme", callback=Callback("http://127.0.0.1/wechat", "token"))
    stage.do("clock.set", at="2021-10-01")
    code = {"action_name": "QR_STR_SCENE", "action_info": {"scene": {"scene_str": "login-1"}}}
    openid = stage.tokens()["openid"]
    return {
        "qrcode_create": stage.tell(s.QRCODE_CREATE, code).json,
        "user_info": stage.ask(s.USER_INFO, openid=openid).json,
        "user_info_batchget": stage.tell(s.USER_BATCHGET, {"user_list": [{"openid": openid}]}).json,
        "getfans": stage.ask(s.FANS).json,
        "changeopenid": stage.tell(s.CHANGE_OPENID, {"from_appid": "wx", "openid_list": [openid]}).json,
        "callback_check": stage.tell(s.CALLBACK_CHECK, {"action": "all", "check_operator": "CAP"}).json,
    }


def _successes_of_platforms() -> dict[str, dict[str, object]]:
    stage = authorized(owner="acme")
    info = stage.authorized()
    mini = authorized(kind=Kind.MINIPROGRAM, owner="acme", wechat=Wechat(as_of="2018-01-01"))
    limited = authorized(limits={"token": (Quota(9, "day"), Quota(1, "min"))})
    lent = limited.authorized()["authorizer_access_token"]
    return {
        "api_component_token": stage.buy().json,
        "api_create_preauthcode": stage.ask_platform(s.PRE_AUTH_CODE, {}).json,
        "api_query_auth": {"authorization_info": info},
        "api_authorizer_token": stage.renew(info["authorizer_refresh_token"]).json,
        "api_get_authorizer_info": stage.info().json,
        "api_get_authorizer_list": stage.ask_platform(s.AUTHORIZER_LIST, {}).json,
        "api_get_authorizer_option": stage.tell(s.GET_OPTION, {"option_name": "voice_recognize"}).json,
        "api_set_authorizer_option": stage.tell(
            s.SET_OPTION, {"option_name": "voice_recognize", "option_value": "1"}
        ).json,
        "api_start_push_ticket": stage.start_tickets().json,
        "component_clear_quota_v2": stage.clear_by_secret().json,
        **_of_open_accounts(),
        "quota_get": limited.post(s.QUOTA, {"cgi_path": s.TOKEN}, access_token=lent).json,
        "component_jscode2session": mini.code2session().json,
        "component_oauth2_access_token": stage.trade_for(stage.oauth_code(snapshot=True)).json,
        "component_oauth2_refresh_token": stage.refresh_for(stage.tokens()["refresh_token"]).json,
    }


def _successes_at_wecom() -> dict[str, dict[str, object]]:
    """As of a day on which private fields were still told; a member's, where the answer depends on who it is."""
    stage = CorpStage()
    session = stage.session_of(stage.qy_code()).json
    early = CorpStage()
    early.do("clock.set", at="2022-01-01T00:00:00+08:00")
    return {
        "gettoken": stage.fetch().json,
        "auth_getuserinfo": stage.who().json,
        "user_getuserinfo": stage.who(path=w.USER_GETUSERINFO).json,
        "auth_getuserdetail": stage.detail(stage.ticket()).json,
        "user_get": early.with_token(w.USER_GET, userid=early.who()["userid"]).json,
        **_of_contacts(),
        "wecom_jscode2session": session,
        "get_jsapi_ticket": stage.with_token(w.JSAPI_TICKET).json,
        "wecom_ticket_get": stage.with_token(w.AGENT_TICKET, type="agent_config").json,
        "wecom_getcallbackip": stage.with_token(w.CALLBACK_IP).json,
        "wecom_get_api_domain_ip": stage.with_token(w.DOMAIN_IP).json,
    }


def _of_open_accounts() -> dict[str, dict[str, object]]:
    stage = authorized(owner=None)
    created = stage.tell(s.OPEN_CREATE, {}).json
    told = {"open_get": stage.tell(s.OPEN_GET, {}).json, "open_have": stage.tell(s.OPEN_HAVE, {}).json}
    account = {"open_appid": created["open_appid"]}
    told["open_unbind"] = stage.tell(s.OPEN_UNBIND, account).json
    return told | {"open_create": created, "open_bind": stage.tell(s.OPEN_BIND, account).json}


def _of_contacts() -> dict[str, dict[str, object]]:
    stage = CorpStage(w.ALICE_ONLY, owner="acme")
    detail = stage.detail(stage.ticket()).json
    openid = stage.post_with_token(w.TO_OPENID, userid="alice").json
    tfa = stage.post_with_token(w.TFA_INFO, code=stage.corp_code()).json
    return {
        "user_convert_to_openid": openid,
        "user_convert_to_userid": stage.post_with_token(w.TO_USERID, openid=openid["openid"]).json,
        "user_getuserid": stage.post_with_token(w.BY_MOBILE, mobile=detail["mobile"]).json,
        "user_get_userid_by_email": stage.post_with_token(w.BY_EMAIL, email=detail["biz_mail"]).json,
        "user_authsucc": stage.with_token(w.AUTHSUCC, userid="alice").json,
        "auth_get_tfa_info": tfa,
        "user_tfa_succ": stage.post_with_token(w.TFA_SUCC, userid="alice", tfa_code=tfa["tfa_code"]).json,
        "department_list": stage.with_token(w.DEPARTMENTS).json,
        "department_simplelist": stage.with_token(w.DEPARTMENT_IDS).json,
        "externalcontact_get": stage.with_token(w.CUSTOMER, external_userid=stage.who("carol")["external_userid"]).json,
    }


def _successes_at_a_service_provider() -> dict[str, dict[str, object]]:
    stage = SuiteStage(wechat=Wechat(suite_token_errcode="zero"))
    code = stage.pre_auth_code()
    told = {"user": "alice", "state": "s1"}
    fetched = stage.ask(v.PERMANENT_CODE, {"auth_code": stage.install(**told)["auth_code"]})
    permanent = fetched["permanent_code"]
    return {
        "get_suite_token": stage.buy().json,
        "get_provider_token": stage.buy_as_provider().json,
        "get_pre_auth_code": stage.ask(v.PRE_AUTH_CODE).json,
        "set_session_info": stage.ask(v.SESSION_INFO, {"pre_auth_code": code, "session_info": {"auth_type": 1}}).json,
        "get_permanent_code": fetched.json,
        "v2_get_permanent_code": stage.ask(v.PERMANENT_CODE_V2, {"auth_code": stage.install(**told)["auth_code"]}).json,
        "get_auth_info": stage.at_corp(v.AUTH_INFO, permanent).json,
        "v2_get_auth_info": stage.at_corp(v.AUTH_INFO_V2, permanent).json,
        "get_corp_token": stage.at_corp(v.CORP_TOKEN, permanent).json,
        "service_auth_getuserinfo3rd": stage.who().json,
        "service_getuserinfo3rd": stage.who(path=v.USERINFO_OLD).json,
        "service_auth_getuserdetail3rd": stage.detail(stage.who()["user_ticket"]).json,
        "service_getuserdetail3rd": stage.detail(stage.who()["user_ticket"], v.USERDETAIL_OLD).json,
        "service_jscode2session": stage.session_of(stage.qy_code()).json,
        "get_login_info": stage.login_info(stage.brought(v.PROVIDER_LOGIN)).json,
    }


NOT_OF_A_MEMBER = {
    "service_auth_getuserinfo3rd": ("openid",),
    "service_getuserinfo3rd": ("OpenId",),
    "auth_getuserinfo": ("openid", "external_userid"),
    "user_getuserinfo": ("OpenId", "external_userid"),
}
"""Fields that stand in the place of a member's; test_wecom.py and test_suite.py have the answers with them."""
ANSWERING = [each for each in ENDPOINTS if each.answer]
"""Those that answer with JSON."""


def successes() -> dict[str, dict[str, object]]:
    return {
        **_successes_of_mini_programs(),
        **_successes_of_web_logins(),
        **_successes_of_followers(),
        **_successes_at_wecom(),
        **_successes_at_a_service_provider(),
        **_successes_of_platforms(),
    }


SUCCESSES = successes()


def test_every_endpoint_has_a_success_here() -> None:
    missing = [each.api for each in ANSWERING if each.api not in SUCCESSES]
    assert missing == [], "tests/products/test_answers.py: add to the _successes_… of its product " + ", ".join(
        f'"{api}": stage.… .json' for api in missing
    )
    assert SUCCESSES.keys() <= {each.api for each in ANSWERING}


def test_a_success_has_the_declared_keys_in_the_declared_order() -> None:
    kinds = {"string": str, "integer": int, "object": dict, "array": list, "boolean": bool}
    with each_case() as case:
        for endpoint in ANSWERING:
            answer = SUCCESSES[endpoint.api]
            fields = [field for field in endpoint.answer if field.name not in NOT_OF_A_MEMBER.get(endpoint.api, ())]
            with case(endpoint.api):
                assert answer.get("errcode", 0) == 0, (
                    f"{endpoint.run.__module__.replace('.', '/')}.py: what should be its success is refused, {answer}. "
                    "Parameters are read from the query alone, unless reads_body=True, reads_form=True or "
                    "reads_query_too=True says otherwise"
                )
                assert list(answer) == [field.name for field in fields], (
                    f"{endpoint.run.__module__.replace('.', '/')}.py: answer=(…) names other keys, or another order, "
                    "than what the function returns (right: declared; left: returned)"
                )
                assert [type(answer[field.name]) for field in fields] == [kinds[field.type] for field in fields]


def test_an_answer_without_its_optional_fields_still_has_all_the_others() -> None:
    with each_case() as case:
        for endpoint in ANSWERING:
            always = [field.name for field in endpoint.answer if field.always]
            with case(endpoint.api):
                assert [name for name in SUCCESSES[endpoint.api] if name in always] == always
