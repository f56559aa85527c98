"""Circumstances: how WeChat was while the backend did one thing, as the journal tells."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mockwx.client import JournalEntry
from mockwx.core.text.bilingual import Text
from mockwx.core.text.chinese_reasons import reason_text

DOWN = Text("where WeChat is down", "微信不可用时")
WELL = Text("where WeChat is well", "微信一切正常时")
NOT_ASKED = Text("without asking WeChat", "未询问微信就")
_TRACE = re.compile(r",? (?:rid|hints?): ")
"""What stands behind an errmsg and is another one in each answer."""
_BY_ERRCODE = {
    (-1,): DOWN,
    (40029, 40163, 41008): Text("where the code is expired, spent or unknown", "code 已过期、已使用或不存在时"),
    (45009, 45011): Text("where WeChat throttles", "被微信限流时"),
    (40013, 40125, 40164, 40243): Text(
        "where WeChat refuses its AppSecret or its address", "AppSecret 或出口 IP 被微信拒绝时"
    ),
    (40226,): Text("where WeChat blocks the person", "用户被微信拦截时"),
    (40001, 40014, 42001): Text("where its access_token is dead", "access_token 失效时"),
}


def circumstance(calls: Sequence[JournalEntry], action: str) -> Text:
    """``calls``: what the backend asked during one step, which is its ``action``."""
    if not calls:
        if action == "login":
            return NOT_ASKED
        return Text(f"at {action}", f"执行 {action} 时")
    # Of several answers, the bad one is what the backend had to cope with.
    worst = next((call for call in reversed(calls) if _failed(call)), calls[-1])
    if worst.errcode is None or worst.status != 200:
        return DOWN
    if worst.errcode == 0:
        return WELL
    words = next((text for errcodes, text in _BY_ERRCODE.items() if worst.errcode in errcodes), None)
    return words or Text(f"where WeChat answers {worst.errcode}", f"微信返回 {worst.errcode} 时")


def refusal(calls: Sequence[JournalEntry]) -> Text | None:
    """What WeChat refused the last of these calls with that no rule touched; None where it refused none."""
    call = next((call for call in reversed(calls) if call.errcode and call.rule is None), None)
    if call is None:
        return None
    errmsg = call.answer.get("errmsg", "") if isinstance(call.answer, dict) else ""
    words = f"{call.errcode} {_TRACE.split(str(errmsg))[0]}".rstrip()
    if call.reason is None:
        return Text(f"WeChat answered {words}", f"微信返回 {words}")
    why = reason_text(call.reason)
    return Text(f"WeChat answered {words}: {why.en}", f"微信返回 {words}：{why.zh}")


def was_asked_again(calls: Sequence[JournalEntry]) -> bool:
    """Whether a call failed first and WeChat was well at the last one."""
    return bool(calls) and not _failed(calls[-1]) and any(map(_failed, calls))


def _failed(call: JournalEntry) -> bool:
    return call.errcode != 0 or call.status != 200
