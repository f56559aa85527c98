"""What mockwx says when it cannot do what it was asked, or when that can hardly be meant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class MockWxError(Exception):
    """Something was asked of mockwx that it cannot do; the text says what, where and what to write instead."""

    def __init__(
        self,
        text: str,
        *,
        what: str | None = None,
        where: str = "",
        status: int | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(text)
        self.what = text if what is None else what
        """The text without the place."""
        self.where = where
        """The place in the request, such as an argument's name; empty where it is none of them."""
        self.status = status
        """The HTTP status of a control call that was refused; None where no mockwx refused anything."""
        self.more = dict(more or {})
        """What the answer says beside, by its JSON's keys."""


class MockWxWarning(UserWarning):
    """Something was done that can hardly be meant, such as a rule that can never fire."""
