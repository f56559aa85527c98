"""Lab: fresh people with phones, the backend's actions, WeChat's journal and rules, for one probe."""

from __future__ import annotations


class Lab:
    """What a probe gets."""
