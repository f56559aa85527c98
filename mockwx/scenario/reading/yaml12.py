"""YAML without surprises: the values of JSON and where they stand, no tags, no key twice, nothing unbounded.

``on``, ``yes``, ``12:30``, ``0123``, ``0x10``, ``+5``, ``~`` and dates are texts here. Every JSON document is read
as JSON means it.
"""

from __future__ import annotations

import json
import re
from typing import Any

import yaml
from msgspec import Struct

from mockwx.core.text.bilingual import both
from mockwx.scenario.reading import yaml_errors
from mockwx.scenario.reading.full_width import full_width_key, full_width_text
from mockwx.scenario.reading.places import Place, SourceDocument
from mockwx.scenario.reading.problems import Path, Problem, Wrong, spell_path
from mockwx.scenario.reading.python_values import MAX_DEPTH
from mockwx.scenario.reading.scalars import plain_value, sound_text

MAX_SIZE = 1 << 20
MAX_ALIASED = 10_000
"""How many values aliases may stand for in all: ten lines of them could stand for more than memory holds."""

_JSON_TAB = re.compile(r'"(?:[^"\\]|\\.)*"|\t')


def read(text: str, file: str) -> SourceDocument:
    """Never raises: what is wrong stands in ``problems``."""
    if len(text) > MAX_SIZE:
        what = both(f"the text is longer than {MAX_SIZE} characters", f"文本超过 {MAX_SIZE} 个字符")
        return SourceDocument(None, Place(file), (Problem(file, 1, 1, "", what),), broken=True)
    source = text.removeprefix("\ufeff")
    text = _without_json_tabs(source)
    reading = _EventReader(file)
    loader: Any = None
    try:
        loader = yaml.SafeLoader(text)
        built = reading.document(loader)
    except _ReadingAborted:
        return SourceDocument(None, Place(file), tuple(reading.problems), broken=True)
    except yaml.YAMLError as error:
        problem = Problem(file, *yaml_errors.position(error, text), "", yaml_errors.sentence(error, text))
    except (ValueError, ArithmeticError, LookupError):
        # PyYAML forgets to wrap a few of its own: "\UFFFFFFFF", a %YAML directive with a huge number.
        mark = loader.get_mark() if loader is not None else None
        line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
        problem = Problem(file, line, column, "", both("this is not YAML", "这不是合法的 YAML"))
    else:
        return SourceDocument(built.value, built.place, tuple(reading.problems), source)
    return SourceDocument(None, Place(file), (*reading.problems, problem), broken=True)


class _ReadingAborted(Exception):
    """Reading on would be dangerous or useless."""


class _Node(Struct):
    value: Any
    place: Place
    size: int = 1
    height: int = 1


class _EventReader:
    """Turns PyYAML's events into values; collects what is wrong on the way."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.anchors: dict[str, _Node] = {}
        self.aliased = 0

    def document(self, loader: Any) -> _Node:
        loader.get_event()  # the stream begins
        if loader.check_event(yaml.StreamEndEvent):
            return _Node(None, Place(self.file, 1, 1))
        loader.get_event()  # the document begins
        built = self.node(loader, ())
        loader.get_event()  # the document ends
        if not loader.check_event(yaml.StreamEndEvent):
            mark = loader.get_event().start_mark
            self.wrong(
                mark,
                (),
                "a file holds one scenario; remove what follows ---",
                "一个文件只写一个场景；请删掉 --- 之后的内容",
            )
        return built

    def wrong(self, mark: Any, path: Path, en: str, zh: str) -> None:
        self.note(mark, path, both(en, zh))

    def note(self, mark: Any, path: Path, what: str) -> None:
        self.problems.append(Problem(self.file, mark.line + 1, mark.column + 1, spell_path(path), what))

    def node(self, loader: Any, path: Path) -> _Node:
        event = loader.get_event()
        if isinstance(event, yaml.AliasEvent):
            return self.alias(event, path)
        if len(path) > MAX_DEPTH:
            self.too_deep(event, path)
        if event.tag is not None:
            self.wrong(
                event.start_mark,
                path,
                f"tags have no meaning in a scenario: remove {event.tag!r}, or quote the text",
                f"场景文件里标签没有意义：请去掉 {event.tag!r}，或给文本加引号",
            )
        place = Place(self.file, event.start_mark.line + 1, event.start_mark.column + 1)
        if isinstance(event, yaml.ScalarEvent):
            built = _Node(self.scalar(event, path), place)
            if not isinstance(built.value, str):
                place.text = event.value
        elif isinstance(event, yaml.SequenceStartEvent):
            built = self.sequence(loader, path, _Node([], place))
        else:
            built = self.mapping(loader, path, _Node({}, place))
        if event.anchor is not None:
            self.anchors[event.anchor] = built
        return built

    def too_deep(self, event: Any, path: Path) -> None:
        where: Path = path[:3]
        self.wrong(event.start_mark, where, f"this is nested more than {MAX_DEPTH} deep", f"嵌套超过 {MAX_DEPTH} 层")
        raise _ReadingAborted

    def alias(self, event: Any, path: Path) -> _Node:
        built = self.anchors.get(event.anchor)
        if built is None:
            self.wrong(
                event.start_mark,
                path,
                f"*{event.anchor} stands for nothing above it; quote it if it is a text",
                f"*{event.anchor} 在上文没有对应的内容；若是文本请加引号",
            )
            return _Node(None, Place(self.file, event.start_mark.line + 1, event.start_mark.column + 1))
        self.aliased += built.size
        if self.aliased > MAX_ALIASED:
            self.wrong(
                event.start_mark,
                path,
                f"aliases stand for more than {MAX_ALIASED} values in all",
                f"别名展开后超过 {MAX_ALIASED} 个值",
            )
            raise _ReadingAborted
        if len(path) + built.height > MAX_DEPTH + 1:
            self.too_deep(event, path)
        # Its own copy of the place: the key in front of it is another one.
        place = Place(built.place.file, built.place.line, built.place.column, None, built.place.text, built.place.under)
        return _Node(built.value, place, built.size, built.height)

    def sequence(self, loader: Any, path: Path, into: _Node) -> _Node:
        while not loader.check_event(yaml.SequenceEndEvent):
            nth = len(into.value)
            part = self.node(loader, (*path, nth))
            into.value.append(part.value)
            _adopt(into, nth, part)
        loader.get_event()
        return into

    def mapping(self, loader: Any, path: Path, into: _Node) -> _Node:
        first: dict[str, int] = {}
        while not loader.check_event(yaml.MappingEndEvent):
            mark = loader.peek_event().start_mark
            key = self.key(loader, path)
            part = self.node(loader, (*path, key))
            if str(key) in first:
                self.wrong(
                    mark,
                    (*path, key),
                    f"the key {str(key)!r} stands here twice, first on line {first[str(key)]}",
                    f"键 {str(key)!r} 重复，首次出现在第 {first[str(key)]} 行",
                )
                continue
            first[str(key)] = mark.line + 1
            part.place.key = (mark.line + 1, mark.column + 1)
            into.value[key] = part.value
            _adopt(into, key, part)
        loader.get_event()
        return into

    def key(self, loader: Any, path: Path) -> str | int:
        event = loader.peek_event()
        if not isinstance(event, yaml.ScalarEvent):
            self.wrong(event.start_mark, path, "a key must be a plain text", "键必须是普通文本")
            raise _ReadingAborted
        value = self.node(loader, path).value
        plain = not event.style
        if plain and (what := full_width_key(event.value)) is not None:
            self.note(event.start_mark, path, what)
        if plain and event.value == "<<":
            self.wrong(
                event.start_mark,
                path,
                "merge keys (<<) are not read; write the keys out, or share them with use:",
                "不支持合并键（<<）；请把键写全，或用 use: 共享",
            )
        if isinstance(value, str):
            return value
        if type(value) is int and path[-1:] == ("errcode",):
            return value  # {45011: 3} counts answers by errcode
        if plain:
            self.wrong(
                event.start_mark,
                path,
                f'a key must be text: write "{event.value}" in quotes',
                f'键必须是文本：请加引号写成 "{event.value}"',
            )
        return str(event.value)

    def scalar(self, event: Any, path: Path) -> Any:
        if not event.style and (what := full_width_text(event.value)) is not None:
            self.note(event.start_mark, path, what)
        try:
            return sound_text(event.value) if event.style else plain_value(event.value)
        except Wrong as wrong:
            self.note(event.start_mark, path, str(wrong))
            return None


def _adopt(into: _Node, step: str | int, part: _Node) -> None:
    into.place.under[step] = part.place
    into.size += part.size
    into.height = max(into.height, part.height + 1)


def _without_json_tabs(text: str) -> str:
    """JSON may be indented with tabs, which YAML refuses; columns stay what they are."""
    if "\t" not in text or not text.lstrip().startswith("{"):
        return text
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return text
    return _JSON_TAB.sub(lambda match: " " if match[0] == "\t" else match[0], text)
