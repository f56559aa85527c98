"""WeChat login, offline: a local server that behaves like WeChat's login hosts, and can refuse like them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mockwx.core import version

if TYPE_CHECKING:
    from mockwx.mock import MockWx, MockWxError, MockWxWarning

__version__ = version.VERSION
__all__ = ["MockWx", "MockWxError", "MockWxWarning", "__version__"]


def __getattr__(name: str) -> Any:
    # Loaded on first use: a pytest run that has mockwx installed but does not use it pays nothing.
    if name in __all__:
        from mockwx import mock

        return getattr(mock, name)
    raise AttributeError(f"module 'mockwx' has no attribute {name!r}")
