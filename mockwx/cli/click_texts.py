"""click's own words in Chinese: headings of the help, and what it says of a command line that is wrong."""

from __future__ import annotations

import gettext
import os
from collections.abc import Mapping

import click

from mockwx.cli.help_texts import OPTIONS
from mockwx.cli.language import language_of

TEXTS: Mapping[str, str] = {
    "Usage:": "用法：",
    "Options": "选项",
    "Commands": "命令",
    "Show this message and exit.": OPTIONS["Show this message and exit."],
    "default: {default}": "默认：{default}",
    "env var: {var}": "环境变量：{var}",
    "required": "必填",
    "Try '{command} {option}' for help.": "查看说明：{command} {option}",
    "Error: {message}": "错误：{message}",
    "Aborted!": "已中止！",
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "Missing command.": "缺少命令。",
    "Choose from:\n\t{choices}": "可选：\n\t{choices}",
    "No such option {name!r}.": "没有选项 {name!r}。",
    "No such option: {name}": "没有选项 {name}",
    "Did you mean {possibility}?": "是否想写 {possibility}？",
    "(Did you mean one of: {possibilities}?)": "（是否想写其中之一：{possibilities}？）",
    "(Possible options: {possibilities})": "（可用的选项：{possibilities}）",
    "Invalid value: {message}": "值不对：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 的值不对：{message}",
    "{value!r} is not a valid {number_type}.": "{value!r} 不是有效的 {number_type}。",
    "{value} is not in the range {range}.": "{value} 不在 {range} 的范围内。",
    "{value!r} is not {choice}.": "{value!r} 不是 {choice}。",
    "{value!r} is not one of {choices}.": "{value!r} 不在可选值之中：{choices}。",
    "Option {name!r} requires an argument.": "选项 {name!r} 需要一个值。",
    "Option {name!r} does not take a value.": "选项 {name!r} 不带值。",
    "Got unexpected extra argument ({args})": "多出了参数（{args}）",
    "Got unexpected extra arguments ({args})": "多出了参数（{args}）",
    "{name} {filename!r} does not exist.": "{filename!r} 不存在。",
    "{name} {filename!r} is a file.": "{filename!r} 是文件。",
    "{name} {filename!r} is a directory.": "{filename!r} 是文件夹。",
    "{name} {filename!r} is not readable.": "{filename!r} 不可读。",
    "{name} {filename!r} is not writable.": "{filename!r} 不可写。",
}
"""By click's English; what a version of click words otherwise stays English."""
_MODULES = (click.core, click.decorators, click.exceptions, click.formatting, click.parser, click.types)


def speak_chinese() -> None:
    """Where the locale is Chinese. click asks gettext, which reads compiled catalogues from folders alone."""
    for module in _MODULES:
        for name, replacement in (("_", _text), ("ngettext", _counted)):
            if hasattr(module, name):
                setattr(module, name, replacement)


def _text(english: str) -> str:
    if english in TEXTS and language_of(os.environ) == "zh":
        return TEXTS[english]
    return gettext.gettext(english)


def _counted(one: str, several: str, count: int) -> str:
    english = one if count == 1 else several
    if english in TEXTS and language_of(os.environ) == "zh":
        return TEXTS[english]
    return gettext.ngettext(one, several, count)
