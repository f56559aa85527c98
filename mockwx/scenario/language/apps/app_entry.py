"""What every app may say of itself, whatever its kind."""

from __future__ import annotations

import re
from typing import Annotated, ClassVar, Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator

from mockwx.core.people.accounts import Kind
from mockwx.core.text.bilingual import both
from mockwx.scenario.language.base_entry import BaseEntry, key, required
from mockwx.scenario.language.value_types import (
    AesKey,
    ApiName,
    Identifier,
    Network,
    NewName,
    StandingValue,
    Token,
    Url,
)
from mockwx.scenario.reading.problems import Wrong

_REAL_SECRET = re.compile("[0-9a-f]{32}")


class CallbackEntry(BaseEntry):
    url: Url = required("The backend's callback URL", "后端的回调 URL", examples=("http://127.0.0.1:8000/wechat",))
    token: Token = required("What signatures are made with", "用于签名的 Token", examples=("mockwxtoken",))
    aes_key: AesKey | None = key(
        "EncodingAESKey, 43 characters; a must but in plain mode", "EncodingAESKey，43 个字符；非明文模式必填"
    )
    mode: Literal["plain", "compatible", "safe"] = key(
        "Plain, safe: encrypted, or compatible: both", "明文、安全（加密）或兼容（两者都有）模式", default="plain"
    )
    format: Literal["xml", "json"] = key("How events are spelt", "数据格式", default="xml")

    @model_validator(mode="after")
    def _safe_needs_a_key(self) -> CallbackEntry:
        if self.mode != "plain" and self.aes_key is None:
            raise Wrong(
                both(
                    f"mode: {self.mode} needs an aes_key of 43 characters",
                    f"mode: {self.mode} 需要 43 个字符的 aes_key",
                )
            )
        return self


class AppEntry(BaseEntry):
    """Each kind adds its own keys."""

    kind: Kind

    @classmethod
    def elsewhere(cls, name: str) -> str | None:
        kinds = [kind for other in AppEntry.__subclasses__() if name in other.model_fields for kind in other.KINDS]
        some = ", ".join(kinds)
        return both(f"{name} is for an app of kind {some}", f"{name} 只用于 kind 为 {some} 的应用") if kinds else None

    KINDS: ClassVar[tuple[Kind, ...]] = ()
    """Of which kinds the model is."""
    # Above ``secret``, which looks at it.
    real_looking_secret: Literal["refuse", "allow"] = key(
        "allow: the secret below looks real and is not",
        "allow：下面的 secret 看起来像真的，但不是",
        default="refuse",
    )
    appid: Identifier | None = key(
        "Default: made from the name: wx00000000mockshop", "默认由名称生成：wx00000000mockshop"
    )
    secret: Annotated[str, Field(min_length=1, max_length=200)] | None = key(
        "Default: made from the name: mockwx-secret-shop; null takes any secret",
        "默认由名称生成：mockwx-secret-shop；null 表示接受任何 secret",
    )
    owner: NewName | None = key(
        "The Open Platform account it is bound to: its apps share a unionid; null: not bound, no unionid",
        "绑定的微信开放平台账号：同一账号下的应用共享 unionid；null 表示未绑定，没有 unionid",
    )
    ip_whitelist: list[Network] | None = key(
        "Addresses or networks that may call, others get 40164; null lets everybody in",
        "允许调用的地址或网段，其余得到 40164；null 表示不限",
        examples=(["10.0.0.0/8"],),
        max_length=1000,
    )
    frozen: bool = key("The AppSecret is frozen: 40243", "AppSecret 已冻结：40243", default=False)
    standing: StandingValue = key(
        "How WeChat looks upon the account", "账号状态", default="good", validate_default=True
    )
    denied: list[ApiName] = key("Apis that it may not use: 48001", "无权使用的接口：48001", default=[])
    verified: bool = key(
        "Verified and not personal; only such an app gets phone numbers",
        "已认证的非个人账号；只有这样才能取手机号",
        default=True,
    )

    container: Url | None = key(
        "Where the service listens that WeChat hosts for the app (云托管), for phone.callContainer",
        "云托管服务的地址，供 phone.callContainer 调用",
        examples=("http://127.0.0.1:8000",),
    )
    callback: CallbackEntry | None = key(
        "Where WeChat pushes events to; null: nowhere", "微信推送事件的地址；null 表示不推送"
    )

    @field_validator("secret")
    @classmethod
    def _is_pretend(cls, secret: str | None, info: ValidationInfo) -> str | None:
        """A scenario is committed and shared: a real AppSecret must never get there. The message keeps it secret."""
        if secret is None or info.data.get("real_looking_secret") == "allow":
            return secret
        if _REAL_SECRET.fullmatch(secret):
            raise Wrong(
                both(
                    "this looks like a real AppSecret (32 hex digits): make one up, such as mockwx-secret-shop, "
                    "or say real_looking_secret: allow beside it",
                    "这看起来是真的 AppSecret（32 位十六进制）：请编一个，例如 mockwx-secret-shop；"
                    "若确实是假的，请在旁边写 real_looking_secret: allow",
                )
            )
        return secret
