"""Third-party platforms: what a component has beside what every app has."""

from __future__ import annotations

from dataclasses import dataclass

from mockwx.core.table import OpenTable


@dataclass(frozen=True, slots=True)
class Component:
    appid: str
    """The component_appid; the app's secret is the component_appsecret."""


class Components:
    def __init__(self, open_table: OpenTable) -> None:
        self._components = open_table("components", Component)

    def add(self, component: Component) -> Component:
        """Add or replace."""
        self._components.put(component.appid, component)
        return component

    def find(self, appid: str) -> Component | None:
        return self._components.get(appid)
