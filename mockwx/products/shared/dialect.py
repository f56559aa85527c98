"""Dialects: how a family of endpoints spells its answers. Content type, escaping and the trace suffix of errmsg."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct
from msgspec.json import Encoder

from mockwx.core.ids import Ids
from mockwx.core.wire import Document
from mockwx.core.world import Wechat
from mockwx.products.shared.document import HTML, JAVASCRIPT, javascript
from mockwx.products.shared.pages import refused
from mockwx.products.shared.refusal import Refusal

JSON_ENCODING = "application/json; encoding=utf-8"
"""Observed on /cgi-bin in 2020 and 2023: the parameter is ``encoding``, not ``charset``."""


SLASHES_PLAIN = "2020-07-01"
"""Until then /cgi-bin escaped slashes as /sns still does: seen escaped in 2018, plain in 2023; the day is assumed."""


class Trace(Struct, frozen=True):
    """What a suffix is made of."""

    ids: Ids
    now: int
    number: int
    ip: str = ""
    """The caller's."""

    @property
    def rid(self) -> str:
        return self.ids.rid(self.now, self.number)

    @property
    def hint(self) -> str:
        return self.ids.hint(self.number)

    @property
    def early_hint(self) -> str:
        """Of the days before autumn 2019."""
        return self.ids.early_hint(self.number)


RID_SINCE = "2020-07-01"
"""The gateway's rid: none was seen before 2020-08, no mark since; the day is assumed."""
SNS_MARKED_SINCE = "2016-01-01"
"""Texts of /sns were bare before about 2016; the day is assumed."""
GATEWAY_MARKED_SINCE = "2014-11-01"
"""The gateway's marks were seen from 2014-11 on; that none was there before is assumed."""
_TOKEN_CHECKS_MARKED_SINCE = "2016-01-01"
"""Published bodies of 2013 to 2015 say ``access_token expired`` bare; the same is assumed for a missing one."""
_TOKEN_CHECKS = (41001, 42001)
_DASHED_SINCE = "2019-09-01"
"""Marks have sixteen characters with a dash since autumn 2019; the gateway also says ``hints`` then."""
_PLATFORMS = (61003, 61007)
"""Of what the gateway refuses, these were seen without its exclamation mark."""


def _sns_suffix(refusal: Refusal, trace: Trace, as_of: str | None) -> str:
    if refusal.gateway:
        # Seen on /sns/auth (2021) and, with slashes as they are, on /sns/component (2026): these have no comma.
        return _gateway_suffix(refusal, trace, as_of)
    if as_of is not None and as_of < SNS_MARKED_SINCE:
        return ""
    if as_of is not None and as_of < "2021-07-20":
        # The checks of the appid moved to the rid first, without a comma (seen from 2021-02-04 to 2021-05-11).
        if as_of >= "2021-02-01" and refusal.errcode.code in (41002, 40013):
            return f" rid: {trace.rid}"
        return f", hints: [ req_id: {_mark(trace, as_of)} ]"
    return f", rid: {trace.rid}"


def _gateway_suffix(refusal: Refusal, trace: Trace, as_of: str | None) -> str:
    """The marks of the years: none, ``hint: […]``, since 2016 with ``!`` where the gateway itself refused, since
    autumn 2019 ``hints: […!]`` for a wrong token or right; then the rid."""
    code = refusal.errcode.code
    if as_of is None or as_of >= RID_SINCE:
        return f" rid: {trace.rid}"
    if as_of < (_TOKEN_CHECKS_MARKED_SINCE if code in _TOKEN_CHECKS else GATEWAY_MARKED_SINCE):
        return ""
    word = "hints" if code in (40001, 48001) and as_of >= _DASHED_SINCE else "hint"
    loud = refusal.gateway and code not in _PLATFORMS and as_of >= _TOKEN_CHECKS_MARKED_SINCE
    return f" {word}: [{_mark(trace, as_of)}{'!' if loud else ''}]"


def _mark(trace: Trace, as_of: str) -> str:
    return trace.hint if as_of >= _DASHED_SINCE else trace.early_hint


def _business_suffix(refusal: Refusal, trace: Trace, as_of: str | None) -> str:
    if refusal.gateway or (as_of is not None and as_of < RID_SINCE):
        return _gateway_suffix(refusal, trace, as_of)
    return f" hint: [{trace.hint}] rid: {trace.rid}"


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
        escapes = self.escapes_slash and not gateway
        if b"/" in text and (escapes or (_is_before(wechat, SLASHES_PLAIN) and not self.always_plain)):
            text = text.replace(b"/", b"\\/")
        return text

    def answer(
        self, answer: Mapping[str, Any] | Document, wechat: Wechat, *, gateway: bool = False
    ) -> bytes | Document:
        """What goes out for an object, or the document itself."""
        if isinstance(answer, Document):
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


SNS = Dialect("sns", _sns_suffix, escapes_slash=True, content_type=None)
"""/sns/*: text/plain without charset, slashes escaped, ``, rid:``."""
GATEWAY = Dialect("gateway", _gateway_suffix)
"""/cgi-bin/*, /wxa/* and all that the gateway itself answers: `` rid:`` without a comma."""
BUSINESS = Dialect("business", _business_suffix)
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
