"""Escaping of output: text of others, made fit for a terminal, a CI log and a report, so that it commands nothing."""

from __future__ import annotations

import re

_UNFIT = re.compile(
    "[\x00-\x1f\x7f-\x9f"  # C0, DEL and C1: they move the cursor, paint and ring
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # directions: what is read is not what is there
    "\u2028\u2029"  # line breaks of some readers
    "\ud800-\udfff"  # half characters, which cannot be written at all
    "\ufeff\ufff9-\ufffb]"  # marks that nobody sees
)
_COMMAND = re.compile(r"^(?P<blank>\s*):(?=:)|#(?=#(?:\[|vso\[))")
"""What a line of GitHub's or Azure's log begins with, or has in it, when it commands the runner."""


def printable(text: str) -> str:
    r"""``text`` on one line, with what is unfit spelt out: ``\x1b``, ``\u202e``. Emoji and all scripts stay.

    Commands of CI runners, such as ``::add-mask::`` at the beginning and ``##vso[`` anywhere, are broken up.
    """
    if text.isprintable() and "::" not in text and "##" not in text:
        return text
    return _COMMAND.sub(_spelt_command, _UNFIT.sub(lambda match: _spelt(match[0]), text))


def cut(text: str, most: int) -> str:
    """Its first ``most`` characters, and an ellipsis where there are more."""
    return text if len(text) <= most else text[:most] + "…"


def is_fit(text: str) -> bool:
    """Whether ``text`` has nothing that would have to be spelt out; names of all things must have nothing."""
    return text.isprintable() or _UNFIT.search(text) is None


def _spelt(letter: str) -> str:
    code = ord(letter)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def _spelt_command(match: re.Match[str]) -> str:
    blank = match["blank"]
    return "\\x23" if blank is None else f"{blank}\\x3a"
