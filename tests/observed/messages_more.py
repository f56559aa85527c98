"""How the published messages of observed-more.yaml, which a phone told the mini program, are provoked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mockwx.mock import MockWx

LATELY = "2026-07-01T08:00:00+08:00"


@dataclass(frozen=True)
class Message:
    do: Callable[[MockWx], dict[str, Any]]
    at: str = LATELY
    """The world's time."""
    shop: Mapping[str, Any] = field(default_factory=dict)
    """How the app shop differs from a usual one."""
    alice: Mapping[str, Any] = field(default_factory=dict)


def login(deny: str) -> Message:
    return Message(lambda mockwx: mockwx.user("alice").wx_login(deny=deny))


def number(deny: str, at: str = LATELY, language: str = "zh_CN") -> Message:
    return Message(lambda mockwx: mockwx.user("alice").get_phone_number(deny=deny), at, alice={"language": language})


def refused_within_the_gap(mockwx: MockWx) -> dict[str, Any]:
    alice = mockwx.user("alice")
    alice.require_privacy_authorize(deny=True)
    mockwx.advance("9s")
    return alice.get_phone_number()


def refused_by_the_page(mockwx: MockWx) -> dict[str, Any]:
    alice = mockwx.user("alice")
    alice.on_need_privacy_authorization("disagree")
    return alice.choose_avatar()


MESSAGES = {
    "more-029": login("no_appid"),
    "more-115": number("not_verified"),
    "more-116": number("not_verified", language="en"),
    "more-118": number("cancel"),
    "more-119": number("deny", "2019-06-01T08:00:00+08:00"),
    "more-121": Message(refused_by_the_page, shop={"privacy": ["avatar"]}),
    "more-122": Message(lambda mockwx: mockwx.user("alice").get_user_info(deny="scope"), "2018-06-01T08:00:00+08:00"),
    "more-124": login("invalid_login"),
    "more-127": Message(lambda mockwx: mockwx.user("alice").get_user_profile(), shop={"privacy": []}),
    "more-128": Message(refused_within_the_gap, shop={"privacy": ["phone_number"]}),
}
