"""A prepared command: what to start, and what to do then, so that its calls to WeChat arrive at a mockwx."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct, field


class NotIntercepted(Exception):
    """The command cannot be led here; the text says why, and what can be done instead."""


class PreparedCommand(Struct, frozen=True):
    """Start ``arguments`` with ``env`` and ``pass_fds``, then call ``started`` from this process, which may block."""

    arguments: list[str]
    env: dict[str, str]
    pass_fds: tuple[int, ...] = ()
    started: Callable[[], bool] = field(default=lambda: True)
    """Whether the command shares this machine's network. Raises :class:`NotIntercepted`."""
