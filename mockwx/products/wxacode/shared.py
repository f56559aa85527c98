"""What codes and links of a mini program share: parameters, pictures, and the page that is meant."""

from __future__ import annotations

from mockwx.core import errcodes as e
from mockwx.core.people.accounts import App
from mockwx.core.web.mini_links import HOME, LINK, MiniLink
from mockwx.core.web.pictures import jpeg, png
from mockwx.core.wire import Document
from mockwx.products.shared.call import Call
from mockwx.products.shared.document import picture
from mockwx.products.shared.endpoint import Param
from mockwx.products.wxacode.checks import ENVIRONMENTS, end_of, place_of

_NARROWEST, _USUAL, _WIDEST = 280, 430, 1280

ENV_VERSION = Param(
    "env_version", "which version opens; release by default", "打开哪个版本", required=False, choices=ENVIRONMENTS
)
WIDTH = Param("width", "in pixels, 280 to 1280; 430 by default", "宽度（像素）", required=False, type="integer")
COLOURS = (
    Param("auto_color", "not looked at", "不检查", required=False, type="boolean"),
    Param("line_color", "{r, g, b}; not looked at", "不检查", required=False, type="object"),
    Param("is_hyaline", "true: on a transparent ground, as PNG", "透明底色，返回 PNG", required=False, type="boolean"),
)
LINK_PARAMS = (
    Param(
        "expire_type", "0: expire_time counts; 1: expire_interval", "0 按时间，1 按天数", required=False, type="integer"
    ),
    Param("expire_time", "unix seconds, at most 30 days from now", "失效时间（秒）", required=False, type="integer"),
    Param("expire_interval", "days, at most 30", "失效天数", required=False, type="integer"),
    Param("is_expire", "not looked at: all links end", "不检查", required=False, type="boolean"),
)
LINKS_BY_RULE = (
    e.common.SYSTEM_ERROR,
    e.common.INVALID_ACCESS_TOKEN,
    e.wxacode.LINKS_TOO_FAST,
    e.wxacode.LINKS_OF_DAY,
    e.wxacode.LASTING_LINKS,
    e.wxacode.LINKS_REFUSED,
)
CODES_BY_RULE = (e.common.SYSTEM_ERROR, e.common.INVALID_ACCESS_TOKEN)
PICTURE_ASSUMED = (
    "the order of the checks",
    "the picture is a QR code that says the address of the page; WeChat's own are round, and no decoder reads them",
    "the picture is wider than asked where the QR code does not fit; colours change nothing",
    "a width that is out of range is cut to it",
)
LINK_ASSUMED = (
    "the order of the checks",
    "a link for which no end is said ends after 30 days",
    "a path with a slash in front is no page, and an absent one means the home page",
    "an unknown env_version is 40097, as with codes",
    "the text of 40002, and that 85079, 44990, 44993, 85400 and 85402 have none",
)


def home_of(app: App) -> str:
    return app.pages[0] if app.pages else HOME


def painted(call: Call, link: MiniLink) -> Document:
    """The picture, as wide as the call asks for."""
    width = call.body().get("width")
    if isinstance(width, bool) or not isinstance(width, int | float):
        width = _USUAL
    width, text = int(max(_NARROWEST, min(width, _WIDEST))), link.picture_text()
    if call.flag("is_hyaline"):
        return picture(png(text, width, transparent=True), "image/png")
    return picture(jpeg(text, width), "image/jpeg")


def linked(call: Call) -> MiniLink:
    """The page to which a URL Scheme or URL Link leads."""
    place, end = place_of(call), end_of(call)
    assert isinstance(end, int), "asked behind Ending"  # noqa: S101
    path = place.get("path") or home_of(call.known_app)
    env = place.get("env_version", ENVIRONMENTS[0])
    return MiniLink(call.known_app.appid, path, place.get("query", ""), env, LINK, end)
