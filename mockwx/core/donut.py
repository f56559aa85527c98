"""Donut (多端应用): codes by which an app of several platforms logs its users in. Five minutes, once.

issued ──spend──▶ spent
   └──── 5 min ──▶ expired     told apart from an unknown one, unlike other codes
"""

from __future__ import annotations

from typing import Literal, get_args

from msgspec import Struct
from msgspec.structs import replace

from mockwx.core.clock import DAY
from mockwx.core.ids import Ids
from mockwx.core.people.codes import CODE_LIFE
from mockwx.core.tables.counts import Counts
from mockwx.core.tables.table import OpenTable

DonutLoginType = Literal["weixinApp", "weixinMiniProgram", "phoneSms", "apple", "phoneOneClick"]
DONUT_LOGIN_TYPES: tuple[DonutLoginType, ...] = get_args(DonutLoginType)


class DonutLogin(Struct, frozen=True):
    """What stands behind a code."""

    appid: str
    user: str
    type: DonutLoginType
    at: int
    spent_at: int | None = None


class DonutLogins:
    def __init__(self, open_table: OpenTable, ids: Ids, counts: Counts) -> None:
        self._logins = open_table("donut_logins", DonutLogin)
        self._ids = ids
        self._counts = counts

    def issue(self, appid: str, user: str, login_type: DonutLoginType, now: int) -> str:
        nth = self._counts.next("donut", appid, user)
        code = self._ids.login_code(f"donut {appid}", user, nth)
        self._logins.put(code, DonutLogin(appid, user, login_type, now), now + CODE_LIFE + DAY)
        return code

    def find(self, code: str) -> DonutLogin | None:
        return self._logins.get(code)

    def spend(self, code: str, now: int) -> DonutLogin:
        login = self._logins.get(code)
        assert login is not None, "asked behind a check of the code"  # noqa: S101
        self._logins.put(code, replace(login, spent_at=now), now + DAY)
        return login
