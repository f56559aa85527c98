"""getpaidunionid and getpluginopenpid."""

from __future__ import annotations

import re

from . import stage as s
from .stage import CAFE, MINUTE, Stage


def test_a_payer_s_unionid_comes_before_errcode() -> None:
    stage = Stage()
    session = stage.session()
    paid = stage.do("wechat.pay", user="alice")
    said = stage.ask(s.PAID, openid=session["openid"], transaction_id=paid["transaction_id"])
    assert list(said.json) == ["unionid", "errcode", "errmsg"]
    assert said.json == {"unionid": session["unionid"], "errcode": 0, "errmsg": "ok"}


def test_a_payment_is_found_by_the_merchant_s_own_numbers_too() -> None:
    stage = Stage()
    openid = stage.session()["openid"]
    paid = stage.do("wechat.pay", user="alice")
    numbers = {name: paid[name] for name in ("mch_id", "out_trade_no")}
    assert stage.ask(s.PAID, openid=openid, **numbers).errcode == 0
    assert stage.ask(s.PAID, openid=openid, mch_id=paid["mch_id"]).errcode == 89300
    assert stage.ask(s.PAID, openid=openid).errcode == 89300


def test_a_payment_is_known_for_less_than_five_minutes() -> None:
    stage = Stage()
    openid = stage.session()["openid"]
    paid = stage.do("wechat.pay", user="alice")["transaction_id"]
    stage.wait(5 * MINUTE - 1)
    assert stage.ask(s.PAID, openid=openid, transaction_id=paid).errcode == 0
    stage.wait(1)
    said = stage.ask(s.PAID, openid=openid, transaction_id=paid)
    assert said.errcode == 89300
    assert said["errmsg"] == f"invalid trade rid: {said.exchange.rid}"


def test_a_payment_of_another_user_is_an_invalid_trade() -> None:
    stage = Stage()
    bob = stage.session("bob")["openid"]
    paid = stage.do("wechat.pay", user="alice")["transaction_id"]
    assert stage.ask(s.PAID, openid=bob, transaction_id=paid).errcode == 89300


def test_a_payment_in_another_app_is_an_invalid_trade() -> None:
    stage = Stage(CAFE)
    openid = stage.session()["openid"]
    paid = stage.do("wechat.pay", user="alice", app="cafe")["transaction_id"]
    assert stage.ask(s.PAID, openid=openid, transaction_id=paid).errcode == 89300


def test_an_app_that_is_bound_to_nobody_has_no_unionids() -> None:
    stage = Stage(owner=None)
    openid = stage.session()["openid"]
    paid = stage.do("wechat.pay", user="alice")["transaction_id"]
    assert stage.ask(s.PAID, openid=openid, transaction_id=paid).errcode == 89002


def plugin_code(stage: Stage, app: str = "shop") -> str:
    return str(stage.do("phone.pluginLogin", user="alice", app=app)["code"])


def test_a_plugin_code_buys_an_openpid_that_stays_the_same() -> None:
    stage = Stage()
    said = stage.tell(s.PLUGIN, {"code": plugin_code(stage)})
    assert list(said.json) == ["errcode", "errmsg", "openpid"]
    assert re.fullmatch(r"G[A-Za-z0-9_-]{27}", said["openpid"])
    assert stage.tell(s.PLUGIN, {"code": plugin_code(stage)})["openpid"] == said["openpid"]


def test_a_plugin_code_works_once_and_for_less_than_five_minutes() -> None:
    stage = Stage()
    used, old = plugin_code(stage), plugin_code(stage)
    assert stage.tell(s.PLUGIN, {"code": used}).errcode == 0
    assert stage.tell(s.PLUGIN, {"code": used}).errcode == 1007
    stage.wait(5 * MINUTE)
    assert stage.tell(s.PLUGIN, {"code": old}).errcode == 1007


def test_an_unknown_plugin_code_is_told_with_no_text_but_the_rid() -> None:
    said = Stage().tell(s.PLUGIN, {"code": s.NO_CODE})
    assert said["errmsg"] == f" rid: {said.exchange.rid}"


def test_a_login_code_buys_no_openpid() -> None:
    stage = Stage()
    code = stage.login()
    assert stage.tell(s.PLUGIN, {"code": code}).errcode == 1007
    assert stage.exchange(code).errcode == 0


def test_a_plugin_code_of_another_plugin_buys_nothing() -> None:
    stage = Stage(CAFE)
    assert stage.tell(s.PLUGIN, {"code": plugin_code(stage, "cafe")}).errcode == 1007
