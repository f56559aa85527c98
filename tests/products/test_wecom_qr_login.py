"""WeCom's older login page shows a QR code: a phone scans it, and the page is told what came of it."""

from __future__ import annotations

from typing import Any

import pytest

from mockwx.core.web.hosts import WECOM_OPEN_HOST
from mockwx.core.web.pictures import text_of
from mockwx.verbs import VerbError

from . import stage as s
from . import stage_wecom as w
from .stage import MINUTE
from .stage_wecom import ALICE_ONLY, CorpStage


def told(status: str, code: str = "") -> str:
    return f'jsonpCallback({{"status":"QRCODE_SCAN_{status}","auth_code":"{code}"}})'


def scan(stage: CorpStage, key: str, user: str = "alice") -> dict[str, Any]:
    return stage.do("phone.scan", user=user, url=f"https://{WECOM_OPEN_HOST}/wwopen/sso/confirm2?k={key}&notretry=yes")


def test_the_page_is_told_of_scan_and_confirmation_and_leads_on_with_a_code() -> None:
    stage = CorpStage()
    key = stage.qr_key()
    assert stage.corp_poll(key) == told("NEVER")
    assert scan(stage, key)["status"] == "scanned"
    assert stage.corp_poll(key) == told("ING")
    back = stage.do("phone.confirm", user="alice")
    assert back["url"] == f"{s.CALLBACK}?code={back['code']}&state=s1&appid={stage.app.appid}"
    assert stage.corp_poll(key) == told("SUCC", back["code"])
    assert stage.with_token(w.AUTH_GETUSERINFO, code=back["code"])["userid"] == "alice"
    with pytest.raises(VerbError, match="has confirmed that login already"):
        stage.do("phone.confirm", user="alice")


def test_a_denied_code_may_be_scanned_again_and_an_old_one_not() -> None:
    stage = CorpStage()
    key = stage.qr_key()
    scan(stage, key)
    stage.do("phone.deny", user="alice")
    assert stage.corp_poll(key) == told("FAIL")
    assert scan(stage, key, "bob")["status"] == "scanned"
    stage.wait(5 * MINUTE)
    assert stage.corp_poll(key) == told("ERR") == stage.corp_poll("nonsense")
    assert scan(stage, key)["status"] == "expired"


def test_the_picture_says_what_the_phone_opens() -> None:
    stage = CorpStage()
    key = stage.qr_key()
    said = stage.send("GET", "/wwopen/sso/qrImg", {"key": key}, host=WECOM_OPEN_HOST)
    assert said.exchange.response.content_type == "image/jpeg"
    assert text_of(said.body) == f"https://{WECOM_OPEN_HOST}/wwopen/sso/confirm2?k={key}&notretry=yes"
    assert stage.send("GET", "/wwopen/sso/qrImg", {"key": "x"}, host=WECOM_OPEN_HOST).exchange.response.status == 404


@pytest.mark.parametrize("what", ["picture", "link"])
def test_a_phone_takes_the_address_of_the_picture_or_the_login_link_too(what: str) -> None:
    stage = CorpStage()
    picture = f"https://{WECOM_OPEN_HOST}/wwopen/sso/qrImg?key={stage.qr_key()}"
    scanned = stage.do("phone.scan", user="alice", url=picture if what == "picture" else stage.corp_link(w.QRCONNECT))
    assert scanned["status"] == "scanned"
    assert stage.do("phone.confirm", user="alice")["code"]


def test_only_a_visible_member_may_confirm() -> None:
    stage = CorpStage(ALICE_ONLY)
    key = stage.qr_key()
    for user in ("bob", "carol"):
        refused = scan(stage, key, user)
        assert (refused["errcode"], refused["status"]) == (50002, "waiting")
    assert stage.corp_poll(key) == told("NEVER")


def test_the_page_has_what_programs_look_for_in_it() -> None:
    page = CorpStage().login_page().page
    assert "longPollGetUrl: '/wwopen/sso/l/qrConnect'" in page
    assert 'class="qrcode lightBorder"' in page


@pytest.mark.parametrize(
    ("named", "called"), [("cb.x", "cb.x"), ("alert(1)//", "jsonpCallback"), ("", "jsonpCallback")]
)
def test_only_a_name_is_called(named: str, called: str) -> None:
    stage = CorpStage()
    assert stage.corp_poll(stage.qr_key(), callback=named).startswith(f'{called}({{"status"')
