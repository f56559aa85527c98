"""Followers of official accounts: who follows one, since when, and by which QR code they came."""

from __future__ import annotations

from msgspec import Struct

from mockwx.core.people.accounts import Accounts, App
from mockwx.core.tables.table import OpenTable

BY_SEARCH = "ADD_SCENE_SEARCH"
BY_QR_CODE = "ADD_SCENE_QR_CODE"


class Following(Struct, frozen=True):
    """How a user has come to follow an account, or that they no longer do."""

    appid: str
    user: str
    since: int | None = None
    """The world's milliseconds, of the last time they followed; None: since the world began."""
    by: str = BY_QR_CODE
    """WeChat's word, ``subscribe_scene``."""
    scene_id: int = 0
    scene_str: str = ""
    """Of the QR code by which they followed; one that is scanned later changes nothing."""
    ended: bool = False


class Followers:
    """What is declared of an app (``App.followers``) holds until the user follows or unfollows."""

    def __init__(self, open_table: OpenTable, accounts: Accounts) -> None:
        self._followings = open_table("followings", Following)
        self._accounts = accounts

    def find(self, app: App, user: str) -> Following | None:
        """None: the user does not follow the account."""
        following = self._followings.get(f"{app.appid}|{user}")
        if following is not None:
            return None if following.ended else following
        return Following(app.appid, user) if app.followers is None or user in app.followers else None

    def follows(self, app: App, user: str) -> bool:
        return self.find(app, user) is not None

    def add(self, following: Following) -> None:
        self._followings.put(f"{following.appid}|{following.user}", following)

    def end(self, app: App, user: str) -> None:
        self.add(Following(app.appid, user, ended=True))

    def all(self, app: App) -> list[Following]:
        """The longest first. Where everybody follows, everybody whom this world knows."""
        declared = app.followers if app.followers is not None else [user.name for user in self._accounts.users()]
        came = [following.user for _, following in self._followings.items() if following.appid == app.appid]
        followings = [self.find(app, user) for user in dict.fromkeys((*declared, *came))]
        return sorted(
            (following for following in followings if following is not None), key=lambda following: following.since or 0
        )
