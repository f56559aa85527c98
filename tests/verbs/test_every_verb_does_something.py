"""What each verb is for, in one fact; a verb whose body did nothing would leave the fact false."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from mockwx import engine
from mockwx.core.people.callback import Callback
from mockwx.core.world import World
from mockwx.verbs import VERBS
from mockwx.verbs.verb import Network, Verb
from tests.products import stage as s
from tests.products.causes_donut import donut
from tests.products.platform_stage import PlatformStage
from tests.products.stage import Stage, official, website
from tests.products.stage_suite import CORP_TOKEN, PERMANENT_CODE_V2, SuiteStage, installed
from tests.products.stage_wecom import CorpStage

from .phones import MINUTE, Phones, opened

CALLBACK = Callback("http://127.0.0.1:9/wechat", "mockwxtoken")
LOCATION = "scope.userLocation"


def _login() -> bool:
    return "openid" in Phones().log_in()


def _check_session() -> bool:
    phones = Phones()
    before = phones.checks()
    phones.log_in()
    return (before, phones.checks()) == (False, True)


def _get_user_info() -> bool:
    phones = Phones("2021-04-01")
    session = phones.log_in()
    return '"nickName":"小明"' in opened(phones.do("phone.getUserInfo", user="alice"), session)


def _get_user_profile() -> bool:
    return '"nickName":"小明"' in Phones("2022-01-01").do("phone.getUserProfile", user="alice", desc="x")["rawData"]


def _get_phone_number() -> bool:
    phones = Phones()
    session = phones.log_in()
    return "13800000001" in opened(phones.do("phone.getPhoneNumber", user="alice"), session)


def _get_realtime_phone_number() -> bool:
    phones = Phones()
    code = phones.do("phone.getRealtimePhoneNumber", user="alice")["code"]
    told = phones.ask("/wxa/business/getuserphonenumber", {"access_token": phones.token()}, {"code": code})
    return bool(told["phone_info"]["phoneNumber"] == "13800000001")


def _choose_avatar() -> bool:
    phones = Phones()
    paths = [phones.do("phone.chooseAvatar", user="alice")["avatarUrl"] for _ in range(2)]
    return len(set(paths)) == 2


def _nickname() -> bool:
    return bool(Phones().do("phone.nickname", user="alice")["value"] == "小明")


def _get_latest_user_key() -> bool:
    phones = Phones()
    phones.log_in()
    return len(phones.do("phone.getLatestUserKey", user="alice")["encryptKey"]) == 24


def _plugin_login() -> bool:
    code = Phones().do("phone.pluginLogin", user="alice")["code"]
    return isinstance(code, str) and code != Phones().do("phone.login", user="alice")["code"]


def _donut_login() -> bool:
    return donut().errcode == 0


def _authorize() -> bool:
    stage = official()
    code = stage.do("phone.authorize", user="alice", url=stage.link())["code"]
    return "openid" in stage.trade(code).json


def _send_auth() -> bool:
    stage = Stage(kind=s.Kind.MOBILE)
    code = stage.do("phone.sendAuth", user="alice", scope="snsapi_userinfo")["code"]
    return "access_token" in stage.trade(code).json


def _qy_login() -> bool:
    stage = CorpStage()
    return stage.session_of(stage.qy_code()).errcode == 0


def _get_privacy_setting() -> bool:
    return bool(
        Phones(privacy=("phone_number",)).do("phone.getPrivacySetting", user="alice")["needAuthorization"] is True
    )


def _require_privacy_authorize() -> bool:
    phones = Phones(privacy=("phone_number",))
    phones.do("phone.requirePrivacyAuthorize", user="alice")
    return bool(phones.do("phone.getPrivacySetting", user="alice")["needAuthorization"] is False)


def _on_need_privacy_authorization() -> bool:
    phones = Phones(privacy=("phone_number",))
    phones.do("phone.onNeedPrivacyAuthorization", user="alice", event="disagree")
    return "fail" in phones.do("phone.getPhoneNumber", user="alice")["errMsg"]


def _authorize_scope() -> bool:
    phones = Phones()
    phones.do("phone.authorizeScope", user="alice", scope=LOCATION)
    return bool(phones.do("phone.getSetting", user="alice")["authSetting"][LOCATION] is True)


def _open_setting() -> bool:
    phones = Phones()
    phones.do("phone.authorizeScope", user="alice", scope=LOCATION)
    phones.do("phone.openSetting", user="alice", refuse=LOCATION)
    return bool(phones.do("phone.getSetting", user="alice")["authSetting"][LOCATION] is False)


def _get_setting() -> bool:
    return bool(Phones().do("phone.getSetting", user="alice")["authSetting"] == {"scope.userInfo": True})


def _scan() -> bool:
    stage = website()
    uuid = stage.uuid()
    stage.do("phone.scan", user="alice", url=f"https://open.weixin.qq.com{s.CONFIRM}?uuid={uuid}")
    return "wx_errcode=404" in stage.poll(uuid).page


def _confirm() -> bool:
    stage = website()
    uuid = stage.scan()
    stage.do("phone.confirm", user="alice")
    return "wx_errcode=405" in stage.poll(uuid).page


def _deny() -> bool:
    stage = website()
    uuid = stage.scan()
    stage.do("phone.deny", user="alice")
    return "wx_errcode=403" in stage.poll(uuid).page


def _call_container() -> bool:
    stage, network = Stage(container="http://127.0.0.1:8000"), Network(engine.handle)
    args = {"user": "alice", "path": "/api/me"}
    stage.worlds.run("", lambda world: VERBS["phone.callContainer"].do(world, args, 0, network), wall=0)
    return [(outgoing.url, "X-WX-OPENID" in outgoing.headers) for outgoing in network.outgoing] == [
        ("http://127.0.0.1:8000/api/me", True)
    ]


def _followed(*verbs: str) -> list[bool]:
    """Whether alice follows the account, at first and after each verb."""
    stage = official(callback=CALLBACK, followers=())
    found = [stage.world.followers.follows(stage.app, "alice")]
    for verb in verbs:
        stage.do(verb, user="alice")
        found.append(stage.world.followers.follows(stage.app, "alice"))
    return found


def _pushes(stage: Stage) -> list[str]:
    return [push.event for push in stage.world.pushes.all()]


def _send() -> bool:
    stage = official(callback=CALLBACK)
    stage.do("phone.send", user="alice", text="hello")
    return _pushes(stage) == ["text"]


def _rotate_session_key() -> bool:
    phones = Phones()
    former = phones.log_in()["session_key"]
    phones.do("wechat.rotate_session_key", user="alice")
    return phones.log_in()["session_key"] != former


def _other_holder() -> bool:
    phones = Phones()
    token = phones.token()
    phones.wait(MINUTE)
    phones.do("wechat.other_holder")
    phones.wait(5 * MINUTE)
    return phones.works(token) == 40001


def _revoke_token() -> bool:
    phones = Phones()
    token = phones.token()
    phones.do("wechat.revoke_token")
    return phones.works(token) == 40001


def _block_user() -> bool:
    phones = Phones()
    phones.do("wechat.block_user", user="alice")
    return phones.log_in().get("errcode") == 40226


def _change_password() -> bool:
    stage = official()
    tokens = stage.tokens()
    stage.do("wechat.change_password", user="alice")
    return stage.of_user(s.USERINFO, tokens).errcode == 42007


def _pay() -> bool:
    stage = Stage(owner="acme")
    stage.session()
    paid = stage.do("wechat.pay", user="alice")
    openid = stage.session()["openid"]
    asked = stage.ask("/wxa/getpaidunionid", openid=openid, transaction_id=paid.get("transaction_id"))
    return "unionid" in asked.json


def _review() -> bool:
    stage = Stage()
    stage.do("wechat.review", text="badword")
    body = {"version": 2, "scene": 1, "openid": stage.session()["openid"], "content": "a badword"}
    return bool(stage.tell("/wxa/msg_sec_check", body)["result"]["suggest"] == "risky")


def _push() -> bool:
    stage = official(callback=CALLBACK)
    stage.do("wechat.push", event="user_authorization_revoke", user="alice")
    return _pushes(stage) == ["user_authorization_revoke"]


def _verify_url() -> bool:
    stage = official(callback=CALLBACK)
    stage.do("wechat.verify_url")
    return _pushes(stage) == ["verify_url"]


def _authorize_app() -> bool:
    return "authorizer_access_token" in PlatformStage().authorized()


def _unauthorize_app() -> bool:
    stage = PlatformStage()
    refresh_token = str(stage.authorized()["authorizer_refresh_token"])
    before = stage.renew(refresh_token).errcode
    stage.do("wechat.unauthorize_app", app="shop")
    return before == 0 and stage.renew(refresh_token).errcode not in (0, None)


def _install_suite() -> bool:
    stage = SuiteStage()
    code = stage.install()["auth_code"]
    return "permanent_code" in stage.ask(PERMANENT_CODE_V2, {"auth_code": code}).json


def _change_suite() -> bool:
    stage = installed(crm={"callback": Callback("http://127.0.0.1:9/", "mockwx", "a" * 43, "safe")})
    stage.do("wechat.change_suite")
    return _pushes(stage) == ["create_auth", "change_auth"]


def _uninstall_suite() -> bool:
    stage = SuiteStage()
    code = stage.permanent()
    stage.do("wechat.uninstall_suite")
    return stage.at_corp(CORP_TOKEN, code).errcode == 48004


def _reset_permanent_code() -> bool:
    stage = SuiteStage()
    code = stage.permanent()
    stage.do("wechat.reset_permanent_code")
    return stage.at_corp(CORP_TOKEN, code).errcode == 40084


def _clock(verb: str, **args: Any) -> tuple[int, bool]:
    """How far the clock has gone at the wall's tenth second, and whether it stands; it flows from the zeroth on."""
    phones = Phones()
    flowing = phones.world
    flowing.clock = flowing.clock.flow(0)
    phones.do(verb, wall=0, **args)
    clock = phones.world.clock
    return clock.now(10_000) - phones.at, clock.frozen


def _flow() -> bool:
    phones = Phones()
    phones.do("clock.flow")
    return not phones.world.clock.frozen


EFFECTS: Mapping[str, Callable[[], bool]] = {
    "phone.login": _login,
    "phone.checkSession": _check_session,
    "phone.getUserInfo": _get_user_info,
    "phone.getUserProfile": _get_user_profile,
    "phone.getPhoneNumber": _get_phone_number,
    "phone.getRealtimePhoneNumber": _get_realtime_phone_number,
    "phone.chooseAvatar": _choose_avatar,
    "phone.nickname": _nickname,
    "phone.getLatestUserKey": _get_latest_user_key,
    "phone.pluginLogin": _plugin_login,
    "phone.authorize": _authorize,
    "phone.sendAuth": _send_auth,
    "phone.qyLogin": _qy_login,
    "phone.donutLogin": _donut_login,
    "phone.getPrivacySetting": _get_privacy_setting,
    "phone.requirePrivacyAuthorize": _require_privacy_authorize,
    "phone.onNeedPrivacyAuthorization": _on_need_privacy_authorization,
    "phone.authorizeScope": _authorize_scope,
    "phone.getSetting": _get_setting,
    "phone.openSetting": _open_setting,
    "phone.scan": _scan,
    "phone.confirm": _confirm,
    "phone.deny": _deny,
    "phone.follow": lambda: _followed("phone.follow") == [False, True],
    "phone.unfollow": lambda: _followed("phone.follow", "phone.unfollow") == [False, True, False],
    "phone.send": _send,
    "phone.callContainer": _call_container,
    "wechat.rotate_session_key": _rotate_session_key,
    "wechat.other_holder": _other_holder,
    "wechat.revoke_token": _revoke_token,
    "wechat.block_user": _block_user,
    "wechat.change_password": _change_password,
    "wechat.pay": _pay,
    "wechat.review": _review,
    "wechat.push": _push,
    "wechat.verify_url": _verify_url,
    "wechat.authorize_app": _authorize_app,
    "wechat.unauthorize_app": _unauthorize_app,
    "wechat.install_suite": _install_suite,
    "wechat.change_suite": _change_suite,
    "wechat.uninstall_suite": _uninstall_suite,
    "wechat.reset_permanent_code": _reset_permanent_code,
    "clock.advance": lambda: _clock("clock.advance", by="5m") == (5 * MINUTE + 10_000, False),
    "clock.set": lambda: _clock("clock.set", at="2026-01-01T08:01:00+08:00") == (MINUTE + 10_000, False),
    "clock.freeze": lambda: _clock("clock.freeze") == (0, True),
    "clock.flow": _flow,
}


def test_every_verb_has_its_effect_above() -> None:
    assert VERBS.keys() - EFFECTS.keys() == set(), (
        "tests/verbs/test_every_verb_does_something.py: add to EFFECTS what is true after the verb, and was not before"
    )
    assert EFFECTS.keys() <= VERBS.keys()


@pytest.mark.parametrize("name", VERBS)
def test_a_verb_does_what_it_is_for(name: str) -> None:
    assert EFFECTS[name]()


@pytest.mark.parametrize("name", VERBS)
def test_the_effect_of_a_verb_is_missed_where_its_body_does_nothing(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    do_checked = Verb.do_checked

    def nothing(
        verb: Verb, world: World, args: Mapping[str, Any], wall: int, network: Network | None = None
    ) -> dict[str, Any]:
        return {"errMsg": "ok"} if verb.name == name else do_checked(verb, world, args, wall, network)

    monkeypatch.setattr(Verb, "do_checked", nothing)
    try:
        is_seen = EFFECTS[name]()
    except (AssertionError, KeyError):
        is_seen = False
    assert not is_seen
