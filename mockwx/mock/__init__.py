"""The Python API: MockWx, what a test holds, and the phones of its users."""

from mockwx.client import (
    AppCredentials,
    Authorized,
    Installed,
    JournalEntry,
    MockWxError,
    MockWxWarning,
    Pushed,
    RuleWords,
    Scanned,
    read_scenario,
)
from mockwx.mock.mockwx import MockWx
from mockwx.mock.phone import Phone

__all__ = [
    "AppCredentials",
    "Authorized",
    "Installed",
    "JournalEntry",
    "MockWx",
    "MockWxError",
    "MockWxWarning",
    "Phone",
    "Pushed",
    "RuleWords",
    "Scanned",
    "read_scenario",
]
