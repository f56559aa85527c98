"""Checks of what leads to a page of a mini program: whose token, which page, which scene, and until when."""

from __future__ import annotations

import re

from mockwx.core import errcodes as e
from mockwx.core.people.accounts import Kind
from mockwx.core.web.mini_links import LONGEST_LIFE, MOST_LIMITED
from mockwx.products.shared.call import Call
from mockwx.products.shared.check import Check
from mockwx.products.shared.refusal import Refusal

ENVIRONMENTS = ("release", "trial", "develop")
LONGEST_SCENE = 32
_SCENE = re.compile(r"[0-9A-Za-z!#$&'()*+,/:;=?@\-._~]*")
_QUERY = re.compile(r"[0-9A-Za-z!#$&'()*+,/:;=?@\-._~%]*")
_LONGEST_QUERY = 1024
_MINUTE, _DAY = 60, 86_400


class OfMiniProgram(Check, frozen=True):
    """45063: the token of another kind of app."""

    errcodes = (e.wxacode.NOT_MINIPROGRAM,)

    def ask(self, call: Call) -> Refusal | None:
        app = call.known_app
        if app.kind in (Kind.MINIPROGRAM, Kind.MINIGAME):
            return None
        return self.refuse(e.wxacode.NOT_MINIPROGRAM, f"{app.name} is of kind {app.kind}")


class SceneFits(Check, frozen=True):
    """40169: no scene, more than 32 characters, or a body that is no JSON. 40129: a character that is not allowed."""

    errcodes = (e.wxacode.INVALID_SCENE_LENGTH, e.wxacode.INVALID_SCENE)

    def ask(self, call: Call) -> Refusal | None:
        scene = call.text("scene")
        if not scene and (why := call.why_no_body()) is not None:
            return self.refuse(e.wxacode.INVALID_SCENE_LENGTH, f"the body is no JSON object: {why}")
        if not 1 <= len(scene) <= LONGEST_SCENE:
            reason = f"scene has {len(scene)} characters, 1 to {LONGEST_SCENE} are allowed"
            return self.refuse(e.wxacode.INVALID_SCENE_LENGTH, reason)
        if _SCENE.fullmatch(scene):
            return None
        odd = next(sign for sign in scene if not _SCENE.fullmatch(sign))
        return self.refuse(e.wxacode.INVALID_SCENE, f"scene holds {odd!r}, which is not allowed")


class PathFits(Check, frozen=True):
    """40159: no path, or a longer one than allowed, or a body that is no JSON. 85096: it holds a reserved word."""

    longest: int

    errcodes = (e.wxacode.INVALID_PATH_LENGTH, e.wxacode.RESERVED_WORD)

    def ask(self, call: Call) -> Refusal | None:
        path = call.text("path")
        if not path and (why := call.why_no_body()) is not None:
            return self.refuse(e.wxacode.INVALID_PATH_LENGTH, f"the body is no JSON object: {why}")
        if not 1 <= len(path) <= self.longest:
            reason = f"path has {len(path)} characters, 1 to {self.longest} are allowed"
            return self.refuse(e.wxacode.INVALID_PATH_LENGTH, reason)
        if "scancode_time" not in path:
            return None
        return self.refuse(e.wxacode.RESERVED_WORD, "the path holds the reserved word scancode_time")


class KnownEnvironment(Check, frozen=True):
    """40097: an ``env_version`` that WeChat does not know; the empty one too (observed)."""

    errcodes = (e.common.INVALID_ARGS,)

    def ask(self, call: Call) -> Refusal | None:
        environment = place_of(call).get("env_version", ENVIRONMENTS[0])
        if environment in ENVIRONMENTS:
            return None
        some = ", ".join(ENVIRONMENTS)
        return self.refuse(e.common.INVALID_ARGS, f"env_version was {environment!r}, not one of {some}")


class PublishedPage(Check, frozen=True):
    """41030: the page is not in the published version. ``check_path: false`` lets any page pass."""

    errcodes = (e.wxacode.INVALID_PAGE,)

    def ask(self, call: Call) -> Refusal | None:
        if call.body().get("check_path") is False:
            return None
        app, page = call.known_app, call.text("page")
        if not app.published:
            return self.refuse(e.wxacode.INVALID_PAGE, f"{app.name} has no published version; check_path is not false")
        if not page:
            return None
        if page.startswith("/") or "?" in page:
            return self.refuse(e.wxacode.INVALID_PAGE, f"page is {page!r}: no slash in front and no query")
        if app.pages is None or page in app.pages:
            return None
        return self.refuse(e.wxacode.INVALID_PAGE, f"the published pages of {app.name} do not include {page!r}")


class LimitedLeft(Check, frozen=True):
    """45029: all the codes that getwxacode and createwxaqrcode may make are made."""

    errcodes = (e.official.QRCODES_SPENT,)

    def ask(self, call: Call) -> Refusal | None:
        app = call.known_app
        if call.world.mini_links.may_make(app.appid, call.endpoint.api, call.text("path")):
            return None
        return self.refuse(e.official.QRCODES_SPENT, f"{app.name} has {MOST_LIMITED} codes of limited number")


class MayMakeLinks(Check, frozen=True):
    """40002 for a personal account, 40013 for one that may make no more links, 85079 for one without a published
    version."""

    errcodes = (e.login.INVALID_GRANT_TYPE, e.login.INVALID_APPID, e.wxacode.NOT_RELEASED)

    def ask(self, call: Call) -> Refusal | None:
        app = call.known_app
        if not app.verified:
            reason = f"{app.name} is a personal or unverified account"
            # The text is that of the table for this number; what stands in a real answer is not known.
            return self.refuse(e.login.INVALID_GRANT_TYPE, reason, errmsg="invalid grant_type")
        if app.banned:
            return self.refuse(e.login.INVALID_APPID, f"{app.name} is banned")
        if not app.published:
            return self.refuse(e.wxacode.NOT_RELEASED, f"{app.name} has no published version")
        return None


class PageOfLink(Check, frozen=True):
    """40165 for a path that is no page of the published version, 40212 for a query that is none."""

    errcodes = (e.wxacode.INVALID_PAGEPATH, e.wxacode.INVALID_QUERY)

    def ask(self, call: Call) -> Refusal | None:
        place, app = place_of(call), call.known_app
        path, query = place.get("path", ""), place.get("query", "")
        if path and (path.startswith("/") or "?" in path or not (app.pages is None or path in app.pages)):
            reason = f"the published pages of {app.name} do not include {path!r}"
            return self.refuse(e.wxacode.INVALID_PAGEPATH, reason)
        if len(query) > _LONGEST_QUERY:
            reason = f"query has {len(query)} characters, at most {_LONGEST_QUERY} are allowed"
            return self.refuse(e.wxacode.INVALID_QUERY, reason)
        if not query or (_QUERY.fullmatch(query) and all("=" in pair for pair in query.split("&"))):
            return None
        return self.refuse(e.wxacode.INVALID_QUERY, f"query is {query[:60]!r}, not of the form k1=v1&k2=v2")


class Ending(Check, frozen=True):
    """85401: the link would end too soon, too late, or nobody knows when."""

    errcodes = (e.wxacode.TIME_LIMIT,)

    def ask(self, call: Call) -> Refusal | None:
        ends_at = end_of(call)
        return self.refuse(e.wxacode.TIME_LIMIT, ends_at) if isinstance(ends_at, str) else None


def end_of(call: Call) -> int | str:
    """When a link ends, in the world's milliseconds, or why that is no good. Thirty days where nothing is said."""
    body, longest = call.body(), LONGEST_LIFE // 1000
    if body.get("expire_type") == 1:
        days = body.get("expire_interval")
        if not isinstance(days, int) or isinstance(days, bool) or not 1 <= days <= longest // _DAY:
            return f"expire_interval was {days!r}, not 1 to {longest // _DAY} days"
        return call.now + days * _DAY * 1000
    end = body.get("expire_time", 0)
    if not end:
        return call.now + LONGEST_LIFE
    if not isinstance(end, int) or isinstance(end, bool) or not _MINUTE <= end - call.now // 1000 <= longest:
        return f"expire_time was {end!r}, not a time in seconds from a minute to {longest // _DAY} days from now"
    return end * 1000


def place_of(call: Call) -> dict[str, str]:
    """Where the texts stand that say which page: in the body, of a URL Scheme in its ``jump_wxa``."""
    body = call.body()
    place = body.get("jump_wxa") if isinstance(body.get("jump_wxa"), dict) else body
    return {name: value for name, value in (place or {}).items() if isinstance(value, str)}
