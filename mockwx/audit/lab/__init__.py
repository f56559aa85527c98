"""The lab: what a probe gets to act on the backend, and to see what came of it."""

from __future__ import annotations

from mockwx.audit.lab.lab import Lab

__all__ = ["Lab"]
