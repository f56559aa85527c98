"""What a backend file says for audits alone, as values: names and doors of its own, where it logs, what is meant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from msgspec import Struct, field

from mockwx.scenario.backend_actions import ActionRequest

SettingName = Literal["url", "appid", "secret", "token", "aes_key"]
SETTING_NAMES = get_args(SettingName)


class Setting(Struct, frozen=True):
    """What an environment variable tells the backend: where WeChat is, or something of an app."""

    name: SettingName
    of: str | None = None
    """The app, of ``url`` the host of WeChat's that it is for; None: the first app, api.weixin.qq.com."""

    def __str__(self) -> str:
        return self.name if self.of is None else f"{self.of}.{self.name}"


class Acceptance(Struct, frozen=True):
    """A failing check that somebody has decided to live with."""

    id: str
    """The check."""
    reason: str
    until: str | None = None
    """The last day on which it is accepted, ``2027-01-31``; None: for ever."""
    by: str | None = None
    cause: str | None = None
    """The fingerprint of one cause; None: all causes of the check."""


class AuditSettings(Struct, frozen=True):
    codes: tuple[str, ...] = ()
    """Codes to try without any phone, beside the known ones."""
    doors: tuple[tuple[str, str], ...] = ()
    """Method and path of routes that may let somebody in, beside the known ones."""
    fields: tuple[str, ...] = ()
    """Names under which a request may say who somebody is, beside the known ones."""
    log: str | None = None
    """The file that the backend logs to, as it is written: a relative one is below the backend file's folder."""
    environment: Mapping[str, Setting] = field(default_factory=dict)
    """By environment variable what it tells the backend."""
    pace: int | None = None
    """Milliseconds of real time from one request of an audit to the next; None: the backend's own ``pace``."""
    reset: ActionRequest | None = None
    """Makes the backend forget how often somebody was refused."""
    accept: tuple[Acceptance, ...] = ()
    outsiders: Literal["refused", "allowed"] = "refused"
    """Whether the corp's login is for members only, or for customers as well."""
    cloudrun: bool = False
    """It runs behind WeChat's cloud hosting: X-WX-OPENID is set by WeChat, and plain HTTP to WeChat is right."""
    like: str | None = None
    """The deployment that this configuration is like, in the reader's words: ``production``."""
