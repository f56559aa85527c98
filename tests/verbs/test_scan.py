"""What a phone does with a QR code, and what comes of it on the website's page."""

from __future__ import annotations

import pytest

from mockwx import engine
from mockwx.core.rules.faults import Net
from mockwx.core.rules.rules import Rule, When
from mockwx.verbs import VERBS, Network, VerbError
from tests.products import stage as s
from tests.products.stage import MINUTE, Stage, website


def test_a_login_that_is_scanned_and_confirmed_leads_back_with_a_code() -> None:
    stage = website(owner="acme")
    uuid = stage.scan()
    found = stage.do("phone.confirm", user="alice")
    assert (found["uuid"], found["status"], found["state"]) == (uuid, "confirmed", "s1")
    assert found["url"] == f"{s.CALLBACK}?code={found['code']}&state=s1"
    assert stage.poll(uuid).page == f"window.wx_errcode=405;window.wx_code='{found['code']}';"
    tokens = stage.trade(found["code"])
    assert (tokens["scope"], tokens.exchange.user) == ("snsapi_login", "alice")
    assert "unionid" in tokens.json


@pytest.mark.parametrize("base", ["https://open.weixin.qq.com", "http://127.0.0.1:8780/~job7/open.weixin.qq.com", ""])
def test_the_link_the_picture_and_what_it_says_can_all_be_scanned(base: str) -> None:
    stage = website()
    uuid = stage.uuid()
    for path in (f"{s.CONFIRM}?uuid={uuid}", f"{s.QRCODE}/{uuid}"):
        assert stage.do("phone.scan", user="alice", url=base + path) == {
            "uuid": uuid,
            "status": "scanned",
            "errcode": 0,
            "reason": None,
        }
    link = stage.qr_link().replace("https://open.weixin.qq.com", base)
    other = stage.do("phone.scan", user="alice", url=link)
    assert other["status"] == "scanned"
    assert other["uuid"] != uuid
    assert stage.do("phone.confirm", user="alice")["uuid"] == other["uuid"]


def test_a_login_link_that_is_refused_has_no_qr_code_and_says_why() -> None:
    stage = website(domain="www.example.org")
    found = stage.do("phone.scan", user="alice", url=stage.qr_link())
    assert (found["uuid"], found["status"], found["errcode"]) == (None, None, 10003)
    assert found["reason"] == "redirect_uri leads to www.example.com, the app's domain is www.example.org"


def test_what_has_no_qr_code_is_no_link_to_scan() -> None:
    stage = website()
    for url in (f"https://res.wx.qq.com{s.WXLOGIN_JS}", "https://www.example.com/", stage.link()):
        with pytest.raises(VerbError) as caught:
            stage.do("phone.scan", user="alice", url=url)
        assert caught.value.where == "url"
    assert len(list(stage.world.journal)) == 0


def test_a_phone_that_scanned_nothing_has_nothing_to_confirm() -> None:
    stage = website()
    stage.scan("bob")
    for verb in ("phone.confirm", "phone.deny"):
        with pytest.raises(VerbError, match=r"phone\.scan"):
            stage.do(verb, user="alice")


def test_a_login_that_was_denied_can_be_scanned_again_and_confirmed() -> None:
    stage = website()
    uuid = stage.scan()
    assert stage.do("phone.deny", user="alice")["status"] == "denied"
    assert stage.poll(uuid).errcode == 403
    stage.scan(uuid=uuid)
    assert stage.poll(uuid).errcode == 404
    assert stage.do("phone.confirm", user="alice")["status"] == "confirmed"
    assert stage.poll(uuid).errcode == 0


def test_nobody_confirms_what_somebody_else_has_confirmed() -> None:
    stage = website()
    uuid = stage.scan()
    stage.scan("bob", uuid)
    assert stage.do("phone.confirm", user="bob")["code"] is not None
    late = stage.do("phone.confirm", user="alice")
    assert (late["status"], late["url"], late["code"]) == ("confirmed", None, None)
    assert stage.do("phone.deny", user="alice")["status"] == "confirmed"
    assert stage.poll(uuid).exchange.user == "bob"


@pytest.mark.parametrize(("after", "status"), [(5 * MINUTE - 1, "confirmed"), (5 * MINUTE, "expired")])
def test_a_qr_code_lives_for_five_minutes(after: int, status: str) -> None:
    stage = website()
    stage.scan()
    stage.wait(after)
    found = stage.do("phone.confirm", user="alice")
    assert found["status"] == status
    assert (found["code"] is None) == (status == "expired")


def test_the_code_lives_from_the_confirmation_on() -> None:
    stage = website()
    stage.scan()
    stage.wait(4 * MINUTE)
    code = stage.do("phone.confirm", user="alice")["code"]
    stage.wait(4 * MINUTE)
    assert stage.trade(code).errcode == 0


def test_a_browser_opens_the_callback_where_that_is_asked_for() -> None:
    stage = website()
    stage.scan()
    network = Network(engine.handle)
    given = {"user": "alice", "deliver": "once"}
    found = stage.worlds.run("", lambda world: VERBS["phone.confirm"].do(world, given, 0, network), wall=0)
    assert [each.url for each in network.outgoing] == [found["url"]]


def test_a_page_that_never_reached_the_phone_confirms_nothing() -> None:
    stage = website()
    uuid = stage.scan()
    stage.world.rules.add(Rule("lost", When("qrconnect_confirm"), Net("reset")))
    assert stage.do("phone.confirm", user="alice")["url"] is None
    assert stage.poll(uuid).errcode == 404


def test_both_ends_are_in_the_journal_with_user_and_app() -> None:
    stage = website()
    uuid = stage.scan()
    stage.poll(uuid)
    stage.do("phone.confirm", user="alice")
    told = [(each.api, each.user, each.app, each.errcode) for each in stage.world.journal]
    assert told == [
        ("qrconnect", None, "shop", 0),
        ("qrconnect_confirm", "alice", "shop", 0),
        ("qrconnect_poll", "alice", "shop", 404),
        ("qrconnect_confirm", "alice", "shop", 0),
    ]


def test_a_rule_can_be_for_the_user_who_scans() -> None:
    stage = Stage(kind=s.Kind.WEBSITE)
    stage.world.rules.add(Rule("lost", When("qrconnect_confirm", user="bob"), Net("reset")))
    uuid = stage.uuid()
    url = f"{s.CONFIRM}?uuid={uuid}"
    assert stage.do("phone.scan", user="bob", url=url)["status"] == "waiting"
    assert stage.do("phone.scan", user="alice", url=url)["status"] == "scanned"


def test_after_a_scan_that_was_refused_there_is_nothing_to_confirm() -> None:
    stage = website()
    first = stage.scan()
    over = stage.uuid()
    stage.do("phone.scan", user="bob", url=f"{s.CONFIRM}?uuid={over}")
    stage.do("phone.confirm", user="bob")
    assert stage.do("phone.scan", user="alice", url=f"{s.CONFIRM}?uuid={over}")["status"] == "confirmed"
    with pytest.raises(VerbError) as caught:
        stage.do("phone.confirm", user="alice")
    assert "alice's phone has scanned no QR code" in caught.value.what
    assert stage.world.qrcodes.find(first).code == ""


@pytest.mark.parametrize(("verb", "done"), [("phone.confirm", "confirmed"), ("phone.deny", "cancelled")])
def test_a_decision_is_made_once_and_a_second_one_says_which(verb: str, done: str) -> None:
    stage = website()
    uuid = stage.scan()
    stage.do(verb, user="alice")
    code = stage.world.qrcodes.find(uuid).code
    for again in ("phone.confirm", "phone.deny"):
        with pytest.raises(VerbError) as caught:
            stage.do(again, user="alice")
        assert f"alice has {done} that login already" in caught.value.what
        assert caught.value.status == 409
    assert stage.world.qrcodes.find(uuid).code == code
