"""Files that appear whole or not at all, through no link; and those that only their owner may read."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from mockwx.core.text.bilingual import both

PRIVATE = 0o600
FOR_ALL = 0o644
"""For what others may read, such as a report that a CI's next step picks up."""


class NotWritten(Exception):
    """A file was not written, and what stood there before stands there still; the text says why."""


def write_private(path: Path, text: str | bytes) -> None:
    """As :func:`write_report`, with mode 0600."""
    _write(path, text, PRIVATE)


def write_report(path: Path, text: str | bytes) -> None:
    """First beside its place and then moved there: whoever reads the file never sees half of it.

    A device or a pipe, such as ``/dev/stdout``, is written to as it is.

    :raises NotWritten: the folder is missing, the disk full, a link stands in the file's place, …
    """
    _write(path, text, FOR_ALL)


def _write(path: Path, text: str | bytes, mode: int) -> None:
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    try:
        if _is_stream(path):
            with path.open("ab") as stream:
                stream.write(data)
            return
        if path.is_symlink():
            raise NotWritten(
                both(
                    f"{path} is a symbolic link to {path.readlink()}; name the file itself",
                    f"{path} 是符号链接；请直接写文件本身的路径",
                )
            )
        write_whole(path, data, mode=mode)
    except OSError as error:
        why = error.strerror or str(error)
        raise NotWritten(both(f"{path} cannot be written: {why}", f"无法写入 {path}：{why}")) from None


def write_whole(path: Path, data: bytes, *, mode: int = PRIVATE) -> None:
    """:raises OSError: it was not written, and nothing has changed."""
    with _beside(path, data, mode) as beside:
        beside.replace(path)


def write_first(path: Path, data: bytes, *, mode: int = PRIVATE) -> None:
    """:raises FileExistsError: somebody else was first; what is there is whole.
    :raises OSError: it was not written, and nothing is there.
    """
    with _beside(path, data, mode) as beside:
        try:
            os.link(beside, path, follow_symlinks=False)
        except FileExistsError:
            raise
        except (OSError, NotImplementedError):
            # A file system without hard links. Windows renames over nothing that is there.
            if os.name == "nt":
                beside.rename(path)
                return
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as writing:
                try:
                    writing.write(data)
                    writing.flush()
                except OSError:
                    path.unlink()
                    raise


@contextlib.contextmanager
def _beside(path: Path, data: bytes, mode: int) -> Iterator[Path]:
    """A file in the same folder, of a name that nobody can know before; gone in the end, unless it was moved."""
    file, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    beside = Path(name)
    try:
        with os.fdopen(file, "wb") as writing:
            writing.write(data)
            writing.flush()
            # A full disk may show only here.
            os.fsync(writing.fileno())
        if mode != PRIVATE:
            beside.chmod(mode)
        yield beside
    finally:
        with contextlib.suppress(OSError):
            beside.unlink()


def _is_stream(path: Path) -> bool:
    if path.is_symlink() and path.parent == Path("/dev"):
        return True  # /dev/stdout, wherever it leads: whoever may put links there needs no other way
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return stat.S_ISCHR(mode) or stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)
