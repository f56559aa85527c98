"""What a command has asked WeChat, in a few lines for its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from mockwx.core.text.bilingual import both
from mockwx.core.text.printable import printable


def summary(entries: Iterable[Mapping[str, Any]]) -> tuple[int, list[str]]:
    """How many calls there were, and the lines that tell of them; ``entries`` as in the journal."""
    entries = list(entries)
    calls = Counter((each["api"], each["errcode"] if each["fault"] is None else each["fault"]) for each in entries)
    wechat = {key: count for key, count in calls.items() if key[0] is not None}
    lost = [each for each in entries if each["api"] is None]
    total = sum(wechat.values())
    lines = [both(f"mockwx: {total} calls to WeChat", f"对微信的调用共 {total} 次")]
    apis = dict.fromkeys(api for api, _ in wechat)
    for api in apis:
        answers = [f"{count} × {answer}" for (name, answer), count in wechat.items() if name == api]
        lines.append(f"  {api}: {', '.join(answers)}")
    for each, count in Counter(_told(each) for each in lost).items():
        lines.append(f"  {each}" + (f" ({count} ×)" if count > 1 else ""))
    return total, [printable(line) for line in lines]


def _told(entry: Mapping[str, Any]) -> str:
    request = entry["request"]
    return f"{request['method']} {request['path']}: {entry['fault'] or entry['errcode']}: {entry['reason']}"
