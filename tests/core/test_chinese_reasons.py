"""Reasons are told in Chinese too: each that stands in the code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from cases import each_case

from mockwx.core.rules.faults import Unreachable
from mockwx.core.text.chinese_reasons import CHINESE, reason_text, told_line
from mockwx.core.wire import NoConnection
from tests.faults.table import WAYS

PACKAGE = Path(__file__).resolve().parents[2] / "mockwx"
SOURCES = sorted([*(PACKAGE / "products").rglob("checks*.py"), *(PACKAGE / "products/shared/checks").glob("*.py")])
SOURCES += [PACKAGE / "core" / "people" / "codes.py", PACKAGE / "core" / "rules" / "rules.py", PACKAGE / "engine.py"]
TELLERS = re.compile(r"why|_misfit|_no_connection|hint")
"""Functions that answer with a reason."""
VARIABLES = {"why", "reason", "what", "WHY"}


def sentences(node: ast.AST) -> Iterator[str]:
    """The texts among the values that an expression may have, with ``X`` for what is filled in."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=values):
            yield "".join(str(each.value) if isinstance(each, ast.Constant) else "X" for each in values)
        case ast.IfExp(body=body, orelse=orelse):
            yield from sentences(body)
            yield from sentences(orelse)


def reasons(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr="refuse") | ast.Name(id="Refusal"), args=[_, reason, *_]):
                yield from sentences(reason)
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if name in VARIABLES:
                yield from sentences(value)
            case ast.FunctionDef(name=name) if TELLERS.search(name):
                for inner in ast.walk(node):
                    if isinstance(inner, ast.Return) and inner.value is not None:
                        yield from sentences(inner.value)


WRITTEN = sorted(
    {
        reason
        for source in SOURCES
        for reason in reasons(ast.parse(source.read_text("utf-8")))
        if " " in reason.strip("X ")
    }
)


def test_the_reasons_are_found() -> None:
    assert len(WRITTEN) > 90


def test_a_reason_that_stands_in_the_code_has_its_chinese() -> None:
    with each_case() as case:
        for reason in WRITTEN:
            with case(reason):
                assert re.search(r"[\u4e00-\u9fff]", reason_text(reason).zh), (
                    f"give {reason!r} its Chinese in core/text/chinese_reasons.py"
                )


SAME_IN_BOTH = re.compile(r"|HTTP \d+")
FAULTS = sorted({way.called for way in WAYS.values()} | {str(Unreachable(why)) for why in get_args(NoConnection)})
"""What the journal calls each way in which an answer goes wrong."""


def test_what_a_rule_does_to_an_answer_has_its_chinese() -> None:
    with each_case() as case:
        for fault in FAULTS:
            with case(fault):
                told = reason_text(f"the rule lost says so: {fault}").zh
                is_chinese = re.fullmatch(r"规则 lost 的要求：.*[\u4e00-\u9fff].*", told)
                assert is_chinese or SAME_IN_BOTH.fullmatch(fault), (
                    f"mockwx/core/text/chinese_reasons.py: give {fault!r} its Chinese, among what a rule does"
                )


def test_every_value_of_a_reason_stands_in_its_chinese() -> None:
    with each_case() as case:
        for template, chinese in CHINESE.items():
            values = [f"value{number}" for number in range(template.count("{}"))]
            with case(template):
                assert all(value in chinese.format(*values) for value in values)


def test_a_reason_within_a_reason_and_one_behind_another_are_told() -> None:
    assert reason_text("the access_token is dead: it expired 3s ago").zh == "access_token 已失效：它在 3s 之前过期"
    both = reason_text("the secret is not that of shop; the rule lost says so: net hang")
    assert both.zh == "secret 不是 shop 的；规则 lost 的要求：一直不应答"


def test_what_nobody_knows_stays_as_it_is() -> None:
    assert reason_text("somebody else's words").zh == "somebody else's words"
    assert reason_text("in two languages | 两种语言").zh == "两种语言"


def test_a_line_of_the_journal_tells_its_reason_in_the_language_asked_for() -> None:
    line = "#4 code2session carol 40163 (the code was spent 2ms ago) [rule a (b)] 0.1 ms"
    assert told_line(line, "zh") == "#4 code2session carol 40163 (该 code 在 2ms 之前已被使用) [rule a (b)] 0.1 ms"
    assert told_line(line, "en") == line
