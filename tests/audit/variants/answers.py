"""What goes wrong in a login, by what the person has to do about it, and WeChat's errcodes sorted by that."""

from __future__ import annotations


class Refused(Exception):
    """Log in again."""


class Unavailable(Exception):
    """Try later: nothing that the person can mend."""


class DeadToken(Exception):
    """The access_token has expired, or another holder has replaced it."""


BUSY = -1
PERSON = {40029, 40163, 40226, 41008, 40003}
"""The code is unknown, expired or spent, the person is blocked, or it is another's code."""
TOKEN = {40001, 40014, 42001}
