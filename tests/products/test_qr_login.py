"""Logging in to a website by QR code: the page, its picture, its long poll, the phone's page and wxLogin.js."""

from __future__ import annotations

import json
import re
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest

from mockwx import engine
from mockwx.core.people.accounts import Kind, User, app_called
from mockwx.core.web.redirects import appended
from mockwx.core.wire import Request
from mockwx.core.world import Wechat
from mockwx.products import endpoint_lookup

from . import stage as s
from .stage import MINUTE, SECOND, Said, Stage, website

EVIL = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(2)>${title}$body"


def came(stage: Stage, path: str, origin: str, root: str = "", **query: str) -> Said:
    """A GET by a client that calls the server by ``origin``."""
    request = Request("GET", None, path, query, root=root, origin=origin)
    return Said(stage.worlds.handle("", request, wall=0))


# The page


def test_the_page_carries_the_marks_that_programs_look_for() -> None:
    page = website().qr_page().page
    uuid = re.search(r'<img class="js_qrcode_img web_qrcode_img" src="/connect/qrcode/(\w{16})"', page)
    assert uuid is not None
    assert f'/connect/l/qrconnect?uuid={uuid[1]}";' in re.search(r"var fordevtool = .*", page)[0]  # type: ignore[index]


@pytest.mark.parametrize(
    ("origin", "root", "poll_at"),
    [
        ("https://open.weixin.qq.com", "", "https://long.open.weixin.qq.com"),
        ("https://open.weixin.qq.com", "/~job7", "https://long.open.weixin.qq.com/~job7"),
        ("http://127.0.0.1:8780", "", "http://127.0.0.1:8780/open.weixin.qq.com"),
        ("http://10.0.0.5:8780", "/~job7/open.weixin.qq.com", "http://10.0.0.5:8780/~job7/open.weixin.qq.com"),
    ],
)
def test_links_stay_where_the_browser_is(origin: str, root: str, poll_at: str) -> None:
    stage = website()
    page = came(stage, s.QRCONNECT, origin, root, **{k: v for k, v in stage.qr_query().items() if v}).page
    uuid = re.search(rf'src="{root}/connect/qrcode/(\w+)"', page)
    assert uuid is not None
    assert f'var fordevtool = "{poll_at}/connect/l/qrconnect?uuid={uuid[1]}";' in page
    assert f'href="{root}/connect/confirm?uuid={uuid[1]}"' in page
    assert f"poll: '{root}/connect/l/qrconnect?uuid={uuid[1]}'" in page


def test_f_xml_is_the_uuid_alone() -> None:
    said = website().qr_page(f="xml")
    assert said.exchange.response.content_type.startswith("text/xml")
    found = ElementTree.fromstring(said.page)
    assert [(each.tag, len(each.text or "")) for each in found] == [("uuid", 16)]


def test_every_page_has_a_qr_code_of_its_own() -> None:
    stage = website()
    assert len({stage.uuid() for _ in range(20)}) == 20


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"redirect_uri": None}, "redirect_uri 参数错误"),
        ({"redirect_uri": "javascript:alert(1)"}, "redirect_uri 参数错误"),
        ({"redirect_uri": "https://evil.example.org/"}, "redirect_uri 参数错误"),
        ({"scope": None}, "Scope 参数错误或没有 Scope 权限"),
        ({"appid": None}, "AppID 参数错误"),
    ],
)
def test_a_wrong_link_shows_a_page_and_no_qr_code(changes: dict[str, str | None], text: str) -> None:
    said = website(domain="www.example.com").qr_page(**changes)
    assert f'<h4 class="weui_msg_title">{text}</h4>' in said.page
    assert "qrcode/" not in said.page


@pytest.mark.parametrize("kind", [Kind.OFFICIAL, Kind.MINIPROGRAM, Kind.MOBILE])
def test_the_page_is_for_websites(kind: Kind) -> None:
    assert Stage(kind=kind).qr_page().errcode == 10005


def test_any_app_is_welcome_where_that_was_said() -> None:
    app = app_called("known", kind=Kind.WEBSITE)
    assert Stage(app).qr_page(appid=app.appid).errcode == 0
    assert Stage(app).qr_page(appid="wx0123456789abcdef").errcode == 40013


def test_english_is_spoken_where_it_is_asked_for() -> None:
    page = website().qr_page(lang="en").page
    assert '<html lang="en">' in page
    assert "Scan QR Code with WeChat" in page
    assert not re.search(r"[\u4e00-\u9fff]", page)


@pytest.mark.parametrize("href", ["https://www.example.com/a.css?x=1&y=2", "data:text/css;base64,LmltcG93ZXJCb3h7fQ=="])
def test_a_style_sheet_of_the_websites_own_is_linked(href: str) -> None:
    page = website().qr_page(login_type="jssdk", href=href).page
    assert f'<link rel="stylesheet" href="{href.replace("&", "&amp;")}">' in page


@pytest.mark.parametrize("href", ["javascript:alert(1)", "data:text/html,x", "//evil.example.org/x.css", "x"])
def test_nothing_else_is_linked_as_a_style_sheet(href: str) -> None:
    assert "stylesheet" not in website().qr_page(href=href).page


def test_every_page_says_that_it_is_mockwx() -> None:
    stage = website()
    uuid = stage.uuid()
    pages = [stage.qr_page(), stage.qr_page(scope="x"), stage.get(s.CONFIRM, uuid=uuid), stage.get(s.CONFIRM)]
    pages += [stage.get(s.CONFIRM, uuid=uuid, mockwx_user="a", mockwx_decision=each) for each in ("deny", "allow")]
    for said in pages:
        assert '<p class="mockwx" role="note">mockwx · 模拟微信，仅供测试</p>' in said.page


# Nothing that comes from outside becomes part of a page


def test_nothing_of_a_link_or_a_scenario_becomes_markup() -> None:
    app = app_called("shop", kind=Kind.WEBSITE)
    stage = Stage(users=(User(EVIL, nickname=EVIL),))
    stage.world.accounts.add_app(s.replace(app, name=EVIL))
    url = f"https://www.example.com/{EVIL}"
    query = {"appid": app.appid, "redirect_uri": url, "scope": "snsapi_login", "state": EVIL, "self_redirect": EVIL}
    pages = [
        stage.get(s.QRCONNECT, **query, href=f"https://x/{EVIL}", style=EVIL, lang=EVIL, login_type=EVIL).page,
        stage.get(s.QRCONNECT, appid=EVIL, redirect_uri=EVIL, scope=EVIL).page,
    ]
    uuid = re.search(r"<uuid>(\w+)", stage.get(s.QRCONNECT, **query, f="xml").page)
    assert uuid is not None
    pages += [
        stage.get(s.CONFIRM, uuid=uuid[1]).page,
        stage.get(s.CONFIRM, uuid=EVIL).page,
        stage.get(s.CONFIRM, uuid=uuid[1], mockwx_user=EVIL, mockwx_decision="allow").page,
    ]
    for page in pages:
        assert "alert(1)</script>" not in page
        assert "<img src=x" not in page
        assert "<title>微信登录</title>$body" not in page
    assert len(re.findall(r"<script", pages[0])) == 1
    assert stage.poll(uuid[1], f="url").page.count("';") == 2


def test_what_the_script_gets_is_what_the_link_said() -> None:
    url = "https://www.example.com/?a=1&b='\"\\</script>\u2028"
    page = website().qr_page(redirect_uri=url, state="a b&c=d#e'").page
    found = re.search(r"redirect_uri: '(.*?)', state: '(.*?)'", page)
    assert found is not None
    assert json.loads(f'"{found[1]}"') == url
    assert found[2] == "a%20b%26c%3Dd%23e%27"


# The picture


def test_the_picture_is_a_png_and_says_where_the_client_finds_this_server() -> None:
    stage = website()
    said = stage.get(f"{s.QRCODE}/{stage.uuid()}")
    assert said.exchange.response.content_type == "image/png"
    assert said.body.startswith(b"\x89PNG\r\n")


def test_the_picture_of_no_qr_code_is_not_found() -> None:
    assert website().get(f"{s.QRCODE}/nonsense").exchange.response.status == 404


@pytest.mark.parametrize("path", [s.QRCODE, f"{s.QRCODE}/", f"{s.QRCODE}/a/b"])
def test_a_path_that_only_begins_like_the_pictures_is_none(path: str) -> None:
    assert endpoint_lookup.find("open.weixin.qq.com", path) is None


@pytest.mark.parametrize("host", ["api.weixin.qq.com", "qyapi.weixin.qq.com"])
def test_the_pictures_path_leads_nowhere_on_another_host(host: str) -> None:
    assert endpoint_lookup.find(host, f"{s.QRCODE}/nonsense") is None


# The long poll


def test_what_a_poll_is_told_depends_on_what_the_page_knows() -> None:
    stage = website()
    uuid = stage.uuid()
    assert stage.poll(uuid).page == "window.wx_errcode=408;window.wx_code='';"
    stage.scan(uuid=uuid)
    assert stage.poll(uuid).page == "window.wx_errcode=404;window.wx_code='';"
    assert stage.poll(uuid, last="404").errcode == 408
    stage.do("phone.deny", user="alice")
    assert stage.poll(uuid, last="404").errcode == 403
    assert stage.poll(uuid, last="403").errcode == 408
    stage.wait(5 * MINUTE)
    assert stage.poll(uuid, last="403").page == "window.wx_errcode=402;window.wx_code='';"


def test_f_url_tells_the_whole_callback_and_the_nickname() -> None:
    stage = website(owner="acme")
    stage.world.accounts.add_user(User("alice", nickname="小明's 🐼"))
    uuid = stage.scan()
    code = stage.do("phone.confirm", user="alice")["code"]
    assert stage.poll(uuid, f="url").body.decode() == (
        f"window.wx_errcode=405;window.wx_redirecturl='{s.CALLBACK}?code={code}&state=s1';"
        "window.wx_nickname='小明\\u0027s 🐼';"
    )


def test_a_code_is_told_again_to_a_page_that_missed_it() -> None:
    stage = website()
    uuid = stage.scan()
    stage.do("phone.confirm", user="alice")
    first = stage.poll(uuid).page
    stage.wait(6 * MINUTE)
    assert stage.poll(uuid).page == first


def test_a_poll_is_held_only_while_there_is_nothing_new() -> None:
    stage = website()
    uuid = stage.uuid()

    def held(**more: str) -> bool:
        request = Request("GET", None, s.POLL, {"uuid": uuid, **more})
        return engine.patience(stage.world, request, 0) > 20 * SECOND

    assert held()
    assert not engine.patience(stage.world, Request("GET", None, s.POLL, {"uuid": "nonsense"}), 0)
    stage.scan(uuid=uuid)
    assert (held(), held(last="404"), held(last="403")) == (False, True, False)
    stage.wait(5 * MINUTE)
    assert not held(last="404")


def test_a_rule_makes_a_page_reload() -> None:
    stage = website()
    stage.rule("qrconnect_poll", s.errcodes.qrcodes.SERVER_ERROR)
    assert stage.poll(stage.uuid()).page == "window.wx_errcode=500;window.wx_code='';"


# The phone's page


def test_opening_the_page_is_the_scan_whoever_it_is() -> None:
    stage = website(users=(User("alice"), User("bob", nickname="波波")))
    uuid = stage.uuid()
    page = stage.get(s.CONFIRM, uuid=uuid).page
    assert stage.poll(uuid).errcode == 404
    assert re.findall(r'name="mockwx_user" value="(\w+)"', page) == ["alice", "bob"]
    form = urlencode({"mockwx_user": "bob", "mockwx_decision": "allow"})
    done = stage.send("POST", s.CONFIRM, {"uuid": uuid}, form.encode())
    assert "登录成功" in done.page
    assert stage.poll(uuid).exchange.user == "bob"


def test_a_world_without_users_offers_some() -> None:
    stage = website()
    page = stage.get(s.CONFIRM, uuid=stage.uuid()).page
    assert re.findall(r'name="mockwx_user" value="(\w+)"', page) == ["alice", "bob"]


def test_a_page_that_knows_its_user_asks_only_for_the_decision() -> None:
    stage = website()
    page = stage.get(s.CONFIRM, uuid=stage.uuid(), mockwx_user="carol").page
    assert re.findall(r'name="mockwx_user" value="(\w+)"', page) == ["carol"]


def test_a_decision_of_nobody_decides_nothing() -> None:
    stage = website()
    uuid = stage.uuid()
    stage.get(s.CONFIRM, uuid=uuid, mockwx_decision="allow")
    assert stage.poll(uuid).errcode == 404


def test_a_qr_code_that_is_over_cannot_be_scanned() -> None:
    stage = website()
    uuid = stage.scan()
    stage.do("phone.confirm", user="alice")
    assert "二维码已使用" in stage.get(s.CONFIRM, uuid=uuid).page
    late = stage.uuid()
    stage.wait(5 * MINUTE)
    assert "二维码已过期" in stage.get(s.CONFIRM, uuid=late).page
    assert "二维码已过期" in stage.get(s.CONFIRM, uuid="nonsense").page


def test_the_page_wants_wechat_where_that_was_chosen() -> None:
    stage = website(wechat=Wechat(outside_wechat="refused"))
    uuid = stage.uuid()
    assert "请在微信客户端打开链接" in stage.get(s.CONFIRM, uuid=uuid).page
    assert stage.poll(uuid).errcode == 408
    stage.scan(uuid=uuid)
    assert stage.poll(uuid).errcode == 404


# wxLogin.js, mobile apps


@pytest.mark.parametrize(
    ("origin", "root", "page"),
    [
        ("https://res.wx.qq.com", "", "https://open.weixin.qq.com/connect/qrconnect"),
        (
            "http://127.0.0.1:8780",
            "/~job7/res.wx.qq.com",
            "http://127.0.0.1:8780/~job7/open.weixin.qq.com/connect/qrconnect",
        ),
        (
            "http://127.0.0.1:8780",
            "/res.wx.qq.com",
            "http://127.0.0.1:8780/open.weixin.qq.com/connect/qrconnect",
        ),
    ],
)
def test_the_script_embeds_the_page_of_the_server_that_it_came_from(origin: str, root: str, page: str) -> None:
    said = came(website(), s.WXLOGIN_JS, origin, root)
    assert said.exchange.response.content_type.startswith("text/javascript")
    assert f"'{page}' + \"?appid=\"" in said.page
    assert "encodeURI" not in said.page


def test_a_mobile_app_is_led_to_its_own_scheme() -> None:
    stage = Stage(kind=Kind.MOBILE)
    said = stage.get(s.APP_QRCONNECT, appid=stage.app.appid, scope="snsapi_userinfo", state="s1", f="xml")
    uuid = re.search(r"<uuid>(\w+)", said.page)
    assert uuid is not None
    stage.scan(uuid=uuid[1])
    found = stage.do("phone.confirm", user="alice")
    assert found["url"] == f"{stage.app.appid}://oauth?code={found['code']}&state=s1"
    assert f"window.wx_redirecturl='{found['url']}';" in stage.poll(uuid[1], f="url").page
    assert stage.trade(found["code"])["scope"] == "snsapi_userinfo"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a/cb", "https://a/cb?code=c&state=s"),
        ("https://a/cb?x=1", "https://a/cb?x=1&code=c&state=s"),
        ("https://a/#/bind", "https://a/#/bind?code=c&state=s"),
        ("https://a/?x=1#/bind", "https://a/?x=1#/bind&code=c&state=s"),
    ],
)
def test_the_page_puts_code_and_state_at_the_very_end(url: str, expected: str) -> None:
    assert appended(url, {"code": "c", "state": "s"}) == expected
