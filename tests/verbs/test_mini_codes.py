"""Codes and links of a mini program: a decoder reads the picture, a phone opens the page, and refusals are WeChat's."""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO
from typing import Any

import pytest
import zxingcpp
from PIL import Image

from mockwx.core.people.accounts import Kind
from mockwx.verbs import VerbError
from tests.products import stage as s
from tests.products.stage import DAY, MINUTE, SECOND, START, Said, Stage

PAGES = ("pages/index/index", "pages/login/login")
UUID = "5c3a4f3e7a0e4a3b9a690a1b2c3d4e5f"


def decoded(picture: bytes) -> str:
    (barcode,) = zxingcpp.read_barcodes(Image.open(BytesIO(picture)).convert("L"))
    return str(barcode.text)


def unlimited(stage: Stage, **changes: Any) -> Said:
    return stage.tell(s.WXACODE_UNLIMIT, {"scene": UUID, "page": "pages/login/login"} | changes)


def opened(stage: Stage, url: str) -> dict[str, Any]:
    found = stage.do("phone.scan", user="alice", url=url)
    return {name: found.get(name) for name in ("status", "app", "path", "query", "scene", "env_version")}


def test_what_a_decoder_reads_opens_the_page_with_the_scene() -> None:
    stage = Stage(pages=PAGES)
    said = unlimited(stage)
    assert said.exchange.response.content_type == "image/jpeg"
    text = decoded(said.body)
    assert f"pages/login/login?scene={UUID}" in text
    assert opened(stage, text) == {
        "status": "opened",
        "app": "shop",
        "path": "pages/login/login",
        "query": {"scene": UUID},
        "scene": 1047,
        "env_version": "release",
    }
    picture = f"data:image/jpeg;base64,{b64encode(said.body).decode()}"
    assert opened(stage, picture) == opened(stage, text)


def test_a_scene_comes_percent_encoded_as_a_page_gets_it() -> None:
    stage = Stage()
    scene = "a=1&b=c?d/e#f+g@h:i;j,k"
    assert opened(stage, decoded(unlimited(stage, scene=scene).body))["query"] == {
        "scene": "a%3D1%26b%3Dc%3Fd%2Fe%23f%2Bg%40h%3Ai%3Bj%2Ck"
    }


def test_without_a_page_the_home_page_opens() -> None:
    for pages, home in ((PAGES, "pages/index/index"), (None, "pages/index/index"), (("a/b",), "a/b")):
        stage = Stage(pages=pages)
        said = stage.tell(s.WXACODE_UNLIMIT, {"scene": "1", "env_version": "trial"})
        found = opened(stage, decoded(said.body))
        assert (found["path"], found["env_version"]) == (home, "trial")


@pytest.mark.parametrize(
    ("path", "scene"), [(s.WXACODE, 1047), (s.WXAQRCODE, 1011)], ids=["getwxacode", "createwxaqrcode"]
)
def test_a_code_with_a_path_opens_it_with_its_query_as_it_stands(path: str, scene: int) -> None:
    stage = Stage(pages=PAGES)
    text = decoded(stage.tell(path, {"path": "pages/x?a=1%3D&b="}).body)
    found = opened(stage, text)
    assert (found["path"], found["query"], found["scene"]) == ("pages/x", {"a": "1%3D", "b": ""}, scene)


@pytest.mark.parametrize(("width", "drawn"), [(None, 430), (280, 392), (600, 600), (5000, 1280), ("wide", 430)])
def test_a_picture_is_as_wide_as_asked_where_the_code_fits_and_the_width_is_allowed(width: object, drawn: int) -> None:
    image = Image.open(BytesIO(unlimited(Stage(), width=width).body))
    assert image.format == "JPEG"
    assert image.width == drawn


def test_a_transparent_picture_is_a_png() -> None:
    said = unlimited(Stage(), is_hyaline=True)
    assert said.exchange.response.content_type == "image/png"
    assert Image.open(BytesIO(said.body)).convert("RGBA").getpixel((0, 0))[3] == 0


# Refusals


@pytest.mark.parametrize("scene", ["", None, "s" * 33, "5c3a4f3e-7a0e-4a3b-9a69-0a1b2c3d4e5f"])
def test_a_scene_that_is_empty_or_too_long_is_40169_in_the_published_words(scene: object) -> None:
    said = unlimited(Stage(), scene=scene)
    assert said.exchange.response.content_type.startswith("application/json")
    text = "invalid length for scene, or the data is not json string"
    assert said.json == {"errcode": 40169, "errmsg": f"{text} rid: {said.exchange.rid}"}


def test_a_form_is_40169_and_a_character_too_many_is_40129() -> None:
    stage = Stage()
    form = stage.send("POST", s.WXACODE_UNLIMIT, {"access_token": stage.token()}, b"scene=1")
    assert form.errcode == 40169
    assert unlimited(stage, scene="s" * 32).errcode == 0
    for scene in ("a%b", "登录", "a b", 'a"b'):
        assert unlimited(stage, scene=scene).errcode == 40129


@pytest.mark.parametrize(
    ("app", "changes", "errcode"),
    [
        ({}, {"page": "/pages/login/login"}, 41030),
        ({}, {"page": "pages/login/login?a=1"}, 41030),
        ({"pages": PAGES}, {"page": "pages/other"}, 41030),
        ({"pages": PAGES}, {"page": "pages/other", "check_path": False}, 0),
        ({"published": False}, {}, 41030),
        ({"published": False}, {"page": ""}, 41030),
        ({"published": False}, {"check_path": False, "env_version": "develop"}, 0),
        ({"kind": Kind.OFFICIAL}, {}, 45063),
    ],
)
def test_a_page_must_be_published_unless_that_is_not_looked_at(
    app: dict[str, Any], changes: dict[str, Any], errcode: int
) -> None:
    assert unlimited(Stage(**app), **changes).errcode == errcode


def test_a_minute_has_five_thousand_codes_and_the_next_is_45009() -> None:
    stage = Stage(limits={})
    token = stage.token()

    def ask() -> int:
        # Refused behind the quota, so that no picture is drawn.
        return stage.post(s.WXACODE_UNLIMIT, {"scene": ""}, access_token=token).errcode

    assert [ask() for _ in range(5000)] == [40169] * 5000
    assert ask() == 45009
    stage.wait(MINUTE)
    assert ask() == 40169


def test_the_same_limited_code_counts_once() -> None:
    stage = Stage()
    for path in ("pages/a", "pages/a", "pages/b"):
        assert stage.tell(s.WXACODE, {"path": path}).errcode == 0
    assert stage.tell(s.WXAQRCODE, {"path": "pages/a"}).errcode == 0
    assert stage.world.counts.so_far("limited code", stage.app.appid) == 3


# Links


@pytest.mark.parametrize(("path", "field"), [(s.SCHEME, "openlink"), (s.URLLINK, "url_link")])
def test_a_link_opens_its_page_until_it_ends(path: str, field: str) -> None:
    stage = Stage(pages=PAGES)
    place = {"path": "pages/login/login", "query": "a=1&b=%E4%BD%A0", "env_version": "trial"}
    body = {"jump_wxa": place} if path == s.SCHEME else place
    link = stage.tell(path, body | {"expire_type": 1, "expire_interval": 1})[field]
    assert link.startswith({"openlink": "weixin://dl/business/?t=", "url_link": "https://wxaurl.cn/"}[field])
    found = opened(stage, link)
    assert (found["path"], found["query"]) == ("pages/login/login", {"a": "1", "b": "%E4%BD%A0"})
    assert (found["scene"], found["env_version"]) == (1065, "trial")
    stage.wait(DAY - SECOND)
    assert opened(stage, link)["status"] == "opened"
    stage.wait(SECOND)
    assert opened(stage, link)["status"] == "expired"


NOW = START // 1000


@pytest.mark.parametrize(
    ("ends", "errcode"),
    [
        ({}, 0),
        ({"expire_time": NOW + 60}, 0),
        ({"expire_time": NOW + 59}, 85401),
        ({"expire_time": NOW - 1}, 85401),
        ({"expire_time": NOW + 30 * 86_400}, 0),
        ({"expire_time": NOW + 30 * 86_400 + 1}, 85401),
        ({"expire_time": (NOW + 3600) * 1000}, 85401),
        ({"expire_time": "soon"}, 85401),
        ({"expire_type": 1}, 85401),
        ({"expire_type": 1, "expire_interval": 30}, 0),
        ({"expire_type": 1, "expire_interval": 31}, 85401),
        ({"expire_type": 1, "expire_interval": 365}, 85401),
    ],
)
def test_a_link_ends_between_a_minute_and_thirty_days_from_now(ends: dict[str, Any], errcode: int) -> None:
    stage = Stage()
    for path in (s.SCHEME, s.URLLINK):
        assert stage.tell(path, ends).errcode == errcode


def test_a_link_that_nobody_made_opens_nothing() -> None:
    for url in (
        "https://wxaurl.cn/MOCK00000000",
        "weixin://dl/business/?t=x",
        "https://mp.weixin.qq.com/wxacode/wx1/a",
    ):
        with pytest.raises(VerbError) as caught:
            Stage().do("phone.scan", user="alice", url=url)
        assert "no mini program of this world" in caught.value.what
