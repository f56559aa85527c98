"""Mini programs and mini games in a scenario file."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from mockwx.core.people.accounts import Kind
from mockwx.core.people.privacy import PrivacyKind
from mockwx.scenario.language.apps.app_entry import AppEntry
from mockwx.scenario.language.base_entry import key
from mockwx.scenario.language.value_types import KIND, PagePath, kinds


class MiniEntry(AppEntry):
    KINDS: ClassVar[tuple[Kind, ...]] = (Kind.MINIPROGRAM, Kind.MINIGAME)
    kind: Annotated[Kind, KIND, kinds(*KINDS)] = key(
        "What it is", "应用类型", default="miniprogram", validate_default=True
    )
    privacy: list[PrivacyKind] | None = key(
        "What the privacy guide declares; users are asked to agree, another kind is errno 112, an empty list 1025; "
        "null: nobody is asked",
        "隐私保护指引声明的信息：使用前须用户同意，未声明的为 errno 112，空列表为 1025；null 表示不检查",
        examples=(["phone_number", "avatar"],),
    )
    phone_number_calls: Annotated[int, Field(ge=0, le=1_000_000_000)] | None = key(
        "Calls of getPhoneNumber that are paid for, then errno 1400001; null: enough",
        "手机号快速验证剩余次数，用完为 errno 1400001；null 表示不限",
    )
    realtime_phone_number_calls: Annotated[int, Field(ge=0, le=1_000_000_000)] | None = key(
        "The same of getRealtimePhoneNumber", "手机号实时验证剩余次数，同上"
    )
    pages: Annotated[list[PagePath], Field(min_length=1, max_length=1000)] | None = key(
        "Pages of the published version, the first is its home; a code for another is 41030, a link 40165; null: any",
        "已发布版本的页面，第一个为首页；为其他页面生成小程序码返回 41030，生成链接返回 40165；null 表示不限",
        examples=(["pages/index/index", "pages/login/login"],),
    )
    published: bool = key(
        "Whether it is published; else no codes (41030) and no links (85079)",
        "是否已发布；未发布则不能生成小程序码（41030）和链接（85079）",
        default=True,
    )
    banned: bool = key("No links are made: 40013", "生成链接的权限被封禁：40013", default=False)
