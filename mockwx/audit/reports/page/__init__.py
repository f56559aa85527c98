"""The report as one HTML page that needs nothing else: for people, also on a phone and on paper."""

from __future__ import annotations

from mockwx.audit.reports.page.whole import page

__all__ = ["page"]
