"""Mini programs and mini games in a scenario file."""

from __future__ import annotations

from typing import Annotated, ClassVar

from mockwx.core.people.accounts import Kind
from mockwx.scenario.language.apps.app_entry import AppEntry
from mockwx.scenario.language.base_entry import key
from mockwx.scenario.language.typed import KIND, kinds


class MiniEntry(AppEntry):
    KINDS: ClassVar[tuple[Kind, ...]] = (Kind.MINIPROGRAM, Kind.MINIGAME)
    kind: Annotated[Kind, KIND, kinds(*KINDS)] = key(
        "What it is", "应用类型", default="miniprogram", validate_default=True
    )
