"""The last run, and what has changed since."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench.measured import Measured

LEAST = 0.03
"""A smaller change is never told as one."""


def as_json(date: str, machine: Mapping[str, str], rates: Mapping[str, float], measures: Sequence[Measured]) -> str:
    found = {}
    for each in measures:
        fields = {name: value for name, value in asdict(each).items() if name not in ("key", "target")}
        found[each.key] = fields | {"target": str(each.target or ""), "met": each.met}
    run = {"date": date, "machine": machine, "logins_per_second": rates, "measures": found}
    return json.dumps(_rounded(run), indent=1, ensure_ascii=False) + "\n"


def read(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def changes(last: Mapping[str, Any], machine: Mapping[str, str], measures: Sequence[Measured]) -> list[str]:
    """Old → new for each measure of both runs; only what is beyond the noise of both is marked."""
    if not last:
        return ["there is no earlier run to compare with"]
    lines = [f"since {last['date']}"]
    for name, was in last["machine"].items():
        if machine.get(name) != was:
            lines.append(f"  {name}: {was} → {machine.get(name, 'none')}")
    for each in measures:
        was = last["measures"].get(each.key, {})
        if each.value is None or not was.get("value") or was["what"] != each.what:
            continue  # a smaller world, say, compares with nothing
        change = each.value / was["value"] - 1
        mark = "  *" if abs(change) > max(LEAST, each.noise + was["noise"]) else ""
        lines.append(f"  {was['value']:>8.2f} → {each.value:>8.2f}  {change:>+7.1%}  {each.what}{mark}")
    return [*lines, "  * beyond the noise of both runs"]


def _rounded(value: Any) -> Any:
    """Four digits: the rest is noise."""
    match value:
        case float():
            return float(f"{value:.4g}")
        case dict():
            return {name: _rounded(each) for name, each in value.items()}
    return value
