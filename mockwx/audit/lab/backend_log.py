"""The backend's log, as a probe reads it: what was written since a moment, and no more than so much of it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

LOOKS = 10
MOST_LOG = 16 << 20


class BackendLog:
    def __init__(self, file: Path | None) -> None:
        """``file``: None where nobody says where it is; then nothing is ever written."""
        self._file = file

    def size(self) -> int:
        """Bytes so far."""
        return self._file.stat().st_size if self._file is not None and self._file.exists() else 0

    async def after(self, begin: int, *, until: Sequence[str] = ()) -> str:
        """What was written since it had ``begin`` bytes; waits a second for one of ``until`` to come."""
        written = ""
        for _ in range(LOOKS):
            if self._file is not None and self._file.exists():
                with self._file.open("rb") as reading:
                    reading.seek(begin)
                    written = reading.read(MOST_LOG).decode("utf-8", "replace")
            if any(text in written for text in until):
                break
            await asyncio.sleep(1 / LOOKS)
        return written
