"""The table of all measures, for a terminal and for a page."""

from __future__ import annotations

from collections.abc import Sequence

from bench.measured import Measured

HEAD = ("measure", "measured", "beside it", "ratio", "noise", "target", "verdict")


def as_text(measures: Sequence[Measured]) -> str:
    rows = [HEAD, *map(_cells, measures)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for name, *cells, verdict in rows:
        middle = "  ".join(cell.rjust(width) for cell, width in zip(cells, widths[1:], strict=False))
        lines.append(f"{name:<{widths[0]}}  {middle}  {verdict}".rstrip())
    return "\n".join(lines)


def as_markdown(measures: Sequence[Measured]) -> str:
    rows = [HEAD, ("---", "---:", "---:", "---:", "---:", "---:", "---"), *map(_cells, measures)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _cells(each: Measured) -> tuple[str, ...]:
    what = f"{each.what} ({each.remark})" if each.remark else each.what
    ratio = f"{each.value:.2f}" if each.value is not None and each.is_ratio else ""
    unit = "" if ratio or each.value is None else each.unit
    target = f"{each.target} {unit}".strip() if each.target else ""
    noise = f"± {each.noise:.0%}" if each.noise else ""
    return what, _spelt(each.ours, each.unit), _spelt(each.other, each.unit), ratio, noise, target, verdict(each)


def verdict(each: Measured) -> str:
    if each.value is None:
        return "NOT MEASURED"
    return {True: "met", False: "MISSED", None: ""}[each.met] + (", within the noise" if each.is_doubtful else "")


def _spelt(figure: float | None, unit: str) -> str:
    if figure is None:
        return ""
    return f"{figure:,.{0 if figure >= 100 else 2}f} {unit}".strip()
