"""What a backend file says for audits alone, below its key ``audit``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct, field

from mockwx.scenario.plays import ActionRequest, AnswerPattern


class AuditDescription(Struct, frozen=True):
    codes: tuple[str, ...] = ()
    """Texts that might skip WeChat in this backend, beside those that are always tried."""
    doors: tuple[str, ...] = ()
    """Paths that might log in without WeChat, beside those that are tried with ``--doors``."""
    fields: tuple[str, ...] = ()
    """Names in which a request might say who somebody is, beside those that are always tried."""
    guest: tuple[AnswerPattern, ...] = ()
    """Answers of ``me`` (or ``login``) that are ok and about nobody in particular."""
    log: Path | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    """Variables in which it is told its ``appid``, ``secret``, ``token``, …"""
    reset: ActionRequest | None = None
    """Makes it forget that somebody sent it too much nonsense."""
    outsiders: bool = False
    """People who are no members of the WeCom corp may log in on purpose."""
    cloudrun: bool = False
    """It runs in WeChat's cloud, behind callContainer alone."""
    like: str = ""
    """What it is configured as, such as ``production``."""
