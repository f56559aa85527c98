"""The shape of users in a scenario file."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from mockwx.scenario.language.base_entry import BaseEntry, key, required
from mockwx.scenario.language.value_types import AppName, Digits, Identifier, Version


class UserEntry(BaseEntry):
    phone: Digits | None = key("Phone number, in quotes", "手机号，要加引号", examples=("13800000001",))
    country_code: Digits = key("Country code, in quotes", "国家区号，要加引号", default="86")
    nickname: Annotated[str, Field(max_length=100)] | None = key("Nickname", "昵称")
    gender: int | None = key("0 unknown, 1 male, 2 female", "0 未知，1 男，2 女", ge=0, le=2)
    city: Annotated[str, Field(max_length=100)] | None = key("City", "城市")
    province: Annotated[str, Field(max_length=100)] | None = key("Province", "省份")
    country: Annotated[str, Field(max_length=100)] | None = key("Country", "国家")
    avatar: Annotated[str, Field(max_length=1000)] | None = key("URL of the avatar", "头像 URL")
    language: Literal["zh_CN", "zh_TW", "en"] = key("Language of the phone", "手机语言", default="zh_CN")
    unionid: Identifier | None = key("Default: drawn from the seed", "默认由 seed 生成")
    openids: dict[AppName, Identifier] = key(
        "The openid in single apps, by app; default: drawn from the seed",
        "在各应用中的 openid；默认由 seed 生成",
        default={},
    )
    blocked: bool = key(
        "A high-risk user, whose login WeChat blocks: 40226",
        "高风险用户，登录被微信拦截：40226",
        default=False,
    )
    base_library: Version = key("Version of the base library, in quotes", "基础库版本，要加引号", default="3.8.0")


class PeopleEntry(BaseEntry):
    @classmethod
    def spelt_out(cls, value: object) -> str | None:
        return f"{{count: {value}}}" if type(value) is int else None

    count: int = required(
        "So many users more, u0, u1, …, made on first use",
        "另有这么多用户 u0、u1……，首次使用时生成",
        examples=(1000,),
        ge=0,
        le=10_000_000,
    )
