"""``use:`` one file builds on another: maps merge, lists replace, and nothing outside the folder is read."""

from __future__ import annotations

from pathlib import Path, PureWindowsPath
from typing import Any

from msgspec import Struct

from mockwx.core.text.bilingual import both
from mockwx.scenario.reading import yaml12
from mockwx.scenario.reading.places import Document, Spot
from mockwx.scenario.reading.problems import Problem
from mockwx.scenario.reading.syntax import position_of

MAX_BASES = 20


class Whole(Struct, frozen=True):
    """A document with all that it builds on."""

    document: Document
    complete: bool
    """Every base was found and read."""


def read_file(path: Path) -> Document:
    name = str(path)
    try:
        if not path.is_file():
            return _unread(name, "there is no such file", "没有这个文件")
        with path.open("rb") as file:
            content = file.read(4 * yaml12.MAX_SIZE + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is no file name"
        return _unread(name, f"the file cannot be read: {reason}", f"无法读取文件：{reason}")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8")
        line, column = position_of(before, len(before))
        what = both(
            "this is not UTF-8; save the file as UTF-8 (not GBK)",
            "这里不是 UTF-8；请把文件另存为 UTF-8（不要用 GBK）",
        )
        return Document(None, Spot(name), (Problem(name, line, column, "", what),), broken=True)
    return yaml12.read(text, name)


def with_bases(document: Document, folder: Path | None) -> Whole:
    """``folder``: where the first file lies; None: the text came from elsewhere and may not name files."""
    problems = list(document.problems)
    value, spot, here = document.value, document.spot, folder
    seen = set() if folder is None else {Path(spot.file).resolve()}
    complete = True
    while isinstance(value, dict) and "use" in value:
        wanted = value["use"]
        if wanted is None:
            break
        if not isinstance(wanted, str):
            complete = False  # what is wrong with its type is said by the model
            break
        value = {key: part for key, part in value.items() if key != "use"}
        found = _find(wanted, here, folder)
        if isinstance(found, Path) and (found.resolve() in seen or len(seen) > MAX_BASES):
            found = both(f"{wanted!r} builds on this file: a circle", f"{wanted!r} 又以本文件为基础：形成循环")
        if isinstance(found, str):
            problems.append(spot.problem(("use",), found))
            complete = False
            break
        seen.add(found.resolve())
        base = read_file(found)
        problems += base.problems
        if base.broken:
            complete = False
            break
        if not isinstance(base.value, dict):
            what = both("a scenario is a map of keys", "场景是一组键值")
            problems.append(base.spot.problem((), what))
            complete = False
            break
        here = found.parent
        value, spot = _merged(value, spot, base.value, base.spot)
    return Whole(Document(value, spot, tuple(problems)), complete)


def _find(wanted: str, here: Path | None, folder: Path | None) -> Path | str:
    """The file, or why it may not be read."""
    if here is None or folder is None:
        return both(
            "use: works in files only; this scenario came without a folder",
            "use: 只能在文件里使用；这个场景没有所在的文件夹",
        )
    if not wanted.strip() or not wanted.isprintable() or "\\" in wanted:
        return both(
            f"{wanted[:100]!r} is no file name; write for example base.yaml or common/base.yaml",
            f"{wanted[:100]!r} 不是文件名；请写例如 base.yaml、common/base.yaml",
        )
    outside = both(
        f"{wanted[:100]!r} leads out of the scenario's folder; use: stays below it",
        f"{wanted[:100]!r} 超出了场景所在的文件夹；use: 只能引用其中的文件",
    )
    if Path(wanted).is_absolute() or PureWindowsPath(wanted).drive:
        return outside
    try:
        found = here / wanted
        if not found.resolve().is_relative_to(folder.resolve()):
            return outside
        if not found.is_file():
            return both(f"there is no file {wanted[:100]!r} here", f"这里没有文件 {wanted[:100]!r}")
    except (OSError, RuntimeError, ValueError):  # too long a name, a circle of symbolic links
        return both(f"{wanted[:100]!r} cannot be read", f"无法读取 {wanted[:100]!r}")
    return found


def _merged(value: dict[Any, Any], spot: Spot, base: dict[Any, Any], base_spot: Spot) -> tuple[dict[Any, Any], Spot]:
    """``value`` over ``base``. The spots lead each part to the file that it comes from."""
    merged = dict(base)
    places = Spot(spot.file, spot.line, spot.column, spot.key, spot.text, dict(base_spot.under))
    for key, part in value.items():
        under = spot.under.get(key, spot)
        below = base.get(key)
        if isinstance(part, dict) and isinstance(below, dict):
            merged[key], places.under[key] = _merged(part, under, below, base_spot.under.get(key, base_spot))
        else:
            merged[key], places.under[key] = part, under
    return merged, places


def _unread(name: str, en: str, zh: str) -> Document:
    return Document(None, Spot(name), (Problem(name, 0, 0, "", both(en, zh)),), broken=True)
