"""Made-up people: whatever a user's declaration leaves open, drawn from the seed by Faker, in Chinese."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from mockwx.core.clock import parse_instant
from mockwx.core.ids import draw
from mockwx.core.people.accounts import User

if TYPE_CHECKING:
    from faker import Faker

AVATARS = 8
PLACE_RECALLED = parse_instant("2021-10-20T00:00:00+08:00")
"""Since when WeChat tells neither gender nor place of anybody (Tencent's announcement)."""


class Person(Struct, frozen=True):
    """All that a phone could tell about its owner."""

    nickname: str
    gender: int
    """0 unknown, 1 male, 2 female."""
    city: str
    province: str
    country: str
    avatar: str
    phone: str
    country_code: str


@lru_cache(maxsize=1)
def _faker() -> Faker:
    # Loaded on first use: most tests log in and never ask for a name.
    from faker import Faker

    return Faker("zh_CN")


@lru_cache(maxsize=10_000)
def person(seed: str, user: User) -> Person:
    made: dict[str, Any] = {}
    if None in (user.nickname, user.gender, user.city, user.province, user.phone):
        made = _made_up(seed, user.name)
    number = int.from_bytes(draw(seed, "avatar", user.name, size=2), "big") % AVATARS
    return Person(
        nickname=user.nickname if user.nickname is not None else made["nickname"],
        gender=user.gender if user.gender is not None else made["gender"],
        city=user.city if user.city is not None else made["city"],
        province=user.province if user.province is not None else made["province"],
        country=user.country if user.country is not None else "China",
        avatar=user.avatar if user.avatar is not None else f"https://thirdwx.qlogo.cn/mmopen/vi_32/mockwx{number}/132",
        phone=user.phone if user.phone is not None else made["phone"],
        country_code=user.country_code,
    )


def _made_up(seed: str, name: str) -> dict[str, Any]:
    fake = _faker()
    fake.seed_instance(int.from_bytes(draw(seed, "person", name, size=8), "big"))
    return {
        "nickname": fake.name(),
        "gender": fake.random_int(1, 2),
        "city": fake.city_name(),
        "province": fake.province(),
        # No number of this range was ever given to a person.
        "phone": f"1700000{fake.random_int(0, 9999):04d}",
    }


def phone_number(seed: str, user: User, appid: str, now: int) -> dict[str, Any]:
    """The phone number as WeChat hands it out, with its watermark; ``now`` in milliseconds."""
    who = person(seed, user)
    home = who.country_code == "86"
    return {
        "phoneNumber": who.phone if home else f"+{who.country_code}{who.phone}",
        "purePhoneNumber": who.phone,
        "countryCode": who.country_code,
        "watermark": {"timestamp": now // 1000, "appid": appid},
    }
