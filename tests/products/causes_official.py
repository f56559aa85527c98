"""(api, errcode) → the cause, for followers and QR codes with a scene. By hand, not derived from the catalog."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from mockwx.core.people.callback import Callback

from . import stage as s
from .stage import Said, Stage, official

if TYPE_CHECKING:
    from collections.abc import Callable

    from mockwx.core.world import World

CALLBACK = Callback("http://127.0.0.1/wechat", "token")
PERMANENT = {"action_name": "QR_LIMIT_STR_SCENE", "action_info": {"scene": {"scene_str": "door"}}}


def created(**changes: Any) -> Said:
    body = {"action_name": "QR_STR_SCENE", "action_info": {"scene": {"scene_str": "login-1"}}}
    return official().tell(s.QRCODE_CREATE, body | changes)


def created_when_all_are_spent() -> Said:
    stage = official()

    def work(world: World) -> None:
        for _ in range(100_000):
            world.counts.next("permanent qrcode", stage.app.appid)

    stage.worlds.run("", work, wall=0)
    return stage.tell(s.QRCODE_CREATE, PERMANENT)


def listed(*openids: object) -> Said:
    return official().tell(s.USER_BATCHGET, {"user_list": [{"openid": openid} for openid in openids]})


def checked(callback: Callback | None = CALLBACK, **changes: str) -> Said:
    return Stage(callback=callback).tell(s.CALLBACK_CHECK, {"action": "all", "check_operator": "DEFAULT"} | changes)


def gone_on_behind_nobody() -> Said:
    return official().ask(s.FANS, next_openid=s.NO_OPENID)


CAUSES: dict[tuple[str, int], Callable[[], Said]] = {
    ("qrcode_create", 40052): partial(created, action_name="QR_CODE"),
    ("qrcode_create", 40053): partial(created, action_info={"scene": {"scene_str": "s" * 65}}),
    ("qrcode_create", 45029): created_when_all_are_spent,
    ("user_info_batchget", 40032): listed,
    ("user_info_batchget", 40003): partial(listed, s.NO_OPENID),
    ("getfans", 40003): gone_on_behind_nobody,
    ("callback_check", 40202): partial(checked, action="trace"),
    ("callback_check", 40203): partial(checked, check_operator="NOBODY"),
    ("callback_check", 40201): partial(checked, None),
}
