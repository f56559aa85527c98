"""The table of codes in memory, where a load test keeps a million: the older ones are packed.

A packed code and all that is noted about it takes 126 bytes, a plain one 210; in a table of any values it took 277. To
look at a packed one takes half a microsecond more, so the youngest stay as they are.
"""

from __future__ import annotations

from binascii import a2b_base64, b2a_base64
from collections import deque
from collections.abc import Iterator
from itertools import islice

from msgspec import Struct

from mockwx.core.clock import MINUTE
from mockwx.core.people.codes import Code, CodeKind
from mockwx.store.row import Row

MOST_PLAIN = 20_000
PACKED_TOGETHER = 173_000
"""Just below what a dictionary of 2**18 places holds. One of a million codes would be half empty, and hold all calls
for long whenever it grows."""
AT_ONCE = 1000
"""So many are packed at a time, which holds calls for less than a millisecond."""
MOST_SPENT = 200_000
"""So many spent codes are remembered, the youngest: a load test of millions of logins does not fill the memory."""


class _Issue(Struct, frozen=True, gc=False):
    """What codes that were issued in the same millisecond share."""

    kind: CodeKind
    appid: str
    issued_at: int


class _Packed(Struct, frozen=True, gc=False):
    issue: _Issue
    user: str


class CodeTable:
    """When a code is forgotten follows from the code, so that is noted nowhere; they are kept in the order in which
    they came."""

    __slots__ = ("_issue", "_last_among", "_order", "_packed", "_plain", "_spent")

    def __init__(self) -> None:
        self._packed: list[dict[str | bytes, _Packed]] = []
        """The older ones of those that are not spent, ``_plain`` the younger ones."""
        self._last_among: dict[str | bytes, _Packed] = {}
        self._plain: dict[str, Code] = {}
        self._spent: dict[str, Code] = {}
        self._order: deque[str] = deque()
        """Of spent codes, the oldest first: a dictionary is slow to say which of its keys is."""
        self._issue = _Issue(CodeKind.LOGIN, "", 0)

    def get(self, key: str) -> Code | None:
        code = self._plain.get(key)
        if code is None:
            code = self._spent.get(key)
            if code is None and self._packed:
                packed_key = _pack(key)
                packed = self._last_among.get(packed_key) or self._among(packed_key).get(packed_key)
                return None if packed is None else _unpacked(packed)
        return code

    def put(self, key: str, value: Code, expires_at: int | None = None, *, fading: bool = False) -> None:
        if value.spent_at is None:
            self.drop(key)
            self._plain[key] = value
            if len(self._plain) >= MOST_PLAIN + AT_ONCE:
                self._pack_oldest()
            return
        if key not in self._spent:
            self.drop(key)
            self._order.append(key)
        self._spent[key] = value
        if len(self._order) > MOST_SPENT:
            self._spent.pop(self._order.popleft(), None)

    def drop(self, key: str) -> None:
        if self._plain.pop(key, None) is None and self._spent.pop(key, None) is None and self._packed:
            packed_key = _pack(key)
            if self._last_among.pop(packed_key, None) is None:
                self._among(packed_key).pop(packed_key, None)

    def items(self) -> Iterator[tuple[str, Code]]:
        spent = list(self._spent.items())
        packed = [(_text(key), _unpacked(packed)) for together in self._packed for key, packed in together.items()]
        return iter(spent + packed + list(self._plain.items()))

    def rows(self) -> list[Row]:
        """All of them, the spent ones first. Each is forgotten at the end of its minute."""
        return [
            Row(key, code, (code.forgotten_at // MINUTE + 1) * MINUTE - 1, code.spent_at is not None)
            for key, code in self.items()
        ]

    def sweep(self, now: int) -> None:
        """Forget what is over since before the minute of ``now`` (milliseconds)."""
        began = now // MINUTE * MINUTE
        while self._packed:
            oldest = self._packed[0]
            packed_over = []
            for packed_key, packed in oldest.items():
                if _unpacked(packed).forgotten_at >= began:
                    break
                packed_over.append(packed_key)
            for packed_key in packed_over:
                del oldest[packed_key]
            if oldest:
                break
            del self._packed[0]
        over = []
        for key, code in self._plain.items():
            if code.forgotten_at >= began:
                break
            over.append(key)
        for key in over:
            del self._plain[key]
        while self._order:
            spent = self._spent.get(self._order[0])
            if spent is not None and spent.forgotten_at >= began:
                break
            self._spent.pop(self._order.popleft(), None)

    def _pack_oldest(self) -> None:
        oldest = list(islice(self._plain.items(), AT_ONCE))
        if not self._packed or len(self._packed[-1]) >= PACKED_TOGETHER:
            self._packed.append({})
        youngest, issue = self._packed[-1], self._issue
        for key, code in oldest:
            del self._plain[key]
            if issue.issued_at != code.issued_at or issue.appid != code.appid or issue.kind is not code.kind:
                issue = self._issue = _Issue(code.kind, code.appid, code.issued_at)
            youngest[_pack(key)] = _Packed(issue, code.user)

    def _among(self, key: str | bytes) -> dict[str | bytes, _Packed]:
        """Those among which it is, if it is there. It is looked for first where the one before was."""
        for together in self._packed:
            if key in together:
                self._last_among = together
                break
        return self._last_among


def _unpacked(packed: _Packed) -> Code:
    issue = packed.issue
    return Code(issue.kind, issue.appid, packed.user, issue.issued_at)


def _pack(text: str) -> str | bytes:
    """A code's letters are all of base64, which makes three bytes of four; any other text is left as it is."""
    try:
        packed = a2b_base64(text)
    except ValueError:
        return text
    # base64 is read past what is none of it.
    return packed if len(packed) * 4 == len(text) * 3 else text


def _text(packed: str | bytes) -> str:
    return packed if isinstance(packed, str) else b2a_base64(packed, newline=False).decode()
