"""What MockWx says when it cannot do what it was asked, or when that can hardly be meant."""

from __future__ import annotations


class MockWxError(Exception):
    """Something was asked of mockwx that it cannot do; the text says what, where and what to write instead."""


class MockWxWarning(UserWarning):
    """Something was done that can hardly be meant, such as a rule that can never fire."""
