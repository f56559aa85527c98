"""What this backend is told by its environment. Without all of it, it does not start: no mode is without WeChat."""

from __future__ import annotations

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class App:
    name: str
    appid: str
    secret: str


@dataclass(frozen=True)
class Settings:
    wechat: str
    """Where WeChat's calls go: https://api.weixin.qq.com, or mockwx."""
    wecom: str
    """And WeCom's: https://qyapi.weixin.qq.com, or mockwx."""
    apps: dict[str, App]
    push_token: str
    push_key: str
    """The callback's Token and EncodingAESKey: pushes come sealed (安全模式)."""

    @classmethod
    def from_environment(cls) -> Settings:
        names = ("shop", "cafe", "club", "corp")
        return cls(
            wechat=_required("WECHAT_BASE_URL").rstrip("/"),
            wecom=_required("WECOM_BASE_URL").rstrip("/"),
            apps={
                name: App(name, _required(f"{name.upper()}_APPID"), _required(f"{name.upper()}_SECRET"))
                for name in names
            },
            push_token=_required("PUSH_TOKEN"),
            push_key=_required("PUSH_AES_KEY"),
        )


def _app(name: str) -> App:
    return App(name, _required(f"{name.upper()}_APPID"), _required(f"{name.upper()}_SECRET"))


def _required(name: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        raise SystemExit(f"{name} is not set")
    return value
