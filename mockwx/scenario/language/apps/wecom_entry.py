"""WeCom corps in a scenario file."""

from __future__ import annotations

import re
from collections import Counter
from typing import Annotated, ClassVar

from pydantic import Field, field_validator, model_validator

from mockwx.core.ids import secret_for
from mockwx.core.people.accounts import App, Kind
from mockwx.core.text.bilingual import both
from mockwx.core.wecom import FIRST_AGENT, Agent, Corp
from mockwx.scenario.language.apps.app_entry import AppEntry
from mockwx.scenario.language.base_entry import BaseEntry, key, required
from mockwx.scenario.language.value_types import KIND, AgentId, ApiName, Network, NewName, Site, UserId, UserName, kinds
from mockwx.scenario.reading.problems import Wrong

_REAL_SECRET = re.compile("[A-Za-z0-9_-]{43}")
_People = Annotated[list[UserName], Field(max_length=10_000)]


def _pretend(secret: str | None) -> str | None:
    if secret is not None and _REAL_SECRET.fullmatch(secret) and "mock" not in secret:
        raise Wrong(
            both(
                "this looks like a real Secret of WeCom (43 characters): make one up, such as mockwx-secret-crm",
                "这看起来是真的企业微信 Secret（43 个字符）：请编一个，例如 mockwx-secret-crm",
            )
        )
    return secret


class AgentEntry(BaseEntry):
    agentid: AgentId = required("The AgentID, in quotes", "应用的 AgentID，要加引号", examples=("1000003",))
    secret: Annotated[str, Field(min_length=1, max_length=200)] | None = key(
        "Default: made from the name: mockwx-secret-crm", "默认由名称生成：mockwx-secret-crm"
    )
    domain: Site | None = key(
        "The trusted domain, with its port if it has one; others see a page and get 50001; null: any",
        "可信域名，有端口的带上端口，其余显示错误页、返回 50001；null 表示不限",
        examples=("www.example.com",),
    )
    trusted_ips: Annotated[list[Network], Field(max_length=1000)] | None = key(
        "Addresses or networks that may call, others get 60020; null lets everybody in",
        "企业可信IP，其余返回 60020；null 表示不限",
        examples=(["10.0.0.0/8"],),
    )
    visible: _People | None = key(
        "The members within its visible range; null: all of them", "可见范围内的成员；null 表示全部"
    )
    denied: list[ApiName] = key("Apis that it may not use: 48002", "无权使用的接口：48002", default=[])

    _is_pretend = field_validator("secret")(_pretend)


class WecomEntry(AppEntry):
    """Its appid is the corpid. The app itself is the first agent, with the app's secret.

    appid 即 corpid。应用本身是第一个 agent，用应用的 secret。
    """

    KINDS: ClassVar[tuple[Kind, ...]] = (Kind.WECOM,)
    kind: Annotated[Kind, KIND, kinds(*KINDS)] = required("What it is", "应用类型", examples=("wecom",))
    agentid: AgentId = key("Of the app as the first agent", "第一个应用的 AgentID", default=FIRST_AGENT)
    domain: Site | None = key(
        "The trusted domain, with its port if it has one; others see a page and get 50001; null: any",
        "可信域名，有端口的带上端口，其余显示错误页、返回 50001；null 表示不限",
        examples=("www.example.com",),
    )
    visible: _People | None = key(
        "The members within its visible range; null: all of them", "可见范围内的成员；null 表示全部"
    )
    members: _People | None = key("Who belongs to the corp; null: everybody", "企业成员；null 表示所有人")
    userids: dict[UserName, UserId] = key(
        "The userid of single members; default: the user's name", "成员的 userid；默认为用户名", default={}
    )
    customers: _People = key(
        "Users outside the corp who are its external contacts: they have an external_userid",
        "企业的外部联系人：有 external_userid",
        default=[],
    )
    agents: dict[NewName, AgentEntry] = key(
        "More agents, by name, each with a secret and a token of its own",
        "更多应用：各有自己的 Secret 和 access_token",
        default={},
    )

    provider_secret: Annotated[str, Field(min_length=1, max_length=200)] | None = key(
        "The ProviderSecret, of a corp that is a service provider; null: it is none",
        "服务商的 ProviderSecret；null 表示不是服务商",
        examples=("mockwx-secret-provider",),
    )
    without_wechat: _People = key(
        "Members who use WeCom without WeChat: convert_to_openid is 43004",
        "没有用微信登录企业微信的成员：convert_to_openid 返回 43004",
        default=[],
    )
    admins: _People | None = key(
        "Who administrates the corp, its creator first; null: everybody",
        "企业的管理员，第一个是创建者；null 表示所有人",
    )

    _is_corps_pretend = field_validator("secret", "provider_secret")(_pretend)

    @model_validator(mode="after")
    def _told_apart(self) -> WecomEntry:
        ids = Counter([self.agentid, *(agent.agentid for agent in self.agents.values())])
        secrets = Counter(_secret(name, agent) for name, agent in self.agents.items())
        if self.secret is not None:
            secrets[self.secret] += 1
        userids = Counter(userid.lower() for userid in self.userids.values())
        for what, counts in (("agentid", ids), ("secret", secrets), ("userid", userids)):
            for value, count in counts.items():
                if count > 1:
                    shown = "" if what == "secret" else f" {value}"
                    raise Wrong(both(f"two have the same {what}{shown}", f"{what}{shown} 重复"))
        return self


def corp_of(app: App, entry: WecomEntry) -> Corp:
    return Corp(
        app.appid,
        members=_people(entry.members),
        userids=tuple(entry.userids.items()),
        customers=tuple(entry.customers),
        agentid=entry.agentid,
        visible=_people(entry.visible),
        agents=tuple(_agent(name, agent) for name, agent in entry.agents.items()),
        provider_secret=entry.provider_secret,
        without_wechat=tuple(entry.without_wechat),
        admins=_people(entry.admins),
    )


def _agent(name: str, entry: AgentEntry) -> Agent:
    return Agent(
        entry.agentid,
        _secret(name, entry),
        domain=entry.domain,
        trusted_ips=None if entry.trusted_ips is None else tuple(entry.trusted_ips),
        visible=_people(entry.visible),
        denied=tuple(entry.denied),
    )


def _secret(name: str, entry: AgentEntry) -> str:
    return entry.secret or secret_for(name)


def _people(named: list[str] | None) -> tuple[str, ...] | None:
    return None if named is None else tuple(named)
