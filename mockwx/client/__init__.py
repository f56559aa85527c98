"""The control client: every control call and every verb of a mockwx, in process or over HTTP."""

from mockwx.client.control_client import ControlClient
from mockwx.client.errors import MockWxError, MockWxWarning
from mockwx.client.records import AppCredentials, Authorized, ContainerAnswer, Installed, JournalEntry, Pushed, Scanned
from mockwx.client.rule_keywords import RuleWords
from mockwx.client.scenarios import read_scenario

__all__ = [
    "AppCredentials",
    "Authorized",
    "ContainerAnswer",
    "ControlClient",
    "Installed",
    "JournalEntry",
    "MockWxError",
    "MockWxWarning",
    "Pushed",
    "RuleWords",
    "Scanned",
    "read_scenario",
]
