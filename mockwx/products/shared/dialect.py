"""Dialects: how a family of endpoints spells its answers: content type, escaping, and which suffix an errmsg has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct
from msgspec.json import Encoder

from mockwx.core.wire import Document
from mockwx.core.world import Wechat
from mockwx.products.shared.document import HTML, JAVASCRIPT, javascript
from mockwx.products.shared.pages import refused
from mockwx.products.shared.refusal import Refusal
from mockwx.products.shared.rid_suffix import Trace, business_suffix, gateway_suffix, sns_suffix

JSON_ENCODING = "application/json; encoding=utf-8"
"""Observed on /cgi-bin in 2020 and 2023: the parameter is ``encoding``, not ``charset``."""


SLASHES_PLAIN = "2020-07-01"
"""Until then /cgi-bin escaped slashes as /sns still does: seen escaped in 2018, plain in 2023; the day is assumed."""


def _is_before(wechat: Wechat, date: str) -> bool:
    return wechat.as_of is not None and wechat.as_of < date


def _with_ip(text: str, ip: str) -> str:
    """An address of IPv6 is told as it is, not as one of IPv4 in disguise (assumed)."""
    if ":" in ip:
        text = text.replace("::ffff:{ip}", "{ip}")
    return text.replace("{ip}", ip)


_spell = Encoder().encode


def _odd(answer: Mapping[str, Any]) -> bytes:
    """As the faster library would, for what it refuses: lone surrogates."""
    # Loaded on first use: such an answer is rare.
    import json

    return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


class Dialect(Struct, frozen=True):
    name: str
    suffix: Callable[[Refusal, Trace, str | None], str]
    escapes_slash: bool = False
    always_plain: bool = False
    """Slashes were never escaped, not even in the early days."""
    content_type: str | None = JSON_ENCODING
    """None: as the world's choice for /sns says."""
    earlier_content_type: tuple[str, str] | None = None
    """A day, and what answers were labelled as before it."""
    headers: Callable[[Mapping[str, Any]], Mapping[str, str]] | None = None
    """Headers beside the usual ones, from the answer."""
    page: Callable[[Mapping[str, Any]], Document] | None = None
    """How a refusal looks where it is no JSON, from its errcode and errmsg."""

    def label(self, wechat: Wechat) -> str:
        if self.earlier_content_type is not None and _is_before(wechat, self.earlier_content_type[0]):
            return self.earlier_content_type[1]
        return self.content_type or wechat.sns_content_type

    def spell(self, answer: Mapping[str, Any], wechat: Wechat, *, gateway: bool = False) -> bytes:
        """Compact JSON in UTF-8, keys in the order they came; ``gateway``: its slashes, not the family's."""
        try:
            text = _spell(answer)
        except UnicodeEncodeError:
            text = _odd(answer)
        if (self.escapes_slash and not gateway) or (_is_before(wechat, SLASHES_PLAIN) and not self.always_plain):
            return text.replace(b"/", b"\\/")
        return text

    def answer(
        self, answer: Mapping[str, Any] | Document, wechat: Wechat, *, gateway: bool = False
    ) -> bytes | Document:
        """What goes out for an object, or the document itself."""
        # Whether it is a Struct takes ten times as long to tell as whether it is a dict.
        if not isinstance(answer, dict) and isinstance(answer, Document):
            return answer
        body = self.spell(answer, wechat, gateway=gateway)
        if self.headers is None:
            return body
        return Document(body, self.label(wechat), headers=self.headers(answer))

    def refuse(self, refusal: Refusal, api: str, trace: Trace, wechat: Wechat) -> dict[str, Any]:
        text, suffix = refusal.errmsg, self.suffix(refusal, trace, wechat.as_of)
        if text is None:
            text = _with_ip(refusal.errcode.text(api, wechat.as_of), refusal.ip)
            if "{trace}" in text:
                text, suffix = text.replace("{trace}", suffix), ""
        return {"errcode": refusal.errcode.code, "errmsg": text + suffix}


SNS = Dialect("sns", sns_suffix, escapes_slash=True, content_type=None)
"""/sns/*: text/plain without charset, slashes escaped, ``, rid:``."""
GATEWAY = Dialect("gateway", gateway_suffix)
"""/cgi-bin/*, /wxa/* and all that the gateway itself answers: `` rid:`` without a comma."""
BUSINESS = Dialect("business", business_suffix)
"""getuserphonenumber, user/info: their own errors carry `` hint: [...] rid:``, the gateway's only `` rid:``."""
PAGE = Dialect("page", lambda refusal, trace, as_of: "", content_type=HTML, page=refused)
"""The pages of open.weixin.qq.com: a refusal is told to the person, without a trace."""


def polled(wx_errcode: int, wx_code: str = "") -> Document:
    """What the long poll of a QR code answers, for the page to run."""
    return javascript(f"window.wx_errcode={wx_errcode};window.wx_code='{wx_code}';")


POLL = Dialect(
    "poll",
    lambda refusal, trace, as_of: "",
    content_type=JAVASCRIPT,
    page=lambda answer: polled(answer["errcode"]),
)
"""The long poll of a QR code: JavaScript that sets two variables."""
