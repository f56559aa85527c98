"""Multi-platform apps (多端应用, Donut) in a scenario file."""

from __future__ import annotations

from typing import Annotated, ClassVar

from mockwx.core.people.accounts import Kind
from mockwx.scenario.language.apps.app_entry import AppEntry
from mockwx.scenario.language.base_entry import required
from mockwx.scenario.language.value_types import KIND, kinds


class DonutEntry(AppEntry):
    """Its mobile app and its mini program are the first ones of the same owner.

    其移动应用和小程序是同一 owner 的第一个。
    """

    KINDS: ClassVar[tuple[Kind, ...]] = (Kind.DONUT,)
    kind: Annotated[Kind, KIND, kinds(*KINDS)] = required("What it is", "应用类型", examples=("donut",))
