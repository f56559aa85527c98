"""The shape of apps and users in a scenario file."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator

from mockwx.core.words import both
from mockwx.scenario.entry import Entry, key, required
from mockwx.scenario.problems import Wrong
from mockwx.scenario.typed import (
    ApiName,
    AppName,
    Digits,
    Identifier,
    KindValue,
    Network,
    NewName,
    StandingValue,
    Version,
)

_REAL_SECRET = re.compile("[0-9a-f]{32}")


class AppEntry(Entry):
    # Above ``secret``, which looks at it.
    real_looking_secret: Literal["refuse", "allow"] = key(
        "allow: the secret below looks real and is not",
        "allow：下面的 secret 看起来像真的，但不是",
        default="refuse",
    )
    kind: KindValue = key("What it is", "应用类型", default="miniprogram", validate_default=True)
    appid: Identifier | None = key(
        "Default: made from the name: wx00000000mockshop", "默认由名称生成：wx00000000mockshop"
    )
    secret: Annotated[str, Field(min_length=1, max_length=200)] | None = key(
        "Default: made from the name: mockwx-secret-shop; null takes any secret",
        "默认由名称生成：mockwx-secret-shop；null 表示接受任何 secret",
    )
    owner: NewName | None = key(
        "The Open Platform account it is bound to: its apps share a unionid; null: not bound, no unionid",
        "绑定的微信开放平台账号：同一账号下的应用共享 unionid；null 表示未绑定，没有 unionid",
    )
    ip_whitelist: list[Network] | None = key(
        "Addresses or networks that may call, others get 40164; null lets everybody in",
        "允许调用的地址或网段，其余得到 40164；null 表示不限",
        examples=(["10.0.0.0/8"],),
        max_length=1000,
    )
    frozen: bool = key("The AppSecret is frozen: 40243", "AppSecret 已冻结：40243", default=False)
    standing: StandingValue = key(
        "How WeChat looks upon the account", "账号状态", default="good", validate_default=True
    )
    denied: list[ApiName] = key("Apis that it may not use: 48001", "无权使用的接口：48001", default=[])
    verified: bool = key(
        "Verified and not personal; only such an app gets phone numbers",
        "已认证的非个人账号；只有这样才能取手机号",
        default=True,
    )

    @field_validator("secret")
    @classmethod
    def _is_pretend(cls, secret: str | None, info: ValidationInfo) -> str | None:
        """A scenario is committed and shared: a real AppSecret must never get there. The message keeps it secret."""
        if secret is None or info.data.get("real_looking_secret") == "allow":
            return secret
        if _REAL_SECRET.fullmatch(secret):
            raise Wrong(
                both(
                    "this looks like a real AppSecret (32 hex digits): make one up, such as mockwx-secret-shop, "
                    "or say real_looking_secret: allow beside it",
                    "这看起来是真的 AppSecret（32 位十六进制）：请编一个，例如 mockwx-secret-shop；"
                    "若确实是假的，请在旁边写 real_looking_secret: allow",
                )
            )
        return secret


class UserEntry(Entry):
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


class PeopleEntry(Entry):
    count: int = required(
        "So many users more, u0, u1, …, made on first use",
        "另有这么多用户 u0、u1……，首次使用时生成",
        examples=(1000,),
        ge=0,
        le=10_000_000,
    )
