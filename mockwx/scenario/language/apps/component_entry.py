"""Third-party platforms in a scenario file."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec.structs import replace
from pydantic import Field

from mockwx.core.people.accounts import App, Kind
from mockwx.core.platforms import Component
from mockwx.scenario.language.apps.app_entry import AppEntry
from mockwx.scenario.language.base_entry import key, required
from mockwx.scenario.language.value_types import KIND, AppName, Host, kinds


class ComponentEntry(AppEntry):
    """Its appid is the component_appid, its secret the component_appsecret.

    appid 即 component_appid，secret 即 component_appsecret。
    """

    KINDS: ClassVar[tuple[Kind, ...]] = (Kind.COMPONENT,)
    kind: Annotated[Kind, KIND, kinds(*KINDS)] = required("What it is", "应用类型", examples=("component",))

    domain: Host | None = key(
        "The bare host that a login on behalf of an app may lead back to, others see page 10003; null: any",
        "代公众号授权的回调域（公众号开发域名），其余显示 10003；null 表示不限",
        examples=("www.example.com",),
    )
    authorizers: Annotated[list[AppName], Field(max_length=10_000)] = key(
        "The apps that have authorised the platform from the beginning", "一开始就已授权给该平台的应用", default=[]
    )


def component_of(app: App, entry: ComponentEntry) -> Component:
    return Component(app.appid, tuple(entry.authorizers))


def changed_component(app: App, former: Component | None, entry: ComponentEntry) -> Component:
    """``former`` with what is said now; ``entry.model_fields_set`` tells what is."""
    said = component_of(app, entry)
    if former is None or "authorizers" in entry.model_fields_set:
        return said
    return replace(former, appid=app.appid)
