"""``--lang``: by the locale, or as it is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from mockwx.cli import main
from mockwx.cli.language import language_of


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh-Hant"}, "zh"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LC_ALL": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}, "zh"),
        ({"LC_ALL": "", "LC_MESSAGES": "en_GB", "LANG": "zh_CN"}, "en"),
        ({"LANG": "C.UTF-8"}, "both"),
        ({"LANG": "de_DE.UTF-8"}, "both"),
        ({}, "both"),
    ],
)
def test_the_locale_chooses_and_what_is_neither_chinese_nor_english_gets_both(
    environ: dict[str, str], language: str
) -> None:
    assert language_of(environ) == language


@pytest.mark.parametrize(
    ("language", "ends"),
    [
        ("en", "stps: there is no key 'stps'; did you mean 'steps'?"),
        ("zh", "stps: 没有名为 'stps' 的键，是否想写 'steps'？"),
        ("both", "did you mean 'steps'? | 没有名为 'stps' 的键，是否想写 'steps'？"),
    ],
)
def test_check_tells_problems_in_one_language_or_both(tmp_path: Path, language: str, ends: str) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("mockwx: 1\nstps: []\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["check", str(file), "--lang", language])
    assert result.exit_code == 1
    assert result.output.rstrip().endswith(ends)
    assert result.output.startswith(f"{file}:2:1: stps: ")
