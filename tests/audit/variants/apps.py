"""The apps that each variant is configured with, as its backend file says too."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class App:
    name: str
    appid: str
    secret: str
    corp: bool = False


SHOP = App("shop", "wx00000000mockshop", "mockwx-secret-shop")
CAFE = App("cafe", "wx00000000mockcafe", "mockwx-secret-cafe")
CLUB = App("club", "wx00000000mockclub", "mockwx-secret-club")
SITE = App("site", "wx00000000mocksite", "mockwx-secret-site")
GAME = App("game", "wx00000000mockgame", "mockwx-secret-game")
CORP = App("corp", "wx00000000mockcorp", "mockwx-secret-corp", corp=True)
FIRM = App("firm", "wx00000000mockfirm", "mockwx-secret-firm", corp=True)
PUSH_TOKEN = "mockwxtoken"
PUSH_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
