"""Third-party platforms in a scenario file."""

from __future__ import annotations

from typing import Annotated, ClassVar

from mockwx.core.accounts import App, Kind
from mockwx.core.component import Component
from mockwx.scenario.apps.common import AppEntry
from mockwx.scenario.entry import required
from mockwx.scenario.typed import KIND, kinds


class ComponentEntry(AppEntry):
    """Its appid is the component_appid, its secret the component_appsecret."""

    KINDS: ClassVar[tuple[Kind, ...]] = (Kind.COMPONENT,)
    kind: Annotated[Kind, KIND, kinds(*KINDS)] = required("What it is", "应用类型", examples=("component",))


def component_of(app: App, entry: ComponentEntry) -> Component:
    return Component(app.appid)


def changed_component(app: App, former: Component | None, entry: ComponentEntry) -> Component:
    """``former`` with what is said now; ``entry.model_fields_set`` tells what is."""
    return component_of(app, entry) if former is None else former
