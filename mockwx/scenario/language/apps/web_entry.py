"""Official accounts, websites and mobile apps in a scenario file: what logs in by OAuth."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from mockwx.core.people.accounts import Kind
from mockwx.scenario.language.apps.app_entry import AppEntry
from mockwx.scenario.language.base_entry import key, required
from mockwx.scenario.language.value_types import KIND, Host, Scope, UserName, kinds


class WebEntry(AppEntry):
    KINDS: ClassVar[tuple[Kind, ...]] = (Kind.OFFICIAL, Kind.WEBSITE, Kind.MOBILE)
    kind: Annotated[Kind, KIND, kinds(*KINDS)] = required("What it is", "应用类型", examples=("official",))
    domain: Host | None = key(
        "The bare host that a login may lead back to, others see page 10003; null: any",
        "授权回调域：仅域名，不带协议和端口，其余显示 10003；null 表示不限",
        examples=("www.example.com",),
    )
    scopes: Annotated[list[Scope], Field(max_length=10)] | None = key(
        "What it may ask for, else page 10005; null: all that its kind can",
        "拥有的 scope，其余显示 10005；null 表示此类应用的全部",
        examples=(["snsapi_base"],),
    )
    followers: Annotated[list[UserName], Field(max_length=10_000)] | None = key(
        "Who follows the official account; null: everybody", "关注了公众号的用户；null 表示所有人"
    )
    test_account: bool = key(
        "A test account: only followers may log in, others see page 10006",
        "测试号：只有关注者能登录，其他人显示 10006",
        default=False,
    )
    banned: bool = key("The account is banned: page 10004", "公众号被封禁：显示 10004", default=False)
