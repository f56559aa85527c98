"""What click says by itself is in Chinese where the locale is, and a mistyped command line too."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner

from mockwx.cli import _COMMANDS, main

ENGLISH = re.compile(
    r"Usage|Options|Show this|Show the|default:|env var|Try |Error|Missing|Invalid|No such|valid|requires"
)
MISTAKES = {
    ("serve", "--prt", "3"): "错误：没有选项",
    ("serve", "--port", "many"): "'--port' 的值不对",
    ("serve", "--port", "99999"): "不在 0<=x<=65535 的范围内",
    ("login",): "缺少参数 'USER'",
    ("run", "happy", "--lang", "fr"): "不在可选值之中",
    ("run", "happy", "--junit"): "选项 '--junit' 需要一个值",
    ("errcode", "1", "2"): "多出了参数",
    ("ca", "--ca-dir", __file__): "是文件",
}


def said(*arguments: str, locale: str = "zh_CN.UTF-8") -> str:
    return CliRunner().invoke(main, list(arguments), env={"LC_ALL": locale}).output


@pytest.mark.parametrize("command", ["", *_COMMANDS])
def test_the_frame_of_the_help_is_chinese(command: str) -> None:
    help_text = said(*filter(None, [command]), "--help")
    assert help_text.startswith("用法：")
    assert "显示这段说明并退出。" in help_text
    assert ENGLISH.findall(help_text) == []


@pytest.mark.parametrize("arguments", MISTAKES, ids=" ".join)
def test_a_mistake_is_told_in_chinese(arguments: tuple[str, ...]) -> None:
    told = said(*arguments)
    assert MISTAKES[arguments] in told
    assert ENGLISH.findall(told) == []


@pytest.mark.parametrize("locale", ["en_US.UTF-8", "C"])
def test_elsewhere_click_says_what_it_always_says(locale: str) -> None:
    told = said("login", locale=locale)
    assert told.startswith("Usage: ")
    assert "Error: Missing argument 'USER'." in told
