"""What a text says once its escapes and encodings are undone, and where each part of that stands.

A decoding finds its places by one expression, which passes over the text once, and says what stands there. An
``escape`` (``\\u003d``, ``%3D``, ``&#61;``) is undone within its text; a ``run`` (base64, hex) is a text of its own.
"""

from __future__ import annotations

import binascii
import html
import re
import zlib
from base64 import b64decode
from collections.abc import Callable, Iterator

from msgspec import Struct

LARGEST_INFLATED = 256 * 1024
"""Bytes that are read of one compressed run."""

_BASE64 = "[A-Za-z0-9+/_-]"
# Of what bytes hold, text that a secret can stand in; all else is noise.
_READABLE = re.compile(r"[\x20-\x7e]{8,}")
_ONE_LINE = re.compile(r"[\r\n]+")
_ONE_ALPHABET = str.maketrans("-_", "+/")
_CONTROL = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_PERCENT = re.compile(r"%u([0-9A-Fa-f]{4})|((?:%[0-9A-Fa-f]{2})+)")


class Decoding(Struct, frozen=True):
    names: tuple[str, ...]
    """What is undone, from the outside in."""
    places: re.Pattern[str]
    decode: Callable[[str], str]
    """What the text of a place says; empty where it says nothing."""
    within: bool
    """What is no place stays where it is; False: it is left away."""

    def __call__(self, text: str) -> str:
        return "".join(part for _, part in self._parts(text))

    def origin(self, text: str, at: int) -> int:
        """Where in ``text`` that stands which stands at ``at`` of the decoded text."""
        start = end = 0
        for start, part in self._parts(text):
            end += len(part)
            if at < end:
                # Of what was no place each character is still itself.
                is_itself = text.startswith(part, start)
                return start + (at - end + len(part) if is_itself else 0)
        return start

    def _parts(self, text: str) -> Iterator[tuple[int, str]]:
        """Where each part stood in the text, and what it says."""
        end = 0
        for place in self.places.finditer(text):
            if self.within and place.start() > end:
                yield end, text[end : place.start()]
            decoded = self.decode(place[0])
            if decoded:
                yield place.start(), decoded if self.within else f"{decoded}\n"
            end = place.end()
        if self.within and end < len(text):
            yield end, text[end:]


def _json_escape(escape: str) -> str:
    kind = escape[1]
    if kind in "ux":
        number = int(escape[2:].strip("{}"), 16)
        # Half a character stands for nothing that a secret is made of.
        return chr(number) if number < 0xD800 else "\ufffd"
    if kind in "01234567":
        return chr(int(escape[1:], 8))
    return _CONTROL.get(kind, kind)


def _percent_escapes(escapes: str) -> str:
    if escapes[1] == "u":
        return bytes.fromhex(escapes[2:]).decode("utf-16-be", "replace")
    return bytes.fromhex(escapes.replace("%", "")).decode("utf-8", "replace")


def _base64_runs(run: str) -> str:
    """What is readable in it, wherever in the run the encoded text begins: a word before it can be part of the run."""
    return "\n".join(part for skipped in range(4) for part in _readable(_base64(run, skipped)))


def _base64(run: str, skipped: int = 0) -> bytes:
    letters = _ONE_LINE.sub("", run).translate(_ONE_ALPHABET)[skipped:]
    spare = len(letters) % 4
    if spare == 1:
        letters, spare = letters[:-1], 0
    return b64decode(letters + "=" * (-spare % 4))


def _compressed_base64(run: str) -> str:
    return "\n".join(_readable(_inflated(_base64(run))))


def _hex(digits: str) -> str:
    raw = binascii.unhexlify(digits[: len(digits) // 2 * 2])
    # A digit before it, as in an odd number of them, moves all that follows.
    moved = binascii.unhexlify(digits[1 : 1 + (len(digits) - 1) // 2 * 2])
    return "\n".join((*_readable(raw), *_readable(moved)))


def _compressed_hex(digits: str) -> str:
    return "\n".join(_readable(_inflated(binascii.unhexlify(digits[: len(digits) // 2 * 2]))))


def _inflated(packed: bytes) -> bytes:
    """As far as it can be read: gzip or zlib."""
    try:
        return zlib.decompressobj(wbits=47).decompress(packed, LARGEST_INFLATED)
    except zlib.error:
        return b""


def _readable(raw: bytes) -> list[str]:
    return _READABLE.findall(raw.decode("latin-1"))


DECODINGS = (
    Decoding(
        ("json",),
        re.compile(
            r"\\(?:u[0-9A-Fa-f]{4}|u\{0{0,4}[0-9A-Fa-f]{1,4}\}|x[0-9A-Fa-f]{2}|[0-3]?[0-7]{1,2}|[\"'\\/bfnrt+=-])"
        ),
        _json_escape,
        within=True,
    ),
    Decoding(("percent",), _PERCENT, _percent_escapes, within=True),
    Decoding(
        ("html",),
        re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,10});"),
        html.unescape,
        within=True,
    ),
    Decoding(
        ("base64",),
        # Also on lines, as in mails and certificates.
        re.compile(rf"(?:{_BASE64}{{64}}\r?\n|{_BASE64}{{76}}\r?\n)+{_BASE64}*|{_BASE64}{{24,}}"),
        _base64_runs,
        within=False,
    ),
    # The beginnings of gzip and of zlib at any strength; base64 of them is what signed cookies hold.
    Decoding(
        ("base64", "gzip"),
        re.compile(rf"(?:H4sI|eA[E-H]|eF[4-7]|eJ[w-z]|eN[o-r]){_BASE64}{{16,}}"),
        _compressed_base64,
        within=False,
    ),
    Decoding(("hex",), re.compile(r"[0-9A-Fa-f]{16,}"), _hex, within=False),
    Decoding(
        ("hex", "gzip"),
        re.compile(r"(?:1[fF]8[bB]08|78(?:01|5[eE]|9[cC]|[dD][aA]))[0-9A-Fa-f]{12,}"),
        _compressed_hex,
        within=False,
    ),
)
