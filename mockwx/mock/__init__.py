"""The Python API: MockWx, and what it hands out."""

from mockwx.mock.errors import MockWxError, MockWxWarning
from mockwx.mock.mockwx import MockWx
from mockwx.mock.phone import Phone
from mockwx.mock.reading import read_scenario
from mockwx.mock.seen import App, Entry, Pushed

__all__ = ["App", "Entry", "MockWx", "MockWxError", "MockWxWarning", "Phone", "Pushed", "read_scenario"]
