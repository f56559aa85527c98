"""Templates of pages: each has the fields that its page declares, and is shown in a test."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from string import Template

import pytest

import mockwx.products.shared.pages as pages
from mockwx.core.web.hosts import OPEN_HOST, RES_HOST, WECOM_LOGIN_HOST, WECOM_OPEN_HOST
from mockwx.core.world import Wechat
from mockwx.products.endpoint_lookup import ENDPOINTS
from mockwx.products.shared.pages import DONE, PAGES, Page

from . import stage as s
from . import stage_suite as v
from .platform_stage import authorized
from .stage import Said, Stage, official, website
from .stage_suite import SuiteStage
from .stage_wecom import CorpStage

FOLDER = Path(pages.__file__).parent
FRAME = {"lang", "look", "title", "style", "head", "body", "mark"}


def template(name: str) -> Template:
    text = Template((FOLDER / name).read_text(encoding="utf-8"))
    assert text.is_valid(), f"{name} has a $ that names no field"
    return text


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_template_has_the_fields_that_its_page_declares(page: Page) -> None:
    named = set(template(f"{page.name}.html").get_identifiers()) - {"title"}
    declared = {*page.texts, *page.ready}
    assert not named - declared, f"{page.name}.html names {named - declared}, which the page does not declare"
    assert not declared - named, f"{page.name}.html lacks {declared - named}, which the page declares"


def test_frame_and_scripts_have_the_fields_that_they_are_filled_with() -> None:
    assert set(template("frame.html").get_identifiers()) == FRAME
    for script in FOLDER.glob("*.js"):
        assert template(script.name).get_identifiers() == ["page"], script.name


def test_every_template_is_of_a_declared_page() -> None:
    templates = {path.stem for path in FOLDER.glob("*.html")} - {"frame"}
    declared = {page.name for page in PAGES}
    assert templates == declared, (
        f"mockwx/products/shared/pages/__init__.py: PAGES lists a Page for each template; without one: "
        f"{sorted(templates - declared)}; without a template: {sorted(declared - templates)}"
    )


@pytest.mark.parametrize("fields", [{"text": "so it is"}, {"text": "so it is", "mark": "ok", "mood": "good"}])
def test_a_page_with_a_field_too_few_or_too_many_names_page_and_field(fields: dict[str, str]) -> None:
    wrong = "mood" if "mood" in fields else "mark"
    with pytest.raises(TypeError, match=rf"page done takes text, mark: look at \['{wrong}'\]"):
        DONE.fill(title="Done", **fields)


def page_of_corp(host: str, path: str, **query: str) -> Said:
    stage = CorpStage()
    site = {"appid": stage.app.appid, "agentid": "1000002", "redirect_uri": s.CALLBACK, **query}
    return stage.send("GET", path, site, host=host)


def shown_to_corp(path: str, name: str) -> Said:
    stage = CorpStage()
    return stage.send("GET", path, {name: stage.qr_key()}, host=WECOM_OPEN_HOST)


def confirmation(decision: str | None = None) -> Said:
    stage = website()
    said = {"uuid": stage.uuid(), "mockwx_user": "alice", "mockwx_decision": decision}
    return stage.send("GET", s.CONFIRM, said, host=OPEN_HOST)


def login_page() -> Said:
    stage = authorized()
    platform = next(app for app in stage.world.accounts.apps() if app.kind == "component")
    code = stage.ask_platform(s.PRE_AUTH_CODE, {})["pre_auth_code"]
    query = {"component_appid": platform.appid, "pre_auth_code": code, "redirect_uri": s.CALLBACK}
    return stage.send("GET", s.LOGIN_PAGE, query, host="mp.weixin.qq.com")


def picture() -> Said:
    stage = website()
    return stage.send("GET", f"{s.QRCODE}/{stage.uuid()}", host=OPEN_HOST)


def scene_picture() -> Said:
    stage = official()
    code = {"action_name": "QR_SCENE", "action_info": {"scene": {"scene_id": 7}}}
    ticket = stage.tell(s.QRCODE_CREATE, code)["ticket"]
    return stage.send("GET", s.SHOWQRCODE, {"ticket": ticket}, host="mp.weixin.qq.com")


def poll() -> Said:
    stage = website()
    return stage.poll(stage.uuid())


def mobile_page() -> Said:
    stage = Stage(kind="mobile")
    return stage.get(s.APP_QRCONNECT, appid=stage.app.appid, scope="snsapi_userinfo")


OPENED: dict[str, Callable[[], Said]] = {
    "authorize": lambda: official().visit(),
    "qrconnect": lambda: website().qr_page(),
    "app_qrconnect": mobile_page,
    "qrcode": picture,
    "qrconnect_poll": poll,
    "qrconnect_confirm": confirmation,
    "wxlogin_js": lambda: Stage().send("GET", s.WXLOGIN_JS, host=RES_HOST),
    "componentloginpage": login_page,
    "safe_bindcomponent": lambda: authorized().open_page("/safe/bindcomponent"),
    "wxaopen_bindcomponent": lambda: authorized().open_page(
        "/wxaopen/safe/bindcomponent", OPEN_HOST, auth_type="3", action="bindcomponent", no_scan="1"
    ),
    "showqrcode": scene_picture,
    "getwxacodeunlimit": lambda: Stage().tell(s.WXACODE_UNLIMIT, {"scene": "a"}),
    "getwxacode": lambda: Stage().tell(s.WXACODE, {"path": "pages/login?a=1"}),
    "createwxaqrcode": lambda: Stage().tell(s.WXAQRCODE, {"path": "pages/login?a=1"}),
    "wecom_authorize": lambda: page_of_corp(OPEN_HOST, s.AUTHORIZE, scope="snsapi_privateinfo"),
    "wecom_login": lambda: page_of_corp(WECOM_LOGIN_HOST, "/wwlogin/sso/login", login_type="CorpApp"),
    "wecom_qrconnect": lambda: page_of_corp(WECOM_OPEN_HOST, "/wwopen/sso/qrConnect"),
    "wecom_3rd_qrconnect": lambda: SuiteStage().open(v.PROVIDER_LOGIN, None),
    "wecom_qrimg": lambda: shown_to_corp("/wwopen/sso/qrImg", "key"),
    "wecom_qr_poll": lambda: shown_to_corp("/wwopen/sso/l/qrConnect", "key"),
    "wecom_confirm2": lambda: shown_to_corp("/wwopen/sso/confirm2", "k"),
    "suite_install": lambda: SuiteStage().install_page(),
    "suite_authorize": lambda: SuiteStage().open(v.AUTHORIZE, None),
    "suite_login": lambda: SuiteStage().open(v.LOGIN, None),
}
"""An api that answers with no JSON → what it shows when it is opened."""
SHOWN: dict[str, Callable[[], Said]] = {
    "consent": OPENED["authorize"],
    "done": lambda: confirmation("allow"),
    "outside": lambda: official(wechat=Wechat(outside_wechat="refused")).visit(None),
    "platform": login_page,
    "qrcode": OPENED["qrconnect"],
    "refused": lambda: official().visit(appid=None),
}


def test_every_api_that_answers_with_a_page_is_opened_here() -> None:
    apis = {each.api for each in ENDPOINTS if not each.answer}
    assert apis - OPENED.keys() == set(), (
        "tests/products/test_page_templates.py: OPENED needs a way to open them; an api that answers with JSON says "
        "with answer=(Field(…), …) which keys"
    )
    assert OPENED.keys() <= apis


@pytest.mark.parametrize("api", OPENED)
def test_an_api_that_answers_with_a_page_shows_one(api: str) -> None:
    said = OPENED[api]()
    assert said.exchange.api == api
    assert said.exchange.response.status == 200
    assert said.body


def test_every_page_is_shown_here() -> None:
    pages_shown = SHOWN.keys()
    assert {page.name for page in PAGES} - pages_shown == set(), (
        "tests/products/test_page_templates.py: SHOWN needs a way to see the page"
    )
    assert pages_shown <= {page.name for page in PAGES}


@pytest.mark.parametrize("name", SHOWN)
def test_a_page_is_shown(name: str) -> None:
    said = SHOWN[name]()
    assert f'<body class="{name}"' in said.page
    assert "$" not in said.page.partition("<script>")[0].partition("</style>")[2]


def test_a_page_works_without_javascript_unless_it_shows_a_qr_code() -> None:
    scripted = {
        page.name
        for page in FOLDER.glob("*.html")
        if re.search(r"<script|\son[a-z]+\s*=|javascript:", page.read_text(encoding="utf-8"), re.IGNORECASE)
    }
    assert scripted <= {"qrcode.html"}
