"""A summary of what a command asked WeChat: how many calls of what, how they were answered, and why not better."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping
from typing import Any

from mockwx.core.text.bilingual import both
from mockwx.core.text.chinese_reasons import reason_text
from mockwx.core.text.output_escaping import printable

MOST_REASONS = 3
"""Told of one answer of one api."""
MOST_LINES = 1000
"""Different ones that are counted; a client that asks for ever new paths must not fill the memory."""


class Summary:
    """Counts journal entries as they come, of all worlds and whatever a reset forgets; from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._calls: Counter[tuple[str, str]] = Counter()
        self._reasons: dict[tuple[str, str], Counter[str]] = {}
        self._lost: Counter[str] = Counter()
        """What reached no endpoint."""

    def add(self, entry: Mapping[str, Any]) -> None:
        """``entry`` as in the journal."""
        with self._lock:
            api = entry["api"]
            if api is None:
                self._count(self._lost, _lost(entry))
                return
            answer = (api, str(entry["errcode"] if entry["fault"] is None else entry["fault"]))
            self._calls[answer] += 1
            if entry["reason"] is not None and entry["errcode"] != 0:
                self._count(self._reasons.setdefault(answer, Counter()), str(reason_text(entry["reason"])))

    @property
    def calls(self) -> int:
        """How many reached an api of WeChat's."""
        return self._calls.total()

    def lines(self) -> list[str]:
        with self._lock:
            lines = [both(f"mockwx: {self.calls} calls to WeChat", f"对微信的调用共 {self.calls} 次")]
            for api in dict.fromkeys(api for api, _ in self._calls):
                answers = [f"{count} × {answer}" for (name, answer), count in self._calls.items() if name == api]
                lines.append(f"  {api}: {', '.join(answers)}")
                for (name, answer), reasons in self._reasons.items():
                    if name == api:
                        lines += [f"    {answer}: {why}" for why in _some(reasons)]
            lines += [f"  {lost}" + _times(count) for lost, count in self._lost.items()]
            return [printable(line) for line in lines]

    @staticmethod
    def _count(counter: Counter[str], line: str) -> None:
        if line in counter or len(counter) < MOST_LINES:
            counter[line] += 1


def _lost(entry: Mapping[str, Any]) -> str:
    request = entry["request"]
    answer = entry["fault"] or entry["errcode"]
    return f"{request['method']} {request['path']}: {answer}: {reason_text(entry['reason'] or '')}"


def _some(reasons: Counter[str]) -> list[str]:
    lines = [why + _times(count) for why, count in reasons.most_common(MOST_REASONS)]
    if (more := len(reasons) - MOST_REASONS) > 0:
        lines.append(both(f"and {more} other reasons", f"另有 {more} 种原因"))
    return lines


def _times(count: int) -> str:
    return f" ({count} ×)" if count > 1 else ""
