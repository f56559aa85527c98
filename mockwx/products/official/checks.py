"""Checks that only an official account's apis make: of the scene of a QR code, and of lists of openids."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.web.scene_qrcodes import MOST_PERMANENT
from mockwx.products.shared.call import Call
from mockwx.products.shared.check import Check
from mockwx.products.shared.refusal import Refusal

MOST_OPENIDS = 100
TEMPORARY = ("QR_SCENE", "QR_STR_SCENE")
PERMANENT = ("QR_LIMIT_SCENE", "QR_LIMIT_STR_SCENE")
_LONGEST_SCENE = 64
_LARGEST_ID = {"QR_SCENE": 2**32 - 1, "QR_LIMIT_SCENE": 100_000}


class ActionName(Check, frozen=True):
    """40052: no ``action_name`` that WeChat knows; also for a body that is no JSON (observed)."""

    errcodes = (e.official.INVALID_ACTION_NAME,)

    def ask(self, call: Call) -> Refusal | None:
        name = call.body().get("action_name")
        if name in (*TEMPORARY, *PERMANENT):
            return None
        why = call.why_no_body()
        if why is not None:
            return self.refuse(e.official.INVALID_ACTION_NAME, f"the body is no JSON object: {why}")
        some = ", ".join((*TEMPORARY, *PERMANENT))
        return self.refuse(e.official.INVALID_ACTION_NAME, f"action_name was {name!r}, not one of {some}")


def scene_of(call: Call) -> tuple[int, str] | str:
    """``scene_id`` and ``scene_str`` of the body, one of them empty, or why they are no good.

    Without the level ``scene`` a QR code comes all the same, whose pushes say 0 (observed).
    """
    name, info = str(call.body()["action_name"]), call.body().get("action_info")
    if not isinstance(info, dict):
        return "action_info is missing, or no object"
    if "scene" not in info:
        return (0, "") if info else "action_info is empty"
    scene = info["scene"] if isinstance(info["scene"], dict) else {}
    return _text_of(scene) if "STR" in name else _number_of(scene, _LARGEST_ID[name])


def _text_of(scene: dict[str, Any]) -> tuple[int, str] | str:
    text = scene.get("scene_str")
    if not isinstance(text, str) or not 1 <= len(text) <= _LONGEST_SCENE:
        shown = f"has {len(text)} characters" if isinstance(text, str) else "is missing, or no text"
        return f"scene_str {shown}, 1 to {_LONGEST_SCENE} are allowed"
    return 0, text


def _number_of(scene: dict[str, Any], largest: int) -> tuple[int, str] | str:
    number = scene.get("scene_id")
    if isinstance(number, str) and number.isdecimal() and len(number) <= len(str(largest)):
        number = int(number)
    if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= largest:
        return f"scene_id was {str(number)[:40]}, not a whole number from 1 to {largest}"
    return number, ""


class ActionInfo(Check, frozen=True):
    """40053: the scene is no good."""

    errcodes = (e.official.INVALID_ACTION_INFO,)

    def ask(self, call: Call) -> Refusal | None:
        scene = scene_of(call)
        return self.refuse(e.official.INVALID_ACTION_INFO, scene) if isinstance(scene, str) else None


class PermanentLeft(Check, frozen=True):
    """45029: the account has all the permanent QR codes that it may have."""

    errcodes = (e.official.QRCODES_SPENT,)

    def ask(self, call: Call) -> Refusal | None:
        if call.body()["action_name"] not in PERMANENT:
            return None
        if call.world.scene_qrcodes.permanent(call.known_app.appid) < MOST_PERMANENT:
            return None
        return self.refuse(e.official.QRCODES_SPENT, f"{call.known_app.name} has {MOST_PERMANENT} permanent codes")


class OfTicket(Check, frozen=True):
    """Refuses nothing: a ticket that nobody knows has no picture."""

    errcodes = ()

    def peek(self, call: Call) -> None:
        qrcode = call.world.scene_qrcodes.find(call.text("ticket"))
        if qrcode is not None:
            call.app = call.world.accounts.app(qrcode.appid)

    def ask(self, call: Call) -> None:
        self.peek(call)


def listed(call: Call, name: str = "user_list") -> list[Any]:
    """What the list of the body holds; empty where it is no list."""
    entries = call.body().get(name)
    return entries if isinstance(entries, list) else []


class OpenidsWithin(Check, frozen=True):
    """40032: no openid, or more than 100."""

    name: str = "user_list"

    errcodes = (e.official.OPENID_LIST_SIZE,)

    def ask(self, call: Call) -> Refusal | None:
        size = len(listed(call, self.name))
        if 1 <= size <= MOST_OPENIDS:
            return None
        reason = f"{self.name} has {size} entries, 1 to {MOST_OPENIDS} are allowed"
        return self.refuse(e.official.OPENID_LIST_SIZE, reason)


class KnownOpenids(Check, frozen=True):
    """40003: one openid that is not of this account fails the whole call."""

    errcodes = (e.login.INVALID_OPENID,)

    def ask(self, call: Call) -> Refusal | None:
        for entry in listed(call):
            openid = entry.get("openid") if isinstance(entry, dict) else None
            identity = call.world.accounts.identity(openid) if isinstance(openid, str) else None
            if identity is None or identity.appid != call.known_app.appid:
                reason = f"no user of {call.known_app.name} has the openid {str(openid)[:60]!r}"
                return self.refuse(e.login.INVALID_OPENID, reason)
        return None


class HasCallback(Check, frozen=True):
    """40201: the account has no callback whose line could be looked at."""

    errcodes = (e.official.NO_CALLBACK,)

    def ask(self, call: Call) -> Refusal | None:
        if call.known_app.callback is not None:
            return None
        return self.refuse(e.official.NO_CALLBACK, f"{call.known_app.name} has no callback")
