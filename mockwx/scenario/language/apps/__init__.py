"""The shape of apps in a scenario file: what all have in common, and what each kind adds."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Discriminator, Tag

from mockwx.core.people.accounts import Kind
from mockwx.scenario.language.apps.app_entry import AppEntry, CallbackEntry
from mockwx.scenario.language.apps.component_entry import ComponentEntry
from mockwx.scenario.language.apps.donut_entry import DonutEntry
from mockwx.scenario.language.apps.mini_entry import MiniEntry
from mockwx.scenario.language.apps.suite_entry import SuiteEntry
from mockwx.scenario.language.apps.web_entry import WebEntry
from mockwx.scenario.language.apps.wecom_entry import WecomEntry

__all__ = [
    "AppEntry",
    "AppValue",
    "CallbackEntry",
    "ComponentEntry",
    "DonutEntry",
    "MiniEntry",
    "SuiteEntry",
    "WebEntry",
    "WecomEntry",
    "model_of",
]

_MODELS: dict[Kind, type[AppEntry]] = {
    Kind.MINIPROGRAM: MiniEntry,
    Kind.MINIGAME: MiniEntry,
    Kind.OFFICIAL: WebEntry,
    Kind.WEBSITE: WebEntry,
    Kind.MOBILE: WebEntry,
    Kind.WECOM: WecomEntry,
    Kind.COMPONENT: ComponentEntry,
    Kind.SUITE: SuiteEntry,
    Kind.DONUT: DonutEntry,
}


def model_of(value: Any) -> type[AppEntry]:
    """The model for an app's keys, by its ``kind``; a mini program's where it names none that exists."""
    if isinstance(value, AppEntry):
        return type(value)
    kind = value.get("kind") if isinstance(value, dict) else None
    return _MODELS.get(kind, MiniEntry) if isinstance(kind, str) else MiniEntry  # type: ignore[call-overload]


def _tag(value: Any) -> str:
    return model_of(value).__name__


AppValue = Annotated[
    Annotated[MiniEntry, Tag("MiniEntry")]
    | Annotated[WebEntry, Tag("WebEntry")]
    | Annotated[WecomEntry, Tag("WecomEntry")]
    | Annotated[ComponentEntry, Tag("ComponentEntry")]
    | Annotated[SuiteEntry, Tag("SuiteEntry")]
    | Annotated[DonutEntry, Tag("DonutEntry")],
    Discriminator(_tag),
]
