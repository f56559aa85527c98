"""Suites of WeCom service providers in a scenario file."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from mockwx.core.people.accounts import App, Kind
from mockwx.core.suites import Suite
from mockwx.scenario.language.apps.app_entry import AppEntry
from mockwx.scenario.language.base_entry import key, required
from mockwx.scenario.language.value_types import KIND, AppName, Site, UserName, kinds


class SuiteEntry(AppEntry):
    """Its appid is the suite_id, its secret the suite_secret; its callback is the one for instructions (指令回调)."""

    KINDS: ClassVar[tuple[Kind, ...]] = (Kind.SUITE,)
    kind: Annotated[Kind, KIND, kinds(*KINDS)] = required("What it is", "应用类型", examples=("suite",))

    provider: AppName | None = key(
        "The corp, of kind wecom, whose suite it is", "所属的服务商：一个 kind 为 wecom 的企业"
    )
    domain: Site | None = key(
        "Where installing and logging in may lead back to, with its port if it has one; others see a page; null: any",
        "安装完成和授权登录的回调域名，有端口的带上端口，其余显示错误页；null 表示不限",
        examples=("www.example.com",),
    )
    corps: Annotated[list[AppName], Field(max_length=10_000)] = key(
        "The corps that have installed it from the beginning", "一开始就已安装它的企业", default=[]
    )
    visible: Annotated[list[UserName], Field(max_length=10_000)] | None = key(
        "The members within its visible range, at every corp; null: all of them", "可见范围内的成员；null 表示全部"
    )
    userids: Literal["encrypted", "plain"] = key(
        "What members are called: their open_userid, or the corp's own userid as at corps of the old scheme",
        "成员的 userid：密文（即 open_userid），或旧模式企业的明文",
        default="encrypted",
    )


def suite_of(app: App, entry: SuiteEntry) -> Suite:
    return Suite(
        app.appid,
        provider=entry.provider or "",
        corps=tuple(entry.corps),
        visible=None if entry.visible is None else tuple(entry.visible),
        userids=entry.userids,
    )
