"""Pictures of QR codes: JPEG as WeChat's own servers send them, PNG where it must be transparent.

A picture says in a comment what its QR code says, so that a phone of mockwx reads a picture of mockwx's without a
decoder (:func:`text_of`). Any other phone reads the QR code.
"""

from __future__ import annotations

import struct
from base64 import b64decode
from collections.abc import Iterator
from io import BytesIO
from itertools import groupby
from zlib import crc32

QUIET = 4
"""Modules of white that a QR code must have around it."""
_BLOCK = 8
_COMMENT = b"mockwx QR "
_WHITE, _BLACK = 127, -128


def jpeg(text: str, width: int) -> bytes:
    """A square picture; wider than ``width`` pixels only where the QR code does not fit.

    Each module is a whole number of JPEG's blocks of 8 by 8 pixels, so every block is black or white and is told by its
    mean alone: nothing is lost, and no more of JPEG is needed than these lines.
    """
    rows = _modules(text)
    modules = len(rows)
    scale = max(1, width // ((modules + 2 * QUIET) * _BLOCK))
    width = max(width, (modules + 2 * QUIET) * _BLOCK * scale)
    across = -(-width // _BLOCK)
    before = (across - modules * scale) // 2
    white = [_WHITE] * across
    blocks: list[int] = white * before
    for row in rows:
        shades = [_BLACK if dark else _WHITE for dark in row for _ in range(scale)]
        line = [_WHITE] * before + shades + [_WHITE] * (across - before - modules * scale)
        blocks += line * scale
    blocks += white * (across - before - modules * scale)
    return _jpeg_of(blocks, width, _COMMENT + text.encode())


def png(text: str, width: int, *, transparent: bool = False) -> bytes:
    """A square picture of about ``width`` pixels, not less."""
    import segno

    qrcode = segno.make(text, error="l", micro=False)
    scale = -(-width // qrcode.symbol_size(border=QUIET)[0])
    image = BytesIO()
    qrcode.save(image, kind="png", scale=scale, border=QUIET, light=None if transparent else "white")
    body = image.getvalue()
    note = b"tEXt" + b"Comment\x00" + _COMMENT + text.encode()
    chunk = struct.pack(">I", len(note) - 4) + note + struct.pack(">I", crc32(note))
    end = body.rindex(b"IEND") - 4
    return body[:end] + chunk + body[end:]


def text_of(picture: bytes) -> str | None:
    """What the QR code of a picture made here says; None: it was not made here, or somebody has painted it anew."""
    at = picture.find(_COMMENT)
    if at < 0:
        return None
    if picture.startswith(b"\xff\xd8"):
        size = int.from_bytes(picture[at - 2 : at], "big") - 2
    else:
        size = int.from_bytes(picture[at - 16 : at - 12], "big") - len(b"Comment\x00")
    return picture[at + len(_COMMENT) : at + size].decode("utf-8", "replace")


def text_in_data_url(url: str) -> str | None:
    """As :func:`text_of`, for ``data:image/jpeg;base64,…``."""
    try:
        return text_of(b64decode(url.partition(",")[2], validate=True))
    except ValueError:
        return None


def _modules(text: str) -> list[tuple[bool, ...]]:
    """The rows of the smallest QR code for a text, dark modules True."""
    # Loaded on first use: most worlds show no QR code.
    import segno

    return [tuple(bool(module) for module in row) for row in segno.make(text, error="l", micro=False).matrix]


def _jpeg_of(blocks: list[int], width: int, comment: bytes) -> bytes:
    """A grey baseline JPEG, of the mean of each block, from -128 to 127."""
    segments = (
        (0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"),
        (0xFE, comment),
        # All quantised by 8, which makes a block's first coefficient its mean.
        (0xDB, b"\x00" + b"\x08" * 64),
        (0xC0, struct.pack(">BHHB3B", 8, width, width, 1, 1, 0x11, 0)),
        # The lengths of differences 0, 8 and 7 as 0, 10 and 110; of what follows the mean only "nothing more", as 0.
        (0xC4, b"\x00" + bytes([1, 1, 1, *[0] * 13]) + b"\x00\x08\x07"),
        (0xC4, b"\x10" + bytes([1, *[0] * 15]) + b"\x00"),
        (0xDA, b"\x01\x01\x00\x00\x3f\x00"),
    )
    head = b"".join(struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body for marker, body in segments)
    bits = "".join(_coded(blocks))
    bits += "1" * (-len(bits) % 8)
    data = int(bits, 2).to_bytes(len(bits) // 8, "big").replace(b"\xff", b"\xff\x00")
    return b"\xff\xd8" + head + data + b"\xff\xd9"


def _coded(blocks: list[int]) -> Iterator[str]:
    former = 0
    for mean, alike in groupby(blocks):
        difference, former = mean - former, mean
        size = abs(difference).bit_length()
        value = difference if difference > 0 else difference + (1 << size) - 1
        yield {8: "10", 7: "110"}[size] + f"{value:0{size}b}" + "0"
        yield "00" * (len(list(alike)) - 1)
