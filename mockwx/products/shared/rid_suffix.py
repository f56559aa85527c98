"""The rid suffix: what follows an errmsg, ``rid``, ``hint`` or nothing, by family of endpoints and by the years."""

from __future__ import annotations

from msgspec import Struct

from mockwx.core.ids import Ids
from mockwx.products.shared.refusal import Refusal


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


def sns_suffix(refusal: Refusal, trace: Trace, as_of: str | None) -> str:
    if refusal.gateway:
        # Seen on /sns/auth (2021) and, with slashes as they are, on /sns/component (2026): these have no comma.
        return gateway_suffix(refusal, trace, as_of)
    if as_of is not None and as_of < SNS_MARKED_SINCE:
        return ""
    if as_of is not None and as_of < "2021-07-20":
        # The checks of the appid moved to the rid first, without a comma (seen from 2021-02-04 to 2021-05-11).
        if as_of >= "2021-02-01" and refusal.errcode.code in (41002, 40013):
            return f" rid: {trace.rid}"
        return f", hints: [ req_id: {_mark(trace, as_of)} ]"
    return f", rid: {trace.rid}"


def gateway_suffix(refusal: Refusal, trace: Trace, as_of: str | None) -> str:
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


def business_suffix(refusal: Refusal, trace: Trace, as_of: str | None) -> str:
    if refusal.gateway or (as_of is not None and as_of < RID_SINCE):
        return gateway_suffix(refusal, trace, as_of)
    return f" hint: [{trace.hint}] rid: {trace.rid}"
