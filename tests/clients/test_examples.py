"""The examples are programs of their own: their tests run as a reader would run them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
WITH_TESTS = sorted(path.parent.name for path in EXAMPLES.glob("*/test_*.py"))


def test_there_are_examples() -> None:
    assert "flask_wechatpy" in WITH_TESTS


@pytest.mark.parametrize("name", WITH_TESTS)
def test_the_example_passes_its_own_tests(name: str, tmp_path: Path) -> None:
    # A copy elsewhere: neither the settings of this project's own suite nor its folder help it.
    where = shutil.copytree(EXAMPLES / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    loop_scope = "asyncio_default_fixture_loop_scope=function"  # or pytest-asyncio warns, used or not
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "error", "-o", loop_scope],
        cwd=where,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert " passed" in ran.stdout
