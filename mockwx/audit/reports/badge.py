"""The badge: grade and coverage as a small SVG for a README."""

from __future__ import annotations

from mockwx.audit.audit_report import AuditReport

_COLOURS = {"A+": "#1a7f37", "A": "#1a7f37", "B": "#57803a", "C": "#9a6700", "D": "#bc4c00", "F": "#cf222e"}
_UNGRADED = "#57606a"
_LABEL = "WeChat login"


def badge(report: AuditReport) -> str:
    """Text with its length said, so that it looks the same in every font; nothing of the backend is in it."""
    letter, coverage = report.grade.letter, report.grade.coverage
    value = f"{letter} · {coverage.tested}/{coverage.of}"
    colour = _COLOURS.get(letter, _UNGRADED)
    left, right = _width(_LABEL), _width(value)
    whole = left + right
    title = f"{_LABEL}: {value}"
    return f"""<svg xmlns="http://www.w3.org/2000/svg" width="{whole}" height="20" role="img" aria-label="{title}">
<title>{title}</title>
<clipPath id="r"><rect width="{whole}" height="20" rx="3"/></clipPath>
<g clip-path="url(#r)"><rect width="{left}" height="20" fill="#3d444d"/>
<rect x="{left}" width="{right}" height="20" fill="{colour}"/></g>
<g fill="#fff" text-anchor="middle" font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="11">
<text x="{left / 2:g}" y="14" textLength="{left - 12}">{_LABEL}</text>
<text x="{left + right / 2:g}" y="14" textLength="{right - 12}">{value}</text></g>
</svg>
"""


def _width(text: str) -> int:
    """Pixels, with six on either side."""
    return round(6.7 * len(text)) + 12
