"""What PyYAML complains about, in sentences that say what to do."""

from __future__ import annotations

import yaml

from mockwx.core.text.bilingual import both
from mockwx.scenario.reading.full_width import full_width_mark

_SENTENCES = (
    (
        "<stream end>",
        "this bracket is never closed, or its value is missing",
        "这个括号没有闭合，或缺少值",
    ),
    (
        "found character '\\t'",
        "a tab stands where YAML wants spaces; indent with spaces",
        "这里用了制表符（Tab），YAML 只认空格；请用空格缩进",
    ),
    (
        "that cannot start any token",
        "a text may not begin with this character; put the text in quotes",
        "文本不能以这个字符开头；请给文本加引号",
    ),
    (
        "mapping values are not allowed",
        "a colon is not expected here; check the indentation, or quote a text that holds a colon and a blank",
        "这里不该出现冒号；请检查缩进，含有“冒号加空格”的文本请加引号",
    ),
    (
        "could not find expected ':'",
        "this line has no colon and a value; write it as key: value, or check the indentation",
        "这一行缺少冒号和值；请写成 key: value，或检查缩进",
    ),
    (
        "in ${}: expected ',' or",
        "YAML takes the braces of ${…} between braces for its own; write $code without them, or put it in quotes",
        "花括号之间的 ${…} 会被 YAML 当作自己的花括号；请写不带花括号的 $code，或加引号",
    ),
    (
        "expected ',' or",
        "a comma or the closing bracket is missing; quote texts that hold a comma, bracket or colon",
        "缺少逗号或右括号；含有逗号、括号或冒号的文本请加引号",
    ),
    (
        "expected <block end>, but found ','",
        "a comma stands behind the value; remove it, for only {…} and […] have commas, within",
        "值的后面多了一个逗号；请删掉，只有 {…} 和 […] 里面才用逗号",
    ),
    (
        "expected <block end>",
        "this line is not indented like its neighbours",
        "这一行的缩进与相邻的行不一致",
    ),
    (
        "expected '<document start>'",
        "this line is not indented like its neighbours",
        "这一行的缩进与相邻的行不一致",
    ),
    (
        "sequence entries are not allowed",
        "a dash begins a list item on a line of its own; put a text in quotes",
        "短横线表示列表项，要另起一行；如果是文本，请加引号",
    ),
    (
        "found unexpected end of stream",
        "this quote is never closed",
        "这个引号没有闭合",
    ),
    (
        "found unknown escape character",
        "a backslash means something special in \"double quotes\"; use 'single quotes' for a plain one",
        '双引号 "…" 里的反斜杠有特殊含义；要原样的反斜杠请用单引号',
    ),
    (
        "found undefined tag handle",
        "tags (!name) have no meaning in a scenario; leave it away, or quote the text",
        "场景文件里标签（!name）没有意义；请去掉，或给文本加引号",
    ),
    (
        "expected alphabetic or numeric character",
        "& and * have a special meaning in YAML; quote the text",
        "& 和 * 在 YAML 里有特殊含义；请给文本加引号",
    ),
    (
        "expected the node content",
        "a value is missing here, or a text begins with a special character; put it in quotes",
        "这里缺少值，或文本以特殊字符开头；请加引号",
    ),
    (
        "special characters are not allowed",
        'there is an invisible control character; remove it, or write it as "\\u0007" in double quotes',
        '这里有看不见的控制字符；请删掉，或在双引号里写成 "\\u0007"',
    ),
)


def _full_width_mark(error: yaml.YAMLError, text: str) -> tuple[int, str] | None:
    """Of the lines that YAML stumbled over."""
    last = getattr(error, "problem_mark", None)
    first = getattr(error, "context_mark", None) or last
    if first is None or last is None:
        return None
    # Without its own colon a line is a text that goes on in the next one, of which YAML complains.
    before = int("mapping values" in _said(error))
    return full_width_mark(text, first.line - before, last.line)


def _said(error: yaml.YAMLError) -> str:
    return str(getattr(error, "problem", None) or getattr(error, "reason", None) or "")


def _follows_dollar(error: yaml.YAMLError, text: str) -> bool:
    """Whether YAML stumbled over the brace of a variable."""
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return False
    line = next(iter(text.split("\n")[mark.line : mark.line + 1]), "")
    return line[: mark.column + 1].endswith("${")


def sentence(error: yaml.YAMLError, text: str = "") -> str:
    """What to do about a syntax error."""
    if (mark := _full_width_mark(error, text)) is not None:
        return mark[1]
    said = f"in ${{}}: {_said(error)}" if _follows_dollar(error, text) else _said(error)
    for fragment, en, zh in _SENTENCES:
        if fragment in said:
            return both(en, zh)
    # PyYAML's own words are better than none: there are many rare ones.
    plain = " ".join(said.split()) or "the text cannot be read"
    return both(f"this is not YAML: {plain}", "这不是合法的 YAML，请检查缩进、引号和括号")


def position(error: yaml.YAMLError, text: str) -> tuple[int, int]:
    """Line and column, counted from 1, where a person should look."""
    if (full_width := _full_width_mark(error, text)) is not None:
        return position_of(text, full_width[0])
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if any(end in str(getattr(error, "problem", "")) for end in ("end of stream", "<stream end>")):
        # The end of the file says nothing; the quote or bracket that was opened does.
        mark = getattr(error, "context_mark", None) or mark
    if mark is not None:
        return mark.line + 1, mark.column + 1
    return position_of(text, getattr(error, "position", 0))


def position_of(text: str, index: int) -> tuple[int, int]:
    before = text[:index]
    return before.count("\n") + 1, index - before.rfind("\n")
