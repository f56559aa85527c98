"""WeCom's dialect: headers that repeat errcode and errmsg, and a suffix that tells the caller's address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockwx.products.shared.dialect import Dialect
from mockwx.products.shared.refusal import Refusal
from mockwx.products.shared.rid_suffix import Trace

# Seen: nothing beside the text before 2017-10-19; a hint on that day; with a link from 2018-02-27 to 2019-05-31; with
# the caller's address from 2019-12-11; the long number of today since 2021-11. The days between are assumed.
HINT_SINCE, LINK_SINCE, ADDRESS_SINCE, LONG_HINT_SINCE = "2017-10-01", "2018-01-01", "2019-10-01", "2021-07-01"


def _suffix(refusal: Refusal, trace: Trace, as_of: str | None) -> str:
    code = refusal.errcode.code
    # 40014 was seen bare on four apis in 2026.
    return "" if code == 40014 else _traced(code, trace, as_of)


def _suffix_of_lists(refusal: Refusal, trace: Trace, as_of: str | None) -> str:
    # The lists of addresses were seen with a hint for 40014 too.
    return _traced(refusal.errcode.code, trace, as_of)


def _traced(code: int, trace: Trace, as_of: str | None) -> str:
    day = as_of or "9999"
    # 42001 was seen with the link alone; in 2019 it had the hint and the address of all others.
    hinted = code != 42001 or day < LONG_HINT_SINCE
    if day < HINT_SINCE:
        return ""
    parts = [f"hint: [{_hint(trace, day)}]"] if hinted else []
    if hinted and day >= ADDRESS_SINCE:
        parts.append(f"from ip: {trace.ip}")
    if day >= LINK_SINCE:
        parts.append(f"more info at https://open.work.weixin.qq.com/devtool/query?e={code}")
    return "".join(f", {part}" for part in parts)


def _hint(trace: Trace, day: str) -> str:
    """It begins with the second; what the rest means is not known."""
    second = trace.now // 1000
    drawn = trace.ids.hexadecimal(32, "wecom hint", trace.number)
    if day >= LONG_HINT_SINCE:
        return f"{second}{int(drawn, 16) % 10**15:015d}"
    return f"{second}_{drawn}" if day < LINK_SINCE else f"{second}_{int(drawn[:2], 16) % 200}_{drawn}"


def _headers(answer: Mapping[str, Any]) -> Mapping[str, str]:
    """As in raw answers of 2019 and 2024. X-W-No was one of 4 to 7."""
    one_line = " ".join(str(answer.get("errmsg", "ok")).split("\n")).replace("\r", " ")
    return {"Error-Code": str(answer.get("errcode", 0)), "Error-Msg": one_line, "Server": "nginx", "X-W-No": "6"}


_TYPE = "application/json; charset=UTF-8"
_EARLIER_TYPE = (HINT_SINCE, "application/json; charset=utf-8")
"""In small letters in 2015, in capitals in 2019; the day between is assumed."""
WECOM = Dialect(
    "wecom",
    _suffix,
    always_plain=True,
    content_type=_TYPE,
    earlier_content_type=_EARLIER_TYPE,
    headers=_headers,
)
"""qyapi.weixin.qq.com."""
WECOM_LISTS = Dialect(
    "wecom",
    _suffix_of_lists,
    always_plain=True,
    content_type=_TYPE,
    earlier_content_type=_EARLIER_TYPE,
    headers=_headers,
)
"""The same, of the lists of addresses."""
