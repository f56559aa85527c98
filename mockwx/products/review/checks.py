"""Checks of the review of contents and users: the scene, whose openid, and whether the user was here lately."""

from __future__ import annotations

from mockwx.core import errcodes as e
from mockwx.core.clock import MINUTE
from mockwx.core.errcodes import Errcode, Evidence
from mockwx.products.shared.call import Call
from mockwx.products.shared.check import Check
from mockwx.products.shared.refusal import Refusal


def is_first_version(call: Call) -> bool:
    """Of msg_sec_check: the body names no version but 1, so that nothing but the content counts."""
    return call.text("version") != "2"


class ByPost(Check, frozen=True, kw_only=True):
    """43302: another method than POST, which the other apis tell as 43002."""

    evidence: Evidence = Evidence.DOCUMENTED

    errcodes = (e.review.WRONG_VERB,)

    def ask(self, call: Call) -> Refusal | None:
        if call.request.method == "POST":
            return None
        return self.refuse(e.review.WRONG_VERB, f"the method was {call.request.method}, not POST")


class Holds(Check, frozen=True, kw_only=True):
    """47001: the body lacks a field."""

    name: str

    errcodes = (e.common.DATA_FORMAT,)

    def ask(self, call: Call) -> Refusal | None:
        if call.text(self.name):
            return None
        return self.refuse(e.common.DATA_FORMAT, f"{self.name} is missing or empty in the JSON body")


class SceneOfContent(Check, frozen=True, kw_only=True):
    """40129: ``scene`` is not 1 (profile), 2 (comment), 3 (forum) or 4 (log)."""

    errcodes = (e.wxacode.INVALID_SCENE,)

    def ask(self, call: Call) -> Refusal | None:
        scene = call.text("scene")
        if scene in ("1", "2", "3", "4") or (is_first_version(call) and call.endpoint.api == "msg_sec_check"):
            return None
        return self.refuse(e.wxacode.INVALID_SCENE, f"scene was {scene!r}, not 1 to 4")


class SeenLately(Check, frozen=True, kw_only=True):
    """40003 for an openid that nobody has, ``of_other`` for one of another app, 61010 for a user who was not in the
    mini program for so long."""

    minutes: int
    of_other: Errcode = e.login.INVALID_OPENID

    finds_user = True

    @property
    def errcodes(self) -> tuple[Errcode, ...]:
        return tuple(dict.fromkeys((e.login.INVALID_OPENID, self.of_other, e.component.PLATFORM_CODE_EXPIRED)))

    def peek(self, call: Call) -> None:
        identity = call.world.accounts.identity(call.text("openid"))
        if identity is not None:
            call.user = identity.user

    def ask(self, call: Call) -> Refusal | None:
        if is_first_version(call) and call.endpoint.api == "msg_sec_check":
            return None
        openid, app = call.text("openid"), call.known_app
        identity = call.world.accounts.identity(openid)
        if identity is None:
            return self.refuse(e.login.INVALID_OPENID, f"no user of {app.name} has the openid {openid!r}")
        call.user = identity.user
        if identity.appid != app.appid:
            return self.refuse(self.of_other, f"the openid is {identity.user}'s in another app than {app.name}")
        seen = call.world.sessions.seen_at(app.appid, identity.user)
        if seen is not None and call.now - seen < self.minutes * MINUTE:
            return None
        reason = f"{identity.user} was not in {app.name} within {self.minutes} minutes"
        return self.refuse(e.component.PLATFORM_CODE_EXPIRED, reason)


class NothingRisky(Check, frozen=True, kw_only=True):
    """87014: the first version of msg_sec_check says by an errcode that a content is risky."""

    errcodes = (e.review.RISKY_CONTENT,)

    def ask(self, call: Call) -> Refusal | None:
        if not is_first_version(call) or call.world.reviews.of(call.text("content")).suggest != "risky":
            return None
        return self.refuse(e.review.RISKY_CONTENT, "the content holds what wechat.review finds risky")


class RiskArguments(Check, frozen=True, kw_only=True):
    """1003: appid, scene or client_ip is missing or no good."""

    errcodes = (e.plugin.TOO_FREQUENT,)

    def ask(self, call: Call) -> Refusal | None:
        appid, scene = call.text("appid"), call.text("scene")
        if appid != call.known_app.appid:
            return self.refuse(e.plugin.TOO_FREQUENT, f"the appid is {appid!r}, the token's is {call.known_app.appid}")
        if scene not in ("0", "1"):
            return self.refuse(e.plugin.TOO_FREQUENT, f"scene was {scene!r}, not 0 or 1")
        if call.text("client_ip"):
            return None
        return self.refuse(e.plugin.TOO_FREQUENT, "client_ip is missing or empty in the JSON body")


class KindOfMedia(Check, frozen=True, kw_only=True):
    """40097: ``media_type`` is not 1 (sound) or 2 (picture)."""

    errcodes = (e.common.INVALID_ARGS,)

    def ask(self, call: Call) -> Refusal | None:
        kind = call.text("media_type")
        if kind in ("1", "2"):
            return None
        return self.refuse(e.common.INVALID_ARGS, f"media_type was {kind!r}, not 1 or 2")
