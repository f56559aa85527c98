"""``use:`` one file builds on another: maps merge, lists replace, and nothing outside the folder is read."""

from __future__ import annotations

from pathlib import Path, PureWindowsPath
from typing import Any

from msgspec import Struct

from mockwx.core.text.bilingual import both
from mockwx.scenario.reading import yaml12
from mockwx.scenario.reading.places import Place, SourceDocument
from mockwx.scenario.reading.problems import Problem, ScenarioError, Wrong
from mockwx.scenario.reading.yaml_errors import position_of

MAX_BASES = 20


class MergedDocument(Struct, frozen=True):
    """A document with all that it builds on."""

    document: SourceDocument
    complete: bool
    """Every base was found and read."""


def read_file(path: Path) -> SourceDocument:
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
        return SourceDocument(None, Place(name), (Problem(name, line, column, "", what),), broken=True)
    return yaml12.read(text, name)


def files_of(path: Path) -> list[Path]:
    """A file and all that it builds on, as far as they can be read: what a change of the scenario may stand in."""
    files = [path]
    while len(files) <= MAX_BASES:
        value = read_file(files[-1]).value
        wanted = value.get("use") if isinstance(value, dict) else None
        if not isinstance(wanted, str) or not wanted.isprintable():
            break
        base = files[-1].parent / wanted
        if base in files:
            break
        files.append(base)
    return files


def with_bases(document: SourceDocument, folder: Path | None) -> MergedDocument:
    """``folder``: where the first file lies; None: the text came from elsewhere and may not name files."""
    value, place, problems = document.value, document.place, list(document.problems)
    here = folder
    seen = set() if folder is None else {Path(place.file).resolve()}
    try:
        while isinstance(value, dict) and isinstance(wanted := value.get("use"), str):
            value = {key: part for key, part in value.items() if key != "use"}
            path = _find(wanted, place, here, folder, seen)
            base = _read_base(path)
            problems += base.problems
            value, place = _merged(value, place, base.value, base.place)
            seen.add(path.resolve())
            here = path.parent
    except ScenarioError as error:
        return MergedDocument(SourceDocument(value, place, (*problems, *error.problems)), complete=False)
    # That a use of another type is wrong, is said by the model.
    complete = not isinstance(value, dict) or value.get("use") is None
    return MergedDocument(SourceDocument(value, place, tuple(problems)), complete)


def _read_base(path: Path) -> SourceDocument:
    """:raises ScenarioError: it is no map, or could not be read to its end."""
    base = read_file(path)
    if base.broken:
        raise ScenarioError(base.problems)
    if not isinstance(base.value, dict):
        what = both("a scenario is a map of keys", "场景是一组键值")
        raise ScenarioError((*base.problems, base.place.problem((), what)))
    return base


def _find(wanted: str, place: Place, here: Path | None, folder: Path | None, seen: set[Path]) -> Path:
    """:raises ScenarioError: why the file may not be read."""
    try:
        path = _path(wanted, here, folder)
        if path.resolve() in seen or len(seen) > MAX_BASES:
            raise Wrong(both(f"{wanted!r} builds on this file: a circle", f"{wanted!r} 又以本文件为基础：形成循环"))
    except Wrong as wrong:
        raise ScenarioError([place.problem(("use",), str(wrong))]) from None
    return path


def _path(wanted: str, here: Path | None, folder: Path | None) -> Path:
    if here is None or folder is None:
        raise Wrong(
            both(
                "use: works in files only; this scenario came without a folder",
                "use: 只能在文件里使用；这个场景没有所在的文件夹",
            )
        )
    if not wanted.strip() or not wanted.isprintable() or "\\" in wanted:
        raise Wrong(
            both(
                f"{wanted[:100]!r} is no file name; write for example base.yaml or common/base.yaml",
                f"{wanted[:100]!r} 不是文件名；请写例如 base.yaml、common/base.yaml",
            )
        )
    path = here / wanted
    try:
        outside = Path(wanted).is_absolute() or PureWindowsPath(wanted).drive
        if outside or not path.resolve().is_relative_to(folder.resolve()):
            raise Wrong(
                both(
                    f"{wanted[:100]!r} leads out of the scenario's folder; use: stays below it",
                    f"{wanted[:100]!r} 超出了场景所在的文件夹；use: 只能引用其中的文件",
                )
            )
        if not path.is_file():
            raise Wrong(both(f"there is no file {wanted[:100]!r} here", f"这里没有文件 {wanted[:100]!r}"))
    except Wrong:
        raise
    except (OSError, RuntimeError, ValueError):  # too long a name, a circle of symbolic links
        raise Wrong(both(f"{wanted[:100]!r} cannot be read", f"无法读取 {wanted[:100]!r}")) from None
    return path


def _merged(
    value: dict[Any, Any], place: Place, base: dict[Any, Any], base_place: Place
) -> tuple[dict[Any, Any], Place]:
    """``value`` over ``base``. The places lead each part to the file that it comes from."""
    merged = dict(base)
    places = Place(place.file, place.line, place.column, place.key, place.text, dict(base_place.under))
    for key, part in value.items():
        under = place.under.get(key, place)
        below = base.get(key)
        if isinstance(part, dict) and isinstance(below, dict):
            merged[key], places.under[key] = _merged(part, under, below, base_place.under.get(key, base_place))
        else:
            merged[key], places.under[key] = part, under
    return merged, places


def _unread(name: str, en: str, zh: str) -> SourceDocument:
    return SourceDocument(None, Place(name), (Problem(name, 0, 0, "", both(en, zh)),), broken=True)
