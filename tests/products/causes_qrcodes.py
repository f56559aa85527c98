"""(api, errcode) → the cause in a world that makes WeChat say it, for QR codes. Written by hand."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from mockwx.core.people.accounts import Kind

from . import stage as s
from .stage import MINUTE, Said, Stage, website

if TYPE_CHECKING:
    from collections.abc import Callable


def shown(app: dict[str, object] | None = None, **changes: str | None) -> Said:
    return website(**(app or {})).qr_page(**changes)


def shown_in_app(app: dict[str, object] | None = None, **changes: str | None) -> Said:
    stage = Stage(kind=Kind.MOBILE, **(app or {}))
    return stage.get(s.APP_QRCONNECT, **({"appid": stage.app.appid, "scope": "snsapi_userinfo"} | changes))


def polled() -> Said:
    stage = website()
    return stage.poll(stage.uuid())


def polled_after(*verbs: str) -> Said:
    stage = website()
    uuid = stage.scan()
    for verb in verbs:
        stage.do(verb, user="alice")
    return stage.poll(uuid)


def polled_late() -> Said:
    stage = website()
    uuid = stage.uuid()
    stage.wait(5 * MINUTE)
    return stage.poll(uuid)


CAUSES: dict[tuple[str, int], Callable[[], Said]] = {
    ("qrconnect", 40013): partial(shown, appid=s.NO_APPID),
    ("qrconnect", 10004): partial(shown, {"banned": True}),
    ("qrconnect", 10003): partial(shown, {"domain": "www.example.org"}),
    ("qrconnect", 10005): partial(shown, scope="snsapi_userinfo"),
    ("app_qrconnect", 40013): partial(shown_in_app, appid=None),
    ("app_qrconnect", 10004): partial(shown_in_app, {"banned": True}),
    ("app_qrconnect", 10005): partial(shown_in_app, {"scopes": ("snsapi_base",)}),
    ("qrconnect_poll", 408): polled,
    ("qrconnect_poll", 404): polled_after,
    ("qrconnect_poll", 403): partial(polled_after, "phone.deny"),
    ("qrconnect_poll", 402): polled_late,
}
