"""WeCom corps in a scenario file."""

from __future__ import annotations

from typing import Annotated, ClassVar

from mockwx.core.accounts import App, Kind
from mockwx.core.wecom import Corp
from mockwx.scenario.apps.common import AppEntry
from mockwx.scenario.entry import required
from mockwx.scenario.typed import KIND, kinds


class WecomEntry(AppEntry):
    """Its appid is the corpid."""

    KINDS: ClassVar[tuple[Kind, ...]] = (Kind.WECOM,)
    kind: Annotated[Kind, KIND, kinds(*KINDS)] = required("What it is", "应用类型", examples=("wecom",))


def corp_of(app: App, entry: WecomEntry) -> Corp:
    return Corp(app.appid)


def changed_corp(app: App, former: Corp | None, entry: WecomEntry) -> Corp:
    """``former`` with what is said now; ``entry.model_fields_set`` tells what is."""
    return corp_of(app, entry) if former is None else former
