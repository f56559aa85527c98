"""Mini programs and mini games in a scenario file."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from mockwx.core.people.accounts import Kind
from mockwx.core.people.privacy import PrivacyKind
from mockwx.scenario.language.apps.app_entry import AppEntry
from mockwx.scenario.language.base_entry import key
from mockwx.scenario.language.typed import KIND, kinds


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
